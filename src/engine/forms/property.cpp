// Property: an element of a value, by a path of one or more names.

#include <algorithm>
#include <array>

#include "engine/forms/element_chain.hpp"
#include "engine/path_steps.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

struct StepsPlan {
  Steps steps;
};

Value eval_of_steps(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  frame.run.current = &node;
  return follow(frame.run.reader, node.as<StepsPlan>().steps, value);
}

Value eval_of_items(const Node& node, Frame& frame) {
  const Value list = evaluate(node.operands[0], frame);
  if (!list.is(Kind::kList)) return list;
  frame.run.current = &node;
  const auto values = frame.run.arena.array<Value>(list.as_list().items.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = follow(frame.run.reader, node.as<StepsPlan>().steps, list.as_list().items[i]);
  }
  return frame.run.context.list(values);
}

const StepsPlan* keep(Compiler& compiler, const std::vector<Step>& steps) {
  const auto kept = compiler.arena().array<Step>(steps.size());
  std::ranges::copy(steps, kept.begin());
  return compiler.data(StepsPlan{kept});
}

const Node* compile_property(Compiler& compiler, const elm::Expression& expression) {
  const auto steps = parse_path(compiler.linker().program().paths, expression.attribute("path"));
  if (!steps) return compiler.fault(expression, "an ill-formed path");
  const bool single = steps->size() == 1 && steps->front().index == Step::kNoIndex;
  const Node* source = compiler.compile_child(expression, "source");
  if (source == nullptr) {
    using Of = Variable::Kind;
    const std::string_view scope = expression.attribute("scope");
    const Variable* variable = compiler.find({Of::kAlias, Of::kLet, Of::kOperand}, scope);
    if (variable == nullptr || scope.empty()) return compiler.fault(expression, "no source");
    source = compiler.variable(expression, *variable);
  }
  if (single) return element_of(compiler, expression, source, steps->front().path);
  return compiler.node(expression, eval_of_steps, {source}, keep(compiler, *steps));
}

constexpr auto kForms = std::to_array<Form>({{"Property", compile_property}});

}  // namespace

const Node* Compiler::along_path(const elm::Expression& expression, const Node* list) {
  const auto steps = parse_path(linker().program().paths, expression.attribute("path"));
  if (!steps) return fault(expression, "an ill-formed path");
  const Node* result = node(expression, eval_of_items, {list}, keep(*this, *steps));
  if (tracing()) linker().program().trace->set_combine(result, Combine::kAll);
  return result;
}

std::span<const Form> property_forms() {
  return kForms;
}

}  // namespace cramp::engine
