// Operators of one number: sign, rounding, steps and limits.

#include <array>
#include <limits>

#include "engine/compare.hpp"
#include "engine/limits.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

/// The Integer of a whole Decimal; null when it does not fit.
Value integer_of(std::optional<Decimal> value) {
  const auto whole = value ? num::to_integer(*value) : std::nullopt;
  if (!whole || *whole < std::numeric_limits<std::int32_t>::min() ||
      *whole > std::numeric_limits<std::int32_t>::max()) {
    return {};
  }
  return Value::integer(static_cast<std::int32_t>(*whole));
}

template <class Rounding>
Value rounded_to_integer(std::string_view operator_name, Operands operands, Rounding rounding) {
  if (operands[0].is_null()) return {};
  if (!is_number(operands[0].kind())) refuse(operator_name, operands);
  return integer_of(rounding(to_decimal(operands[0])));
}

Value negated(Context& context, const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return {};
    case Kind::kInteger:
      return integer_of(Decimal::from_integer(-value.as_long()));
    case Kind::kLong:
      return value.as_long() == std::numeric_limits<std::int64_t>::min()
                 ? Value()
                 : Value::long_integer(-value.as_long());
    case Kind::kDecimal:
      return context.decimal(num::negate(value.as_decimal()));
    case Kind::kQuantity:
      return context.quantity(num::negate(value.as_quantity().value), value.as_quantity().unit);
    case Kind::kUncertain:
      return between(context, negated(context, value.as_interval().high),
                     negated(context, value.as_interval().low));
    default:
      refuse("Negate", {&value, 1});
  }
}

bool is_negative(const Value& value) {
  if (value.is(Kind::kQuantity)) return value.as_quantity().value < Decimal();
  return to_decimal(value) < Decimal();
}

Kind kind_by_name(std::string_view type_name) {
  constexpr std::array kOrdered = {Kind::kInteger, Kind::kLong,     Kind::kDecimal, Kind::kQuantity,
                                   Kind::kDate,    Kind::kDateTime, Kind::kTime};
  const auto found = std::find_if(kOrdered.begin(), kOrdered.end(),
                                  [type_name](Kind kind) { return name(kind) == type_name; });
  if (found == kOrdered.end()) {
    Context::fail("the type " + std::string(type_name) + " has no minimum or maximum");
  }
  return *found;
}

}  // namespace

Value abs_operator(Context& context, Operands operands, const Attributes&) {
  const Value& value = operands[0];
  if (value.is_null()) return {};
  if (value.is(Kind::kUncertain)) {
    const Interval& range = value.as_interval();
    if (is_negative(range.high)) return negated(context, value);
    if (!is_negative(range.low)) return value;
    const Value other = negated(context, range.low);
    const Value& high = compare(context, other, range.high) == 1 ? other : range.high;
    return between(context, Value::integer(0), high);
  }
  if (!is_number(value.kind()) && !value.is(Kind::kQuantity)) refuse("Abs", operands);
  return is_negative(value) ? negated(context, value) : value;
}

Value negate_operator(Context& context, Operands operands, const Attributes&) {
  return negated(context, operands[0]);
}

Value ceiling_operator(Context&, Operands operands, const Attributes&) {
  return rounded_to_integer("Ceiling", operands, &num::ceiling);
}

Value floor_operator(Context&, Operands operands, const Attributes&) {
  return rounded_to_integer("Floor", operands, &num::floor);
}

Value truncate_operator(Context&, Operands operands, const Attributes&) {
  return rounded_to_integer("Truncate", operands, &num::truncate);
}

Value round_operator(Context& context, Operands operands, const Attributes&) {
  const Value& value = operands[0];
  if (value.is_null()) return {};
  const bool has_digits = operands.size() > 1 && !operands[1].is_null();
  if (has_digits && !operands[1].is(Kind::kInteger)) refuse("Round", operands);
  const int digits = has_digits ? operands[1].as_integer() : 0;
  if (value.is(Kind::kQuantity)) {
    const auto result = num::round(value.as_quantity().value, digits);
    return result ? context.quantity(*result, value.as_quantity().unit) : Value();
  }
  if (!is_number(value.kind())) refuse("Round", operands);
  return context.decimal(num::round(to_decimal(value), digits));
}

Value predecessor_operator(Context& context, Operands operands, const Attributes&) {
  return predecessor(context, operands[0]);
}

Value successor_operator(Context& context, Operands operands, const Attributes&) {
  return successor(context, operands[0]);
}

Value min_value_operator(Context& context, Operands, const Attributes& attributes) {
  return min_value(context, kind_by_name(attributes.type_name));
}

Value max_value_operator(Context& context, Operands, const Attributes& attributes) {
  return max_value(context, kind_by_name(attributes.type_name));
}

}  // namespace cramp::engine
