#include "engine/sorting.hpp"

#include <algorithm>
#include <numeric>

#include "engine/compare.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

Value key_of(const SortPlan& plan, const SortKey& key, const Value& item, Frame& frame) {
  Value value = item;
  if (key.path != nullptr) {
    value = frame.run.reader.property(*key.path, item);
  } else if (key.expression != nullptr) {
    frame.slots[plan.slot] = item;
    value = evaluate(key.expression, frame);
  }
  return scalar(frame.run.context, value);
}

}  // namespace

const SortPlan* compile_sort(Compiler& compiler, std::span<const elm::Child> by) {
  const auto keys = compiler.arena().array<SortKey>(by.size());
  const std::uint32_t slot = compiler.add_slot();
  const std::size_t mark = compiler.mark();
  compiler.push({Variable::Kind::kSortItem, "$this", slot});
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const elm::Expression& item = *by[i].node;
    keys[i].descending = item.attribute("direction").starts_with("desc");
    const std::string_view path = item.attribute("path");
    if (!path.empty()) keys[i].path = compiler.linker().program().paths.intern(path);
    keys[i].expression = compiler.compile_child(item, "expression");
  }
  compiler.pop_to(mark);
  return compiler.data(SortPlan{slot, keys});
}

void sort(const SortPlan& plan, const Node& node, Frame& frame, std::span<Value> items) {
  if (items.size() < 2) return;
  base::Arena& arena = frame.run.arena;
  const std::size_t width = plan.keys.size();
  const auto keys = arena.array<Value>(items.size() * width);
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t k = 0; k < width; ++k) {
      frame.run.current = &node;
      keys[i * width + k] = key_of(plan, plan.keys[k], items[i], frame);
    }
  }
  frame.run.current = &node;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    for (std::size_t k = 0; k < width; ++k) {
      const int order = engine::order(frame.run.context, keys[a * width + k], keys[b * width + k]);
      if (order != 0) return plan.keys[k].descending ? order > 0 : order < 0;
    }
    return false;
  };
  const auto places = arena.array<std::uint32_t>(items.size());
  std::iota(places.begin(), places.end(), 0U);
  // Not std::sort: uncertain dates are equal to all, and a merge stays within bounds with that.
  std::ranges::stable_sort(places, before);
  const auto sorted = arena.array<Value>(items.size());
  std::ranges::transform(places, sorted.begin(), [&](std::uint32_t place) { return items[place]; });
  std::ranges::copy(sorted, items.begin());
}

}  // namespace cramp::engine
