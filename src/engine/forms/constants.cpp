// Null, Literal, Quantity, Ratio: values known at link.

#include <array>
#include <charconv>
#include <limits>

#include "engine/compiler.hpp"

namespace cramp::engine {

namespace {

const Node* compile_null(Compiler& compiler, const elm::Expression& expression) {
  return compiler.constant(expression, {});
}

template <class Integer>
std::optional<Integer> whole_number(std::string_view text) {
  Integer value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<Value> literal_temporal(Compiler& compiler, Kind kind, std::string_view text) {
  const auto parsed = kind == Kind::kDate       ? time::parse_date(text)
                      : kind == Kind::kDateTime ? time::parse_datetime(text, 0)
                                                : time::parse_time(text);
  if (!parsed) return std::nullopt;
  return Value::temporal(kind, compiler.data(*parsed));
}

/// What is so small that nothing of it is left at 8 digits is no literal of the type; one with more
/// digits than that is rounded.
std::optional<num::Decimal> literal_decimal(std::string_view text) {
  const auto value = num::Decimal::parse(text);
  const std::string_view digits = text.substr(0, text.find_first_of("eE"));
  const bool lost =
      value == num::Decimal() && digits.find_first_of("123456789") != std::string_view::npos;
  return lost ? std::nullopt : value;
}

std::optional<Value> literal(Compiler& compiler, Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::kString:
      return Value::string(text);
    case Kind::kBoolean:
      return text == "true" || text == "false" ? std::optional(Value::boolean(text == "true"))
                                               : std::nullopt;
    case Kind::kInteger: {
      const auto value = whole_number<std::int32_t>(text);
      return value ? std::optional(Value::integer(*value)) : std::nullopt;
    }
    case Kind::kLong: {
      if (text.ends_with('L')) text.remove_suffix(1);
      const auto value = whole_number<std::int64_t>(text);
      return value ? std::optional(Value::long_integer(*value)) : std::nullopt;
    }
    case Kind::kDecimal: {
      const auto value = literal_decimal(text);
      return value ? std::optional(Value::decimal(compiler.data(*value))) : std::nullopt;
    }
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kTime:
      return literal_temporal(compiler, kind, text);
    default:
      return std::nullopt;
  }
}

const Node* compile_literal(Compiler& compiler, const elm::Expression& expression) {
  const auto kind = system_kind(elm::qname(expression.attribute("valueType")).name);
  if (!kind) return compiler.fault(expression, "a type that has no literals");
  // Absent is the empty string; a number or boolean may stand unquoted.
  const json::View text = expression.json.find("value");
  const auto value =
      text.is_boolean() ? Value::boolean(text.boolean()) : literal(compiler, *kind, text.text());
  if (!value) return compiler.failing(expression, "a literal outside its type");
  return compiler.constant(expression, *value);
}

/// The greatest negative numbers are written as the negation of a literal that has no value itself.
const Node* compile_negate(Compiler& compiler, const elm::Expression& expression) {
  const elm::Expression* operand = expression.child("operand");
  if (operand != nullptr && operand->is("Literal")) {
    const std::string_view type = elm::qname(operand->attribute("valueType")).name;
    const std::string_view text = operand->attribute("value");
    if (type == "Integer" && text == "2147483648") {
      return compiler.constant(expression,
                               Value::integer(std::numeric_limits<std::int32_t>::min()));
    }
    if (type == "Long" && text == "9223372036854775808") {
      return compiler.constant(expression,
                               Value::long_integer(std::numeric_limits<std::int64_t>::min()));
    }
  }
  return compiler.compile_operator(expression);
}

/// A Decimal keeps no trailing zeros, but a literal shows them: Precision(1.58700) is 5.
const Node* compile_precision(Compiler& compiler, const elm::Expression& expression) {
  const elm::Expression* operand = expression.child("operand");
  if (operand->is("Negate")) operand = operand->child("operand");
  if (!operand->is("Literal") || elm::qname(operand->attribute("valueType")).name != "Decimal") {
    return compiler.compile_operator(expression);
  }
  const std::string_view text = operand->attribute("value");
  const std::size_t point = text.find('.');
  const std::size_t digits = point == std::string_view::npos ? 0 : text.size() - point - 1;
  const bool plain = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!plain || digits > num::Decimal::kScale) return compiler.compile_operator(expression);
  return compiler.constant(expression, Value::integer(static_cast<std::int32_t>(digits)));
}

std::optional<Quantity> quantity(const elm::Expression& expression) {
  const auto value = num::Decimal::parse(expression.json.find("value").text());
  if (!value) return std::nullopt;
  const std::string_view unit = expression.attribute("unit");
  return Quantity{*value, unit.empty() ? "1" : unit};
}

const Node* compile_quantity(Compiler& compiler, const elm::Expression& expression) {
  const auto value = quantity(expression);
  if (!value) return compiler.failing(expression, "a quantity outside its type");
  return compiler.constant(expression, Value::quantity(compiler.data(*value)));
}

const Node* compile_ratio(Compiler& compiler, const elm::Expression& expression) {
  const auto numerator = quantity(*expression.child("numerator"));
  const auto denominator = quantity(*expression.child("denominator"));
  if (!numerator || !denominator) return compiler.failing(expression, "a ratio outside its type");
  return compiler.constant(expression,
                           Value::ratio(compiler.data(Ratio{*numerator, *denominator})));
}

constexpr auto kForms = std::to_array<Form>({
    {"Null", compile_null},
    {"Literal", compile_literal},
    {"Negate", compile_negate},
    {"Precision", compile_precision},
    {"Quantity", compile_quantity},
    {"Ratio", compile_ratio},
});

}  // namespace

std::span<const Form> constant_forms() {
  return kForms;
}

}  // namespace cramp::engine
