// Values as FHIR R4 JSON, for putting them into a resource.

#include "engine/evaluation.hpp"

namespace cramp::engine {

namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

json::Value number(num::Decimal value) {
  std::string text = value.text();
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return json::Value::Number{std::move(text)};
}

json::Value optional_text(std::string_view text) {
  return text.empty() ? json::Value() : json::Value(text);
}

json::Value coding(const Code& code) {
  json::Value result = json::Value::object();
  result.set_unless_empty("system", optional_text(code.system));
  result.set_unless_empty("version", optional_text(code.version));
  result.set_unless_empty("code", optional_text(code.code));
  result.set_unless_empty("display", optional_text(code.display));
  return result;
}

json::Value codeable_concept(const Concept& value) {
  json::Value result = json::Value::object();
  for (const Code& code : value.codes) {
    if (result.find("coding") == nullptr) result.set("coding", json::Value::array());
    result.find("coding")->push(coding(code));
  }
  result.set_unless_empty("text", optional_text(value.display));
  return result;
}

/// CQL's calendar words are UCUM codes in FHIR.
std::string_view ucum_code(std::string_view unit) {
  struct Row {
    std::string_view word, code;
  };
  static constexpr Row kRows[] = {
      {"year", "a"}, {"month", "mo"},   {"week", "wk"},  {"day", "d"},
      {"hour", "h"}, {"minute", "min"}, {"second", "s"}, {"millisecond", "ms"},
  };
  std::string_view singular = unit;
  if (singular.ends_with('s')) singular.remove_suffix(1);
  for (const Row& row : kRows) {
    if (row.word == singular) return row.code;
  }
  return unit;
}

json::Value fhir_quantity(const Quantity& quantity) {
  json::Value result = json::Value::object();
  result.set("value", number(quantity.value));
  if (quantity.unit.empty() || quantity.unit == "1") return result;
  result.set("unit", quantity.unit);
  result.set("system", kUcum);
  result.set("code", ucum_code(quantity.unit));
  return result;
}

json::Value fhir_ratio(const Ratio& ratio) {
  json::Value result = json::Value::object();
  result.set("numerator", fhir_quantity(ratio.numerator));
  result.set("denominator", fhir_quantity(ratio.denominator));
  return result;
}

/// Period or Range; FHIR's bounds are closed, so open ones are stepped by who needs them exact.
json::Value period_or_range(const Interval& interval) {
  const bool range = interval.low.is(Kind::kQuantity) || interval.high.is(Kind::kQuantity);
  json::Value result = json::Value::object();
  result.set_unless_empty(range ? "low" : "start", to_fhir(interval.low));
  result.set_unless_empty(range ? "high" : "end", to_fhir(interval.high));
  return result;
}

json::Value array(const List& list) {
  json::Value result = json::Value::array();
  for (const Value& item : list.items) {
    if (!item.is_null()) result.push(to_fhir(item));
  }
  return result;
}

json::Value object(const Tuple& tuple) {
  json::Value result = json::Value::object();
  for (std::size_t i = 0; i < tuple.names.size(); ++i) {
    result.set_unless_empty(tuple.names[i], to_fhir(tuple.values[i]));
  }
  return result;
}

json::Value element(const Value& value) {
  const json::View view = value.as_element();
  const bool primitive = fhir::type_info(value.fhir_type()).system != fhir::SystemType::kNone;
  return json::Value(primitive && view.is_object() ? view.find("value") : view);
}

/// The JSON member of an element: a choice has the type of its value in the name.
std::string member_name(fhir::TypeId owner, std::string_view name, const Value& value) {
  std::string member(name);
  const fhir::ElementInfo* info = fhir::find_element(owner, name);
  if (info == nullptr || (!value.is(Kind::kInstance) && !value.is(Kind::kElement))) return member;
  for (const fhir::TypeId choice : info->choices) {
    if (!fhir::is_subtype(value.fhir_type(), choice)) continue;
    std::string type(fhir::type_info(choice).name);
    if (type.front() >= 'a') type.front() = static_cast<char>(type.front() - 'a' + 'A');
    return member + type;
  }
  return member;
}

/// An instance of a primitive type (`FHIR.string{value: …}`) is its value alone.
json::Value instance(const Value& value) {
  const fhir::TypeId type = value.fhir_type();
  const Tuple& parts = value.as_tuple();
  if (fhir::type_info(type).system != fhir::SystemType::kNone) return to_fhir(parts.find("value"));
  json::Value result = json::Value::object();
  if (fhir::is_subtype(type, fhir::find_type("Resource"))) {
    result.set("resourceType", fhir::type_info(type).name);
  }
  for (std::size_t i = 0; i < parts.names.size(); ++i) {
    result.set_unless_empty(member_name(type, parts.names[i], parts.values[i]),
                            to_fhir(parts.values[i]));
  }
  return result;
}

}  // namespace

json::Value to_fhir(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return {};
    case Kind::kBoolean:
      return value.as_boolean();
    case Kind::kInteger:
    case Kind::kLong:
      return json::Value::number(value.as_long());
    case Kind::kDecimal:
      return number(value.as_decimal());
    case Kind::kString:
      return value.as_string();
    case Kind::kDate:
      return time::date_text(value.as_temporal());
    case Kind::kDateTime:
      return time::datetime_text(value.as_temporal());
    case Kind::kTime:
      return time::time_text(value.as_temporal());
    case Kind::kQuantity:
      return fhir_quantity(value.as_quantity());
    case Kind::kRatio:
      return fhir_ratio(value.as_ratio());
    case Kind::kCode:
      return coding(value.as_code());
    case Kind::kConcept:
      return codeable_concept(value.as_concept());
    case Kind::kValueSet:
      return value.as_value_set().url;
    case Kind::kCodeSystem:
      return value.as_code_system().url;
    case Kind::kInterval:
    case Kind::kUncertain:
      return period_or_range(value.as_interval());
    case Kind::kList:
      return array(value.as_list());
    case Kind::kTuple:
      return object(value.as_tuple());
    case Kind::kInstance:
      return instance(value);
    case Kind::kElement:
      return element(value);
  }
  return {};
}

}  // namespace cramp::engine
