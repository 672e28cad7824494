// References to definitions, parameters and variables.

#include <fmt/core.h>

#include <array>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

using Of = Variable::Kind;

Value eval_definition(const Node& node, Frame& frame) {
  frame.run.current = &node;
  return frame.run.definition(node.as<DefinitionId>());
}

/// The results of a patient's definition for all patients there are, which is this one.
Value eval_of_every_patient(const Node& node, Frame& frame) {
  const Value value = eval_definition(node, frame);
  if (value.is(Kind::kList)) return value;
  const auto items = frame.run.arena.array<Value>(1);
  items[0] = value;
  return frame.run.context.list(items);
}

/// The names that versions of CQL gave to the context that is not limited to one subject.
bool is_unfiltered(std::string_view context) {
  return context == "Unfiltered" || context == "Unspecified" || context == "Population";
}

Value eval_parameter(const Node& node, Frame& frame) {
  frame.run.current = &node;
  return frame.run.parameter(node.as<std::size_t>());
}

Value eval_variable(const Node& node, Frame& frame) {
  return frame.slots[node.as<std::uint32_t>()];
}

struct LetPlan {
  std::uint32_t slot;
  const Node* expression;
};

/// A let is evaluated for a row when it is first used: what `where` does not need costs nothing.
Value eval_let(const Node& node, Frame& frame) {
  const auto& plan = node.as<LetPlan>();
  Value& value = frame.slots[plan.slot];
  Value& known = frame.slots[plan.slot + 1];
  if (!known.is_true()) {
    value = evaluate(plan.expression, frame);
    known = Value::boolean(true);
  }
  return value;
}

struct SortItemPlan {
  std::uint32_t slot;
  const Path* path;
};

Value eval_sort_item_property(const Node& node, Frame& frame) {
  const auto& plan = node.as<SortItemPlan>();
  frame.run.current = &node;
  return frame.run.reader.property(*plan.path, frame.slots[plan.slot]);
}

const Node* unresolved(Compiler& compiler, const elm::Expression& expression) {
  return compiler.fault(expression,
                        fmt::format("\"{}\" does not resolve", expression.attribute("name")));
}

template <Of... kKinds>
const Node* compile_variable(Compiler& compiler, const elm::Expression& expression) {
  const Variable* found = compiler.find({kKinds...}, expression.attribute("name"));
  return found == nullptr ? unresolved(compiler, expression)
                          : compiler.variable(expression, *found);
}

/// $this, $index, $total: of the scope named, else of the innermost.
template <Of kKind>
const Node* compile_scoped(Compiler& compiler, const elm::Expression& expression) {
  const Variable* found = compiler.find({kKind}, expression.attribute("scope"));
  if (found == nullptr) return compiler.fault(expression, "outside of a scope");
  return compiler.variable(expression, *found);
}

const Node* compile_expression_ref(Compiler& compiler, const elm::Expression& expression) {
  Linker& linker = compiler.linker();
  const auto owner = linker.library(compiler.library(), expression.attribute("libraryName"));
  const auto id = owner ? linker.definition(*owner, expression.attribute("name")) : std::nullopt;
  if (!id) return unresolved(compiler, expression);
  // CQL 1.5 Author's Guide §Context: from there it is a list, one item or sublist a patient.
  const std::string_view context = linker.program().expressions[*id].statement->context;
  const bool of_every_patient =
      is_unfiltered(compiler.context()) && !context.empty() && !is_unfiltered(context);
  return compiler.node(expression, of_every_patient ? eval_of_every_patient : eval_definition, {},
                       compiler.data(*id));
}

const Node* compile_parameter_ref(Compiler& compiler, const elm::Expression& expression) {
  Linker& linker = compiler.linker();
  const auto owner = linker.library(compiler.library(), expression.attribute("libraryName"));
  const auto index = owner ? linker.parameter(*owner, expression.attribute("name")) : std::nullopt;
  if (!index) return unresolved(compiler, expression);
  return compiler.node(expression, eval_parameter, {}, compiler.data(*index));
}

/// What the translator could not resolve by itself: in `sort by`, an element of the item.
const Node* compile_identifier_ref(Compiler& compiler, const elm::Expression& expression) {
  const std::string_view name = expression.attribute("name");
  if (const Variable* found = compiler.find({Of::kAlias, Of::kLet, Of::kOperand}, name)) {
    return compiler.variable(expression, *found);
  }
  if (const Variable* item = compiler.find({Of::kSortItem}, {})) {
    if (name == "$this") return compiler.variable(expression, *item);
    const SortItemPlan plan{item->slot, compiler.linker().program().paths.intern(name)};
    return compiler.node(expression, eval_sort_item_property, {}, compiler.data(plan));
  }
  return compile_expression_ref(compiler, expression);
}

constexpr auto kForms = std::to_array<Form>({
    {"AliasRef", compile_variable<Of::kAlias, Of::kLet>},
    {"Current", compile_scoped<Of::kAlias>},
    {"ExpressionRef", compile_expression_ref},
    {"IdentifierRef", compile_identifier_ref},
    {"Iteration", compile_scoped<Of::kIndex>},
    {"OperandRef", compile_variable<Of::kOperand>},
    {"ParameterRef", compile_parameter_ref},
    {"QueryLetRef", compile_variable<Of::kLet, Of::kAlias>},
    {"Total", compile_scoped<Of::kTotal>},
});

}  // namespace

const Node* Compiler::variable(const elm::Expression& source, const Variable& of) {
  const Node* result = of.kind == Of::kLet
                           ? node(source, eval_let, {}, data(LetPlan{of.slot, of.let}))
                           : leaf(source, eval_variable, data(of.slot), of.slot);
  if (tracing()) linker_.program().trace->set_combine(result, Combine::kVariable);
  return result;
}

std::span<const Form> reference_forms() {
  return kForms;
}

}  // namespace cramp::engine
