// Reading elements of FHIR JSON by the type table (FHIR R4 §JSON Representation of primitives).

#include <algorithm>

#include "engine/paths.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

bool is_primitive(fhir::TypeId type) {
  return fhir::type_info(type).system != fhir::SystemType::kNone;
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

Value make_list(Context& context, json::View values, json::View extras, fhir::TypeId type,
                bool any_resource) {
  const std::size_t count = std::max(values.size(), extras.size());
  const auto items = context.arena.array<Value>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const json::View item = values.at(i);
    items[i] =
        make_element(context, item, extras.at(i), any_resource ? concrete_type(item, type) : type);
  }
  return context.list(items);
}

/// As View::find, for the names that are looked up thousands of times in an evaluation: most
/// members are told apart by length and first letter, without a call.
json::View find(json::View object, std::string_view name) {
  for (const auto& [key, value] : object.members()) {
    if (key.size() == name.size() && key[0] == name[0] && key == name) return value;
  }
  return {};
}

/// The `_name` member beside a primitive.
json::View find_extra(json::View parent, std::string_view name) {
  for (const auto& [key, value] : parent.members()) {
    if (key.size() == name.size() + 1 && key[0] == '_' && key.substr(1) == name) return value;
  }
  return {};
}

/// The member `name`, which `access` describes except where it is a choice: then `type` does.
Value read_named(Context& context, json::View parent, std::string_view name, fhir::TypeId type,
                 const Access& access) {
  const json::View value = find(parent, name);
  json::View extra;
  if (parent.node()->has_underscore && access.is_primitive) extra = find_extra(parent, name);
  if (value.is_null() && extra.is_null()) return {};
  if (access.element->is_list && (value.is_array() || extra.is_array())) {
    return make_list(context, value, extra, type, access.is_resource);
  }
  if (access.is_resource) type = concrete_type(value, type);
  const Value single = make_element(context, value, extra, type);
  if (!access.element->is_list) return single;
  const auto items = context.arena.array<Value>(1);
  items[0] = single;
  return context.list(items);
}

/// Finds the member "value" + type name, or "_value" + type name.
Value read_choice(Context& context, const Access& access, json::View parent) {
  const std::string_view base = access.element->name;
  for (const auto& [key, value] : parent.members()) {
    std::string_view name = key;
    if (name.size() > 1 && name[0] == '_') name.remove_prefix(1);
    if (name.size() <= base.size() || name[0] != base[0] || !name.starts_with(base)) continue;
    const std::string_view suffix = name.substr(base.size());
    for (const ChoiceAccess& choice : access.choices) {
      if (choice.suffix != suffix) continue;
      return read_named(context, parent, name, choice.type,
                        {access.element, choice.is_primitive, false, {}});
    }
  }
  return {};
}

}  // namespace

Value read_element(Context& context, const Path& path, json::View parent, fhir::TypeId type) {
  if (path.is_value() && is_primitive(type)) return scalar(context, Value::element(parent, type));
  const Access access = path.find(type, context.arena);
  if (access.element == nullptr || !parent.is_object()) return {};
  const fhir::ElementInfo& element = *access.element;
  if (element.system != fhir::SystemType::kNone) {
    const json::View text = find(parent, element.name);
    return text.is_string() ? Value::string(text.text()) : Value();
  }
  if (!access.choices.empty()) return read_choice(context, access, parent);
  return read_named(context, parent, element.name, element.type, access);
}

}  // namespace cramp::engine
