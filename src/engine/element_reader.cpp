// Reading elements of FHIR JSON by the type table (FHIR R4 §JSON Representation of primitives).

#include <algorithm>

#include "engine/element_reader.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

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

/// The `_name` member beside a primitive.
json::View find_extra(json::View parent, std::string_view name) {
  for (const auto& [key, value] : parent.members()) {
    if (key.size() == name.size() + 1 && key[0] == '_' && key.substr(1) == name) return value;
  }
  return {};
}

/// The choice that the member "valueQuantity" makes, or "_valueQuantity".
const ChoiceAccess* choice_of(const Access& access, const json::Member& member) {
  std::string_view name(member.name.text, member.name.size);
  if (name.size() > 1 && name[0] == '_') name.remove_prefix(1);
  if (name.empty() || name[0] != access.element->name[0]) return nullptr;
  const auto found = std::ranges::find(access.choices, name, &ChoiceAccess::name);
  return found == access.choices.end() ? nullptr : &*found;
}

}  // namespace

json::View find_anywhere(const json::Node& object, std::string_view name, std::uint32_t& place) {
  for (std::uint32_t i = 0; i < object.size; ++i) {
    // Most names differ in length or in the first character.
    const json::Member& member = object.members[i];
    if (member.name.size != name.size() || member.name.text[0] != name[0]) continue;
    if (!is_named(member, name)) continue;
    place = i;
    return json::View(&member.value);
  }
  return {};
}

/// `value` is the member `name`, of which `access` tells all but its type.
Value ElementReader::one(json::View parent, json::View value, std::string_view name,
                         fhir::TypeId type, const Access& access) {
  if (access.is_resource) type = concrete_type(value, type);
  if (!access.is_primitive || !parent.node()->has_underscore) return Value::element(value, type);
  return make_element(context_, value, find_extra(parent, name), type);
}

/// The same for a list; what is no array in JSON is a list of one.
Value ElementReader::list(json::View parent, json::View value, std::string_view name,
                          const Access& access) {
  json::View extra;
  if (access.is_primitive && parent.node()->has_underscore) extra = find_extra(parent, name);
  if (value.is_null() && extra.is_null()) return {};
  const fhir::TypeId type = access.element->type;
  if (value.is_array() || extra.is_array()) {
    return make_list(context_, value, extra, type, access.is_resource);
  }
  const auto items = context_.arena.array<Value>(1);
  items[0] = one(parent, value, name, type, access);
  return context_.list(items);
}

/// Records of one source name a choice as the one before did, at the same place.
Value ElementReader::choice(const Access& access, json::View parent) {
  const json::Node& node = *parent.node();
  const std::uint32_t place = places_[access.place];
  const std::uint32_t last = places_[access.place + 1];
  if (place < node.size && last < access.choices.size() &&
      is_named(node.members[place], access.choices[last].name)) {
    return chosen(parent, json::View(&node.members[place].value), access.choices[last]);
  }
  return choice_anywhere(access, parent);
}

Value ElementReader::choice_anywhere(const Access& access, json::View parent) {
  const json::Node& node = *parent.node();
  for (std::uint32_t i = 0; i < node.size; ++i) {
    const ChoiceAccess* found = choice_of(access, node.members[i]);
    if (found == nullptr) continue;
    places_[access.place] = i;
    places_[access.place + 1] = static_cast<std::uint32_t>(found - access.choices.data());
    const bool is_extra = node.members[i].name.text[0] == '_';  // the value may still follow
    const json::View value =
        is_extra ? parent.find(found->name) : json::View(&node.members[i].value);
    return chosen(parent, value, *found);
  }
  return {};
}

Value ElementReader::chosen(json::View parent, json::View value, const ChoiceAccess& choice) {
  if (!choice.is_primitive || !parent.node()->has_underscore) {
    return Value::element(value, choice.type);
  }
  return make_element(context_, value, find_extra(parent, choice.name), choice.type);
}

Value ElementReader::element(const Path& path, json::View parent, fhir::TypeId type) {
  const Access& access = path.find(type, context_.arena);
  if (access.kind == Access::Kind::kScalar) return scalar(context_, Value::element(parent, type));
  if (access.kind == Access::Kind::kNone || !parent.is_object()) return {};
  if (access.kind == Access::Kind::kChoice) return choice(access, parent);
  const json::View value = find_at(parent, path.name(), places_[access.place]);
  switch (access.kind) {
    case Access::Kind::kText:
      return value.is_string() ? Value::string(value.text()) : Value();
    case Access::Kind::kList:
      return list(parent, value, path.name(), access);
    default:
      return one(parent, value, path.name(), access.element->type, access);
  }
}

Value ElementReader::property_of_made(const Path& path, const Value& value) {
  if (!value.is(Kind::kTuple) && !value.is(Kind::kInstance)) {
    return system_property(context_, path.name(), value);
  }
  const Tuple& tuple = value.as_tuple();
  std::uint32_t& place = places_[path.place(fhir::kUnknownType)];
  // Names of tuples that the Program makes are those of its paths, character by character.
  const char* const name = path.name().data();
  if (place < tuple.names.size() && tuple.names[place].data() == name) return tuple.values[place];
  for (std::uint32_t i = 0; i < tuple.names.size(); ++i) {
    if (tuple.names[i].data() != name) continue;
    place = i;
    return tuple.values[i];
  }
  return tuple.find(path.name());
}

}  // namespace cramp::engine
