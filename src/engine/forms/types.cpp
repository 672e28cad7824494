// Is, As, Convert, CanConvert: types at run time (CQL 1.5 §Type Operators).

#include <fmt/core.h>

#include <array>

#include "engine/forms/element_chain.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

Value eval_is(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  if (value.is_null()) return Value::boolean(false);
  return Value::boolean(is_a(value, node.as<Type>()));
}

Value eval_as_strict(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  if (!is_a(value, node.as<Type>())) {
    frame.run.fail(node, fmt::format("a value that is not of type {}", text(node.as<Type>())));
  }
  return value;
}

const Node* compile_is(Compiler& compiler, const elm::Expression& expression) {
  const Type* type = compiler.type(expression, "isTypeSpecifier", "isType");
  return compiler.node(expression, eval_is, {compiler.compile_child(expression, "operand")}, type);
}

const Node* compile_as(Compiler& compiler, const elm::Expression& expression) {
  const Type* type = compiler.type(expression, "asTypeSpecifier", "asType");
  const Node* operand = compiler.compile_child(expression, "operand");
  if (Compiler::is_constant(*operand) && Compiler::constant_value(*operand).is_null()) {
    return operand;
  }
  if (!expression.json.find("strict").boolean())
    return cast_to(compiler, expression, operand, type);
  return compiler.node(expression, eval_as_strict, {operand}, type);
}

struct ConversionPlan {
  Function function;
  const Type* type;
};

/// A value that is of the type already stays as it is.
Value eval_convert(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  const auto& plan = node.as<ConversionPlan>();
  if (is_a(value, *plan.type)) return value;
  frame.run.current = &node;
  return plan.function(frame.run.context, std::span(&value, 1), Attributes{});
}

Value eval_can_convert(const Node& node, Frame& frame) {
  const Value value = evaluate(node.operands[0], frame);
  const auto& plan = node.as<ConversionPlan>();
  if (value.is_null()) return {};
  if (is_a(value, *plan.type)) return Value::boolean(true);
  frame.run.current = &node;
  const Value converted = plan.function(frame.run.context, std::span(&value, 1), Attributes{});
  return Value::boolean(!converted.is_null());
}

/// "To" and the type's name is the operator that does it: ToQuantity.
const Node* compile_conversion(Compiler& compiler, const elm::Expression& expression, Eval eval) {
  const Type* type = compiler.type(expression, "toTypeSpecifier", "toType");
  const Operator* op =
      type->form == Type::Form::kSystem ? find_operator(fmt::format("To{}", type->name)) : nullptr;
  if (op == nullptr) {
    return compiler.fault(expression, fmt::format("no conversion to {}", text(*type)));
  }
  return compiler.node(expression, eval, {compiler.compile_child(expression, "operand")},
                       compiler.data(ConversionPlan{op->function, type}));
}

const Node* compile_convert(Compiler& compiler, const elm::Expression& expression) {
  return compile_conversion(compiler, expression, eval_convert);
}

const Node* compile_can_convert(Compiler& compiler, const elm::Expression& expression) {
  return compile_conversion(compiler, expression, eval_can_convert);
}

constexpr auto kForms = std::to_array<Form>({
    {"As", compile_as},
    {"CanConvert", compile_can_convert},
    {"Convert", compile_convert},
    {"Is", compile_is},
});

}  // namespace

std::span<const Form> type_forms() {
  return kForms;
}

}  // namespace cramp::engine
