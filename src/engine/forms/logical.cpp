// And, Or, Implies, Not, IsNull: three-valued, and the right side is not evaluated when the left
// decides (CQL 1.5 §Logical Operators).

#include <array>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

Value eval_and(const Node& node, Frame& frame) {
  const Value left = evaluate(node.operands[0], frame);
  if (left.is_false()) return left;
  const Value right = evaluate(node.operands[1], frame);
  if (right.is_false()) return right;
  return left.is_true() && right.is_true() ? right : Value();
}

Value eval_or(const Node& node, Frame& frame) {
  const Value left = evaluate(node.operands[0], frame);
  if (left.is_true()) return left;
  const Value right = evaluate(node.operands[1], frame);
  if (right.is_true()) return right;
  return left.is_false() && right.is_false() ? right : Value();
}

Value eval_implies(const Node& node, Frame& frame) {
  const Value left = evaluate(node.operands[0], frame);
  if (left.is_false()) return Value::boolean(true);
  const Value right = evaluate(node.operands[1], frame);
  if (right.is_true()) return right;
  return left.is_true() && right.is_false() ? right : Value();
}

/// Not and IsNull are strict, but too frequent to be called through the table.
Value eval_not(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  if (value.is(Kind::kBoolean)) return Value::boolean(!value.as_boolean());
  if (!value.is_null())
    frame.run.fail(node, "Not is not defined for " + std::string(name(value.kind())));
  return {};
}

Value eval_is_null(const Node& node, Frame& frame) {
  return Value::boolean(evaluate(node.operands[0], frame).is_null());
}

/// Not of IsNull, as every `is not null` is written.
Value eval_is_not_null(const Node& node, Frame& frame) {
  return Value::boolean(!evaluate(node.operands[0], frame).is_null());
}

template <Eval kEval>
const Node* compile_operands(Compiler& compiler, const elm::Expression& expression) {
  return compiler.node(expression, kEval, compiler.compile_all(expression.children));
}

const Node* compile_not(Compiler& compiler, const elm::Expression& expression) {
  const auto operands = compiler.compile_all(expression.children);
  if (!compiler.tracing() && operands[0]->eval == eval_is_null) {
    return compiler.node(expression, eval_is_not_null, operands[0]->operands);
  }
  return compiler.node(expression, eval_not, operands);
}

constexpr auto kForms = std::to_array<Form>({
    {"And", compile_operands<eval_and>},
    {"Implies", compile_operands<eval_implies>},
    {"IsNull", compile_operands<eval_is_null>},
    {"Not", compile_not},
    {"Or", compile_operands<eval_or>},
});

}  // namespace

std::span<const Form> logical_forms() {
  return kForms;
}

}  // namespace cramp::engine
