#include "rules/element_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"

namespace cramp::rules {

namespace {

using engine::Kind;
using std::string_view;

using fhir::SystemType;

/// What a CQL value is in FHIR: the types it may take where an element leaves the choice, the best
/// first, and the System type it has as a primitive.
struct Fit {
  Kind kind;
  std::array<string_view, 4> types;
  SystemType system = SystemType::kNone;
};
constexpr std::array<Fit, 12> kFits{{
    {Kind::kBoolean, {"boolean"}, SystemType::kBoolean},
    {Kind::kInteger, {"integer", "positiveInt", "unsignedInt", "decimal"}, SystemType::kInteger},
    {Kind::kLong, {"integer", "positiveInt", "unsignedInt", "decimal"}, SystemType::kInteger},
    {Kind::kDecimal, {"decimal"}, SystemType::kDecimal},
    {Kind::kString, {"string", "markdown", "code", "uri"}, SystemType::kString},
    {Kind::kDate, {"date", "dateTime"}, SystemType::kDate},
    {Kind::kDateTime, {"dateTime", "instant"}, SystemType::kDateTime},
    {Kind::kTime, {"time"}, SystemType::kTime},
    {Kind::kQuantity, {"Quantity"}},
    {Kind::kRatio, {"Ratio"}},
    {Kind::kCode, {"Coding", "CodeableConcept", "code"}, SystemType::kString},
    {Kind::kConcept, {"CodeableConcept"}},
}};

bool is_element(const engine::Value& value) {
  return value.is(Kind::kElement) || value.is(Kind::kInstance);
}

std::vector<string_view> possible_types(const engine::Value& value) {
  if (is_element(value)) {
    const string_view own = fhir::type_info(value.fhir_type()).name;
    if (own == "Coding") return {own, "CodeableConcept"};
    return {own};
  }
  if (value.is(Kind::kInterval)) {
    const Kind point = value.as_interval().point;
    if (point == Kind::kQuantity) return {"Range"};
    if (point == Kind::kDate || point == Kind::kDateTime) return {"Period"};
    return {"Period", "Range"};
  }
  std::vector<string_view> types;
  for (const Fit& fit : kFits) {
    if (fit.kind != value.kind()) continue;
    std::copy_if(fit.types.begin(), fit.types.end(), std::back_inserter(types),
                 [](string_view type) { return !type.empty(); });
  }
  return types;
}

SystemType system_type(const engine::Value& value) {
  if (is_element(value)) return fhir::type_info(value.fhir_type()).system;
  const auto fit = std::find_if(kFits.begin(), kFits.end(),
                                [&](const Fit& one) { return one.kind == value.kind(); });
  return fit == kFits.end() ? SystemType::kNone : fit->system;
}

/// A primitive element takes every value that is written in its way: a code, a uri and an
/// enumeration are all texts.
bool fits_primitive(SystemType value, SystemType element) {
  if (value == SystemType::kInteger && element == SystemType::kDecimal) return true;
  if (value == SystemType::kDate && element == SystemType::kDateTime) return true;
  return value == element;
}

bool fits_complex(fhir::TypeId possible, fhir::TypeId type) {
  if (possible == fhir::kUnknownType) return false;
  return fhir::is_subtype(possible, type) || fhir::is_subtype(type, possible);
}

/// The JSON of the value as `type`, once it is known to fit there.
json::Value to_json(const engine::Value& value, string_view type) {
  json::Value json = engine::to_fhir(value);
  const bool is_coding =
      value.is(Kind::kCode) ||
      (value.is(Kind::kElement) && fhir::type_info(value.fhir_type()).name == "Coding");
  if (!is_coding) return json;
  if (type == "code") {
    const json::Value* code = json.find("code");
    return code != nullptr ? *code : json::Value();
  }
  if (type != "CodeableConcept") return json;
  json::Value coding = json::Value::array();
  coding.push(std::move(json));
  return json::Value().set("coding", std::move(coding));
}

base::Error misfit(const engine::Value& value, string_view wanted) {
  return {base::Code::kContent, "",
          fmt::format("a value of type {} cannot be {}", engine::name(value.kind()), wanted), ""};
}

}  // namespace

base::Result<TypedJson> fhir_element(const engine::Value& value, fhir::TypeId type,
                                     std::span<const fhir::TypeId> choices) {
  const fhir::TypeInfo& info = fhir::type_info(type);
  if (info.system != SystemType::kNone) {
    if (!fits_primitive(system_type(value), info.system)) return misfit(value, info.name);
    return TypedJson{to_json(value, "code"), type};
  }
  for (const string_view name : possible_types(value)) {
    const fhir::TypeId possible = fhir::find_type(name);
    if (type != fhir::kUnknownType) {
      if (fits_complex(possible, type)) return TypedJson{to_json(value, name), type};
    } else if (std::find(choices.begin(), choices.end(), possible) != choices.end()) {
      return TypedJson{to_json(value, name), possible};
    }
  }
  return misfit(value, type == fhir::kUnknownType ? "any type of this element" : info.name);
}

}  // namespace cramp::rules
