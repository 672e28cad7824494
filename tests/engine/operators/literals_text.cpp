#include "literals.hpp"

namespace cramp::engine::cases {

namespace {

std::string quoted(std::string_view text) {
  return text.data() == nullptr ? "null" : "'" + std::string(text) + "'";
}

std::string joined(std::span<const Value> items) {
  std::string result;
  for (const Value& item : items) result += (result.empty() ? "" : ", ") + text(item);
  return result;
}

std::string quantity_text(const Quantity& quantity) {
  return quantity.value.text() + " " + quoted(quantity.unit);
}

std::string code_text(const Code& code) {
  return "Code{" + quoted(code.code) + ", " + quoted(code.system) + ", " + quoted(code.version) +
         ", " + quoted(code.display) + "}";
}

std::string concept_text(const Concept& value) {
  std::string result = "Concept{" + quoted(value.display);
  for (const Code& code : value.codes) result += ", " + code_text(code);
  return result + "}";
}

std::string range_text(std::string_view name, const Interval& range) {
  return std::string(name) + (range.low_closed ? "[" : "(") + text(range.low) + ", " +
         text(range.high) + (range.high_closed ? "]" : ")");
}

std::string tuple_text(const Tuple& tuple) {
  std::string result = "Tuple{";
  for (std::size_t i = 0; i < tuple.names.size(); ++i) {
    result += (i == 0 ? "" : ", ") + std::string(tuple.names[i]) + ": " + text(tuple.values[i]);
  }
  return result + "}";
}

std::string datetime_literal(const time::Temporal& value) {
  const std::string result = time::datetime_text(value);
  return result.find('T') == std::string::npos ? result + "T" : result;
}

}  // namespace

std::string text(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return value.as_boolean() ? "true" : "false";
    case Kind::kInteger:
      return std::to_string(value.as_integer());
    case Kind::kLong:
      return std::to_string(value.as_long()) + "L";
    case Kind::kDecimal:
      return value.as_decimal().text();
    case Kind::kString:
      return "'" + std::string(value.as_string()) + "'";
    case Kind::kDate:
      return "@" + time::date_text(value.as_temporal());
    case Kind::kDateTime:
      return "@" + datetime_literal(value.as_temporal());
    case Kind::kTime:
      return "@T" + time::time_text(value.as_temporal());
    case Kind::kQuantity:
      return quantity_text(value.as_quantity());
    case Kind::kRatio:
      return "Ratio{" + quantity_text(value.as_ratio().numerator) + ", " +
             quantity_text(value.as_ratio().denominator) + "}";
    case Kind::kCode:
      return code_text(value.as_code());
    case Kind::kConcept:
      return concept_text(value.as_concept());
    case Kind::kInterval:
      return range_text("Interval", value.as_interval());
    case Kind::kUncertain:
      return range_text("Uncertain", value.as_interval());
    case Kind::kList:
      return "{" + joined(value.as_list().items) + "}";
    case Kind::kTuple:
    case Kind::kInstance:
      return tuple_text(value.as_tuple());
    default:
      return "<" + std::string(name(value.kind())) + ">";
  }
}

}  // namespace cramp::engine::cases
