// Conversion operators (CQL 1.5 Appendix B, Type Operators): what does not convert is null. FHIR
// primitives are converted as the System value they hold.

#include <array>
#include <limits>

#include "engine/numeric.hpp"
#include "engine/operators/conversion_parts.hpp"
#include "engine/quantity_units.hpp"
#include "engine/scalar.hpp"
#include "engine/temporal_kind.hpp"
#include "engine/text.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

Value whole_of(Kind kind, std::int64_t value) {
  if (kind == Kind::kLong) return Value::long_integer(value);
  if (value < std::numeric_limits<std::int32_t>::min()) return {};
  if (value > std::numeric_limits<std::int32_t>::max()) return {};
  return Value::integer(static_cast<std::int32_t>(value));
}

/// Both ends of an uncertain number, converted.
Value converted_range(Context& context, const Value& value, Convert convert) {
  const Interval& range = value.as_interval();
  const Value low = convert(context, range.low);
  const Value high = convert(context, range.high);
  return low.is_null() || high.is_null() ? Value() : between(context, low, high);
}

Value to_whole(Context& context, const Value& value, Kind kind, Convert convert) {
  switch (value.kind()) {
    case Kind::kBoolean:
      return whole_of(kind, value.as_boolean() ? 1 : 0);
    case Kind::kInteger:
    case Kind::kLong:
      return whole_of(kind, value.as_long());
    case Kind::kString: {
      const auto number = parse_whole(value.as_string());
      return number ? whole_of(kind, *number) : Value();
    }
    case Kind::kUncertain:
      return converted_range(context, value, convert);
    default:
      return {};
  }
}

Value to_integer(Context& context, const Value& value) {
  return to_whole(context, value, Kind::kInteger, &to_integer);
}

Value to_long(Context& context, const Value& value) {
  return to_whole(context, value, Kind::kLong, &to_long);
}

Value to_decimal_value(Context& context, const Value& value) {
  switch (value.kind()) {
    case Kind::kBoolean:
      return context.decimal(Decimal::from_integer(value.as_boolean() ? 1 : 0));
    case Kind::kInteger:
    case Kind::kLong:
    case Kind::kDecimal:
      return context.decimal(to_decimal(value));
    case Kind::kString:
      return context.decimal(parse_decimal(value.as_string()));
    case Kind::kUncertain:
      return converted_range(context, value, &to_decimal_value);
    default:
      return {};
  }
}

Value boolean_of(std::string_view text) {
  constexpr std::array<std::string_view, 5> kTrue = {"true", "t", "yes", "y", "1"};
  constexpr std::array<std::string_view, 5> kFalse = {"false", "f", "no", "n", "0"};
  const std::string word = lower(text);
  if (std::find(kTrue.begin(), kTrue.end(), word) != kTrue.end()) return Value::boolean(true);
  if (std::find(kFalse.begin(), kFalse.end(), word) != kFalse.end()) return Value::boolean(false);
  return {};
}

Value to_boolean(Context&, const Value& value) {
  if (value.is(Kind::kBoolean)) return value;
  if (value.is(Kind::kString)) return boolean_of(value.as_string());
  if (!is_number(value.kind())) return {};
  const Decimal number = to_decimal(value);
  if (number == Decimal::from_integer(1)) return Value::boolean(true);
  return number == Decimal() ? Value::boolean(false) : Value();
}

Value to_string(Context& context, const Value& value) {
  if (value.is(Kind::kString)) return value;
  const auto text = text_of(value);
  return text ? context.string(*text) : Value();
}

Value to_list(Context& context, Operands operands, const Attributes&) {
  return make_list(context, operands[0].is_null() ? Operands() : operands);
}

Value to_chars(Context& context, Operands operands, const Attributes&) {
  const Value value = scalar(context, operands[0]);
  if (value.is_null()) return {};
  if (!value.is(Kind::kString)) refuse("ToChars", operands);
  std::string_view rest = value.as_string();
  const auto items = context.arena.array<Value>(code_points(rest));
  for (Value& item : items) {
    item = Value::string(rest.substr(0, code_point_bytes(rest)));
    rest.remove_prefix(item.as_string().size());
  }
  return context.list(items);
}

/// The quantity in another unit; nothing when the units do not convert, or for a null operand.
std::optional<Decimal> converted(Context& context, std::string_view operator_name,
                                 Operands operands) {
  const Value unit = scalar(context, operands[1]);
  if (operands[0].is_null() || unit.is_null()) return std::nullopt;
  if (!operands[0].is(Kind::kQuantity) || !unit.is(Kind::kString)) refuse(operator_name, operands);
  const Quantity& quantity = operands[0].as_quantity();
  return convert_units(quantity.value, quantity.unit, unit.as_string());
}

Value convert_quantity(Context& context, Operands operands, const Attributes&) {
  const auto value = converted(context, "ConvertQuantity", operands);
  return value ? context.quantity(*value, scalar(context, operands[1]).as_string()) : Value();
}

Value can_convert_quantity(Context& context, Operands operands, const Attributes&) {
  if (any_null(operands)) return {};
  return Value::boolean(converted(context, "CanConvertQuantity", operands).has_value());
}

template <Convert kConvert>
Value to(Context& context, Operands operands, const Attributes&) {
  const Value value = scalar(context, operands[0]);
  return value.is_null() ? Value() : kConvert(context, value);
}

template <Convert kConvert>
Value converts(Context& context, Operands operands, const Attributes&) {
  const Value value = scalar(context, operands[0]);
  return value.is_null() ? Value() : Value::boolean(!kConvert(context, value).is_null());
}

constexpr std::array<Operator, 25> kOperators = {{
    {"ConvertQuantity", 2, 2, &convert_quantity},
    {"CanConvertQuantity", 2, 2, &can_convert_quantity},
    {"ToBoolean", 1, 1, &to<&to_boolean>},
    {"ToInteger", 1, 1, &to<&to_integer>},
    {"ToLong", 1, 1, &to<&to_long>},
    {"ToDecimal", 1, 1, &to<&to_decimal_value>},
    {"ToString", 1, 1, &to<&to_string>},
    {"ToDate", 1, 1, &to<&to_date>},
    {"ToDateTime", 1, 1, &to<&to_datetime>},
    {"ToTime", 1, 1, &to<&to_time>},
    {"ToQuantity", 1, 1, &to<&to_quantity_value>},
    {"ToRatio", 1, 1, &to<&to_ratio>},
    {"ToConcept", 1, 1, &to<&to_concept>},
    {"ToList", 1, 1, &to_list},
    {"ToChars", 1, 1, &to_chars},
    {"ConvertsToBoolean", 1, 1, &converts<&to_boolean>},
    {"ConvertsToInteger", 1, 1, &converts<&to_integer>},
    {"ConvertsToLong", 1, 1, &converts<&to_long>},
    {"ConvertsToDecimal", 1, 1, &converts<&to_decimal_value>},
    {"ConvertsToString", 1, 1, &converts<&to_string>},
    {"ConvertsToDate", 1, 1, &converts<&to_date>},
    {"ConvertsToDateTime", 1, 1, &converts<&to_datetime>},
    {"ConvertsToTime", 1, 1, &converts<&to_time>},
    {"ConvertsToQuantity", 1, 1, &converts<&to_quantity_value>},
    {"ConvertsToRatio", 1, 1, &converts<&to_ratio>},
}};

}  // namespace

std::span<const Operator> conversion_operators() {
  return kOperators;
}

}  // namespace cramp::engine
