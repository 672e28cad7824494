// Logical and nullological operators (CQL 1.5 Appendix B): three-valued logic, null is unknown.

#include <array>

#include "engine/operators/common.hpp"

namespace cramp::engine {

namespace {

using Truth = std::optional<bool>;

Truth truth_of(std::string_view operator_name, const Value& value) {
  if (value.is_null()) return std::nullopt;
  if (!value.is(Kind::kBoolean)) refuse(operator_name, {&value, 1});
  return value.as_boolean();
}

Truth conjunction(Truth a, Truth b) {
  if (a == false || b == false) return false;
  if (!a || !b) return std::nullopt;
  return true;
}

Truth negation(Truth a) {
  if (!a) return std::nullopt;
  return !*a;
}

Value logical_not(Context&, Operands operands, const Attributes&) {
  return truth(negation(truth_of("Not", operands[0])));
}

Value logical_and(Context&, Operands operands, const Attributes&) {
  return truth(conjunction(truth_of("And", operands[0]), truth_of("And", operands[1])));
}

Value logical_or(Context&, Operands operands, const Attributes&) {
  const Truth left = negation(truth_of("Or", operands[0]));
  return truth(negation(conjunction(left, negation(truth_of("Or", operands[1])))));
}

Value logical_xor(Context&, Operands operands, const Attributes&) {
  const Truth left = truth_of("Xor", operands[0]);
  const Truth right = truth_of("Xor", operands[1]);
  if (!left || !right) return {};
  return Value::boolean(*left != *right);
}

Value logical_implies(Context&, Operands operands, const Attributes&) {
  const Truth left = truth_of("Implies", operands[0]);
  return truth(negation(conjunction(left, negation(truth_of("Implies", operands[1])))));
}

Value is_null(Context&, Operands operands, const Attributes&) {
  return Value::boolean(operands[0].is_null());
}

Value is_true(Context&, Operands operands, const Attributes&) {
  return Value::boolean(truth_of("IsTrue", operands[0]) == true);
}

Value is_false(Context&, Operands operands, const Attributes&) {
  return Value::boolean(truth_of("IsFalse", operands[0]) == false);
}

constexpr std::array<Operator, 8> kOperators = {{
    {"Not", 1, 1, &logical_not},
    {"And", 2, 2, &logical_and},
    {"Or", 2, 2, &logical_or},
    {"Xor", 2, 2, &logical_xor},
    {"Implies", 2, 2, &logical_implies},
    {"IsNull", 1, 1, &is_null},
    {"IsTrue", 1, 1, &is_true},
    {"IsFalse", 1, 1, &is_false},
}};

}  // namespace

std::span<const Operator> logical_operators() {
  return kOperators;
}

}  // namespace cramp::engine
