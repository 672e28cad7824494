// Reading elements of FHIR JSON by the type table (FHIR R4 §JSON Representation of primitives).

#include <algorithm>
#include <cctype>

#include "engine/paths.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

bool is_primitive(fhir::TypeId type) {
  return fhir::type_info(type).system != fhir::SystemType::kNone;
}

/// "valueQuantity": the rest after "value", compared with "Quantity"; "valueString" with "string".
bool names_choice(std::string_view suffix, std::string_view type_name) {
  return suffix.size() == type_name.size() && suffix.substr(1) == type_name.substr(1) &&
         suffix[0] == std::toupper(static_cast<unsigned char>(type_name[0]));
}

/// A member of an object under construction.
json::Member member(std::string_view name, const json::Node& value) {
  json::Member result;
  result.name.type = json::Type::kString;
  result.name.size = static_cast<std::uint32_t>(name.size());
  result.name.text = name.data();
  result.value = value;
  return result;
}

/// {"value": …, "id": …, "extension": …} from a primitive and what stands at `_name`.
json::View join_primitive(Context& context, json::View value, json::View extra) {
  const auto members =
      context.arena.array<json::Member>(extra.size() + (value.is_null() ? 0U : 1U));
  std::size_t next = 0;
  if (!value.is_null()) members[next++] = member("value", *value.node());
  for (const auto& [name, part] : extra.members()) members[next++] = member(name, *part.node());
  auto* object = context.arena.make<json::Node>();
  object->type = json::Type::kObject;
  object->size = static_cast<std::uint32_t>(members.size());
  object->members = members.data();
  return json::View(object);
}

/// The concrete type of what may be any resource.
fhir::TypeId concrete_type(json::View value, fhir::TypeId declared) {
  const std::string_view name = value.string("resourceType");
  if (name.empty()) return declared;
  const fhir::TypeId type = fhir::find_type(name);
  return type == fhir::kUnknownType ? declared : type;
}

Value make_element(Context& context, json::View value, json::View extra, fhir::TypeId type) {
  if (extra.is_object()) return Value::element(join_primitive(context, value, extra), type);
  return Value::element(value, type);
}

Value make_list(Context& context, json::View values, json::View extras, fhir::TypeId type) {
  const std::size_t count = std::max(values.size(), extras.size());
  const auto items = context.arena.array<Value>(count);
  const bool resources = fhir::type_info(type).name == "Resource";
  for (std::size_t i = 0; i < count; ++i) {
    const json::View item = values.at(i);
    items[i] =
        make_element(context, item, extras.at(i), resources ? concrete_type(item, type) : type);
  }
  return context.list(items);
}

/// The `_name` member beside a primitive, where there is one.
json::View extra_of(json::View parent, std::string_view name, fhir::TypeId type) {
  if (!parent.node()->has_underscore || !is_primitive(type)) return {};
  for (const auto& [key, value] : parent.members()) {
    if (key.size() == name.size() + 1 && key[0] == '_' && key.substr(1) == name) return value;
  }
  return {};
}

Value read_named(Context& context, json::View parent, std::string_view name, fhir::TypeId type,
                 bool is_list) {
  const json::View value = parent.find(name);
  const json::View extra = extra_of(parent, name, type);
  if (value.is_null() && extra.is_null()) return {};
  if (is_list && (value.is_array() || extra.is_array())) {
    return make_list(context, value, extra, type);
  }
  if (!is_list && fhir::type_info(type).name == "Resource") type = concrete_type(value, type);
  const Value single = make_element(context, value, extra, type);
  if (!is_list) return single;
  const auto items = context.arena.array<Value>(1);
  items[0] = single;
  return context.list(items);
}

Value read_choice(Context& context, const fhir::ElementInfo& info, json::View parent) {
  for (const auto& [key, value] : parent.members()) {
    std::string_view name = key;
    if (name.starts_with('_')) name.remove_prefix(1);
    if (name.size() <= info.name.size() || !name.starts_with(info.name)) continue;
    const std::string_view suffix = name.substr(info.name.size());
    for (const fhir::TypeId choice : info.choices) {
      if (!names_choice(suffix, fhir::type_info(choice).name)) continue;
      return read_named(context, parent, name, choice, info.is_list);
    }
  }
  return {};
}

}  // namespace

Value read_element(Context& context, const Path& path, json::View parent, fhir::TypeId type) {
  if (path.is_value() && is_primitive(type)) return scalar(context, Value::element(parent, type));
  const fhir::ElementInfo* info = path.find(type);
  if (info == nullptr || !parent.is_object()) return {};
  if (info->system != fhir::SystemType::kNone) {
    const json::View text = parent.find(info->name);
    return text.is_string() ? Value::string(text.text()) : Value();
  }
  if (!info->choices.empty()) return read_choice(context, *info, parent);
  return read_named(context, parent, info->name, info->type, info->is_list);
}

}  // namespace cramp::engine
