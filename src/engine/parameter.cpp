#include "engine/parameter.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace cramp::engine {

namespace {

/// False when the object has members that the form does not know: a misspelt one is not left out.
bool has_only(json::View object, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : object.members()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) return false;
  }
  return object.is_object();
}

/// Nothing: the JSON is not of the type. JSON null is null in every type.
using Read = std::optional<Value>;

Read read(Context& context, const Type& type, json::View json);

template <class Integer>
std::optional<Integer> whole(json::View json) {
  Integer value = 0;
  const std::string_view text = json.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Read temporal(Context& context, Kind kind, std::string_view text) {
  const auto parsed = kind == Kind::kDate ? time::parse_date(text)
                      : kind == Kind::kDateTime
                          ? time::parse_datetime(text, context.now.offset_minutes)
                          : time::parse_time(text);
  if (!parsed) return std::nullopt;
  return Value::temporal(kind, context.arena.make<time::Temporal>(*parsed));
}

std::optional<Quantity> quantity(json::View json) {
  const auto value = num::Decimal::parse(json.find("value").text());
  if (!value || !has_only(json, {"value", "unit"})) return std::nullopt;
  const std::string_view unit = json.string("unit");
  return Quantity{*value, unit.empty() ? "1" : unit};
}

std::string_view text_or_absent(json::View json, std::string_view name) {
  return json.find(name).is_string() ? json.string(name) : std::string_view();
}

Code code(json::View json) {
  return {text_or_absent(json, "code"), text_or_absent(json, "system"),
          text_or_absent(json, "version"), text_or_absent(json, "display")};
}

bool is_code(json::View json) {
  return json.find("code").is_string() && has_only(json, {"code", "system", "version", "display"});
}

Read read_concept(Context& context, json::View json) {
  const json::View items = json.find("codes");
  if (!items.is_array() || !has_only(json, {"codes", "display"})) return std::nullopt;
  for (const json::View item : items.items()) {
    if (!is_code(item)) return std::nullopt;
  }
  const auto codes = context.arena.array<Code>(items.size());
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = code(items.at(i));
  return Value::concept_(context.arena.make<Concept>(codes, text_or_absent(json, "display")));
}

Read read_clinical(Context& context, Kind kind, json::View json) {
  if (!json.is_object()) return std::nullopt;
  if (kind == Kind::kCode) {
    if (!is_code(json)) return std::nullopt;
    return Value::code(context.arena.make<Code>(code(json)));
  }
  if (kind == Kind::kConcept) return read_concept(context, json);
  if (kind == Kind::kQuantity) {
    const auto found = quantity(json);
    return found ? Read(Value::quantity(context.arena.make<Quantity>(*found))) : std::nullopt;
  }
  if (kind != Kind::kRatio || !has_only(json, {"numerator", "denominator"})) return std::nullopt;
  const auto numerator = quantity(json.find("numerator"));
  const auto denominator = quantity(json.find("denominator"));
  if (!numerator || !denominator) return std::nullopt;
  return Value::ratio(context.arena.make<Ratio>(*numerator, *denominator));
}

Read read_system(Context& context, Kind kind, json::View json) {
  switch (kind) {
    case Kind::kBoolean:
      return json.is_boolean() ? Read(Value::boolean(json.boolean())) : std::nullopt;
    case Kind::kInteger: {
      const auto value = whole<std::int32_t>(json);
      return value ? Read(Value::integer(*value)) : std::nullopt;
    }
    case Kind::kLong: {
      const auto value = whole<std::int64_t>(json);
      return value ? Read(Value::long_integer(*value)) : std::nullopt;
    }
    case Kind::kDecimal: {
      const auto value = num::Decimal::parse(json.text());
      return value ? Read(context.decimal(*value)) : std::nullopt;
    }
    case Kind::kString:
      return json.is_string() ? Read(Value::string(json.text())) : std::nullopt;
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kTime:
      return json.is_string() ? temporal(context, kind, json.text()) : std::nullopt;
    default:
      return read_clinical(context, kind, json);
  }
}

Read read_list(Context& context, const Type& item_type, json::View json) {
  if (!json.is_array()) return std::nullopt;
  const auto items = context.arena.array<Value>(json.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Read item = read(context, item_type, json.at(i));
    if (!item) return std::nullopt;
    items[i] = *item;
  }
  return context.list(items);
}

Read read_interval(Context& context, const Type& point, json::View json) {
  if (!has_only(json, {"low", "high", "lowClosed", "highClosed"})) return std::nullopt;
  const Read low = read(context, point, json.find("low"));
  const Read high = read(context, point, json.find("high"));
  if (!low || !high) return std::nullopt;
  const auto closed = [&json](std::string_view name) {
    return !json.find(name).is_boolean() || json.find(name).boolean();
  };
  return context.interval(*low, closed("lowClosed"), *high, closed("highClosed"), point.kind);
}

Read read_tuple(Context& context, const Type& type, json::View json) {
  if (!json.is_object()) return std::nullopt;
  for (const auto& [name, value] : json.members()) {
    if (std::ranges::find(type.names, name) == type.names.end()) return std::nullopt;
  }
  const auto values = context.arena.array<Value>(type.names.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Read value = read(context, *type.parts[i], json.find(type.names[i]));
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  return Value::tuple(context.arena.make<Tuple>(type.names, values));
}

/// Without a declared type, or of System.Any.
Read read_any(Context& context, json::View json) {
  if (json.is_number()) {
    const bool is_whole = json.text().find_first_of(".eE") == std::string_view::npos;
    const Read integer = is_whole ? read_system(context, Kind::kInteger, json) : std::nullopt;
    return integer ? integer : read_system(context, Kind::kDecimal, json);
  }
  if (json.is_boolean()) return Value::boolean(json.boolean());
  if (json.is_string()) return Value::string(json.text());
  if (json.is_array()) return read_list(context, Type{}, json);
  return Value::element(json, fhir::find_type(json.string("resourceType")));
}

/// FHIR JSON: of a primitive its bare value, of anything else an object; a resource says its type.
Read read_element(fhir::TypeId type, json::View json) {
  const bool primitive = fhir::type_info(type).system != fhir::SystemType::kNone;
  if (json.is_array() || json.is_object() == primitive) return std::nullopt;
  const std::string_view name = json.string("resourceType");
  if (name.empty()) return Value::element(json, type);
  const fhir::TypeId own = fhir::find_type(name);
  if (own == fhir::kUnknownType || !fhir::is_subtype(own, type)) return std::nullopt;
  return Value::element(json, own);
}

Read read(Context& context, const Type& type, json::View json) {
  if (json.is_null()) return Value();
  switch (type.form) {
    case Type::Form::kAny:
      return read_any(context, json);
    case Type::Form::kSystem:
      return read_system(context, type.kind, json);
    case Type::Form::kFhir:
      return read_element(type.fhir, json);
    case Type::Form::kList:
      return read_list(context, *type.parts[0], json);
    case Type::Form::kInterval:
      return read_interval(context, *type.parts[0], json);
    case Type::Form::kTuple:
      return read_tuple(context, type, json);
    case Type::Form::kChoice:
      for (const Type* part : type.parts) {
        if (const Read value = read(context, *part, json)) return value;
      }
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Value parameter_value(Context& context, const ParameterPlan& parameter, json::View json) {
  const Type any;
  const Type& type = parameter.type == nullptr ? any : *parameter.type;
  const Read value = read(context, type, json);
  if (!value) {
    Context::fail(fmt::format("parameter \"{}\" is not of type {}", parameter.name, text(type)));
  }
  return *value;
}

}  // namespace cramp::engine
