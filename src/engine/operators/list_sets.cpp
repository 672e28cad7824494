#include "engine/operators/list_sets.hpp"

#include "engine/operators/element_index.hpp"
#include "engine/operators/interval_bounds.hpp"

namespace cramp::engine {

namespace {

std::optional<bool> contains(ElementComparer& comparer, Operands list, const Value& element) {
  bool unknown = false;
  for (const Value& item : list) {
    const auto same = comparer.same(item, element);
    if (same.value_or(false)) return true;
    unknown = unknown || !same;
  }
  return unknown ? std::nullopt : std::optional(false);
}

bool all_of_kind(Operands list, Kind kind) {
  return std::ranges::all_of(list, [kind](const Value& item) { return item.is(kind); });
}

/// The different elements of `items` that are in `other`, or that are not.
Value filtered(Context& context, Operands items, Operands other, bool wanted) {
  ElementComparer comparer(context);
  ElementIndex others(comparer, other.size());
  for (const Value& item : other) others.insert(item);
  ElementIndex kept(comparer, items.size());
  for (const Value& item : items) {
    if ((others.find(item) != ElementIndex::kAbsent) == wanted) kept.insert(item);
  }
  return make_list(context, kept.elements());
}

}  // namespace

std::optional<bool> list_contains(Context& context, Operands list, const Value& element) {
  if (element.is(Kind::kString) && all_of_kind(list, Kind::kString)) {
    return std::ranges::find(list, element.as_string(), &Value::as_string) != list.end();
  }
  ElementComparer comparer(context);
  return contains(comparer, list, element);
}

std::optional<bool> list_properly_contains(Context& context, Operands list, const Value& element) {
  ElementComparer comparer(context);
  Truth found = false;
  Truth other = false;
  for (const Value& item : list) {
    const Truth same = comparer.same(item, element);
    found = disjunction(found, same);
    // By equality a null may be the element once more, so it is not another one for sure.
    const bool unknown = item.is_null() && !element.is_null();
    other = disjunction(other, unknown ? Truth() : negation(same));
  }
  return conjunction(found, other);
}

std::optional<bool> list_includes(Context& context, Operands list, Operands part) {
  ElementComparer comparer(context);
  ElementIndex index(comparer, list.size());
  for (const Value& item : list) index.insert(item);
  bool unknown = false;
  for (const Value& element : part) {
    if (index.find(element) != ElementIndex::kAbsent) continue;
    if (contains(comparer, index.elements(), element)) return false;
    unknown = true;
  }
  return unknown ? std::nullopt : std::optional(true);
}

std::optional<bool> list_properly_includes(Context& context, Operands list, Operands part) {
  if (list.size() <= part.size()) return false;
  return list_includes(context, list, part);
}

Value list_distinct(Context& context, Operands items) {
  return list_union(context, items, {});
}

Value list_union(Context& context, Operands a, Operands b) {
  if (a.size() + b.size() <= 1) return make_list(context, a.empty() ? b : a);
  ElementComparer comparer(context);
  ElementIndex index(comparer, a.size() + b.size());
  for (const Value& item : a) index.insert(item);
  for (const Value& item : b) index.insert(item);
  return make_list(context, index.elements());
}

Value list_intersect(Context& context, Operands a, Operands b) {
  return filtered(context, a, b, true);
}

Value list_except(Context& context, Operands a, Operands b) {
  return filtered(context, a, b, false);
}

}  // namespace cramp::engine
