// ForEach, Filter, Repeat, Aggregate and Sort: the loops of ELM outside queries, with $this, $index
// and $total.

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/compiler.hpp"
#include "engine/operators/element_index.hpp"
#include "engine/run.hpp"
#include "engine/sorting.hpp"

namespace cramp::engine {

namespace {

struct LoopPlan {
  std::uint32_t item, index, total;
};

/// Calls `use(item)` for each item with $this and $index set; false: there is no list.
template <class Use>
bool for_each_item(const Node& node, Frame& frame, Use&& use) {
  const auto& plan = node.as<LoopPlan>();
  const Value source = evaluate(node.operands[0], frame);
  if (source.is_null()) return false;
  const auto items = source.is(Kind::kList) ? source.as_list().items : std::span(&source, 1);
  for (std::size_t i = 0; i < items.size(); ++i) {
    frame.slots[plan.item] = items[i];
    frame.slots[plan.index] = Value::integer(static_cast<std::int32_t>(i));
    use(items[i]);
  }
  return true;
}

Value eval_for_each(const Node& node, Frame& frame) {
  Scratch& scratch = frame.run.scratch;
  const std::size_t mark = scratch.mark();
  const bool any = for_each_item(node, frame, [&](const Value&) {
    const Value result = evaluate(node.operands[1], frame);
    scratch.push(result, mark);
  });
  return any ? frame.run.context.list(scratch.take(mark)) : Value();
}

Value eval_filter(const Node& node, Frame& frame) {
  Scratch& scratch = frame.run.scratch;
  const std::size_t mark = scratch.mark();
  const bool any = for_each_item(node, frame, [&](const Value& item) {
    if (evaluate(node.operands[1], frame).is_true()) scratch.push(item, mark);
  });
  return any ? frame.run.context.list(scratch.take(mark)) : Value();
}

Value eval_aggregate(const Node& node, Frame& frame) {
  const auto& plan = node.as<LoopPlan>();
  Value total = node.operands.size() > 2 ? evaluate(node.operands[2], frame) : Value();
  for_each_item(node, frame, [&](const Value&) {
    frame.slots[plan.total] = total;
    total = evaluate(node.operands[1], frame);
  });
  return total;
}

/// Adds what the element expression gives for every new item, until there is nothing new.
Value eval_repeat(const Node& node, Frame& frame) {
  const auto& plan = node.as<LoopPlan>();
  Run& run = frame.run;
  ElementComparer comparer(run.context);
  ElementIndex seen(comparer, 16);
  const auto add = [&](const Value& value) {
    if (!value.is_null()) seen.insert(value);
    if (seen.elements().size() > run.context.budget.list_items) {
      run.fail(node, fmt::format("a list of more than {} items", run.context.budget.list_items));
    }
  };
  const auto add_all = [&](const Value& found) {
    run.current = &node;
    if (!found.is(Kind::kList)) return add(found);
    for (const Value& item : found.as_list().items) add(item);
  };
  const Value source = evaluate(node.operands[0], frame);
  if (source.is_null()) return {};
  add_all(source);
  for (std::size_t next = 0; next < seen.elements().size(); ++next) {
    frame.slots[plan.item] = seen.elements()[next];
    frame.slots[plan.index] = Value::integer(static_cast<std::int32_t>(next));
    add_all(evaluate(node.operands[1], frame));
  }
  return make_list(run.context, seen.elements());
}

Value eval_sort(const Node& node, Frame& frame) {
  const Value source = evaluate(node.operands[0], frame);
  if (!source.is(Kind::kList)) return source;
  const auto items = frame.run.arena.array<Value>(source.as_list().items.size());
  std::ranges::copy(source.as_list().items, items.begin());
  sort(node.as<SortPlan>(), node, frame, items);
  return frame.run.context.list(items);
}

template <Eval kEval>
const Node* compile_loop(Compiler& compiler, const elm::Expression& expression) {
  const LoopPlan plan{compiler.add_slot(), compiler.add_slot(), compiler.add_slot()};
  const Node* source = compiler.compile_child(expression, "source");
  if (!expression.attribute("path").empty()) source = compiler.along_path(expression, source);
  std::vector<const Node*> operands = {source};
  const std::string_view scope = expression.attribute("scope");
  const std::size_t mark = compiler.mark();
  const std::string_view name = scope.empty() ? "$this" : scope;
  compiler.push({Variable::Kind::kAlias, name, plan.item});
  compiler.push({Variable::Kind::kIndex, name, plan.index});
  compiler.push({Variable::Kind::kTotal, name, plan.total});
  for (const std::string_view slot : {"element", "condition", "iteration"}) {
    if (const Node* body = compiler.compile_child(expression, slot)) operands.push_back(body);
  }
  compiler.pop_to(mark);
  if (const Node* initial = compiler.compile_child(expression, "initialValue")) {
    operands.push_back(initial);
  }
  const auto kept = compiler.arena().array<const Node*>(operands.size());
  std::ranges::copy(operands, kept.begin());
  return compiler.node(expression, kEval, kept, compiler.data(plan));
}

const Node* compile_sort_node(Compiler& compiler, const elm::Expression& expression) {
  const Node* source = compiler.compile_child(expression, "source");
  return compiler.node(expression, eval_sort, {source},
                       compile_sort(compiler, expression.all("by")));
}

constexpr auto kForms = std::to_array<Form>({
    {"Aggregate", compile_loop<eval_aggregate>},
    {"Filter", compile_loop<eval_filter>},
    {"ForEach", compile_loop<eval_for_each>},
    {"Repeat", compile_loop<eval_repeat>},
    {"Sort", compile_sort_node},
});

}  // namespace

std::span<const Form> iteration_forms() {
  return kForms;
}

}  // namespace cramp::engine
