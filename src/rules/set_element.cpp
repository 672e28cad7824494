#include <fmt/format.h>

#include "rules/choice.hpp"
#include "rules/element_path.hpp"
#include "rules/element_value.hpp"

namespace cramp::rules {

namespace {

using base::Ok;
using base::Result;
using base::Status;
using Step = ElementPath::Step;

/// The JSON to put at the end of the path, and under which member name.
struct Leaf {
  json::Value::Array items;
  std::string member;
};

Status add_item(Leaf& leaf, const ElementPath& path, const engine::Value& value) {
  if (value.is_null()) return Ok{};
  Result<TypedJson> element = fhir_element(value, path.type, path.choices);
  if (!element) return std::move(element).error();
  if (path.type == fhir::kUnknownType) {
    leaf.member = choice_member(path.steps.back().name, element->type);
  }
  if (!element->json.is_empty()) leaf.items.push_back(std::move(element->json));
  return Ok{};
}

Result<Leaf> make_leaf(const ElementPath& path, const engine::Value& value) {
  const Step& last = path.steps.back();
  Leaf leaf;
  leaf.member = last.name;
  if (!value.is(engine::Kind::kList)) {
    if (Status status = add_item(leaf, path, value); !status) return std::move(status).error();
    return leaf;
  }
  if (!last.is_list || last.has_index) {
    return base::Error{base::Code::kContent, "",
                       fmt::format("a list cannot be put at {}, which is one value", last.name),
                       ""};
  }
  for (const engine::Value& item : value.as_list().items) {
    if (Status status = add_item(leaf, path, item); !status) return std::move(status).error();
  }
  return leaf;
}

json::Value& member(json::Value& object, std::string_view name) {
  if (!object.is_object()) object = json::Value::object();
  if (json::Value* found = object.find(name)) return *found;
  object.set(name, json::Value());
  return *object.find(name);
}

/// The item at the index, or a new one at the end.
json::Value& item(json::Value& list, std::size_t index) {
  if (!list.is_array()) list = json::Value::array();
  json::Value::Array& items = *list.items();
  if (index < items.size()) return items[index];
  return items.emplace_back();
}

/// A choice holds one of its forms only.
void erase_other_forms(json::Value& object, const ElementPath& path) {
  for (const fhir::TypeId choice : path.choices) {
    object.erase(choice_member(path.steps.back().name, choice));
  }
}

}  // namespace

Status set_element(json::Value& resource, const ElementPath& path, const engine::Value& value) {
  Result<Leaf> made = make_leaf(path, value);
  if (!made) return std::move(made).error();
  Leaf leaf = std::move(made).value();
  if (leaf.items.empty()) return Ok{};

  json::Value* parent = &resource;
  for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
    json::Value& next = member(*parent, path.steps[i].name);
    parent = path.steps[i].is_list ? &item(next, path.steps[i].index) : &next;
  }
  erase_other_forms(*parent, path);
  const Step& last = path.steps.back();
  json::Value& target = member(*parent, leaf.member);
  if (last.is_list && !last.has_index) {
    target = std::move(leaf.items);
  } else if (last.is_list) {
    item(target, last.index) = std::move(leaf.items.front());
  } else {
    target = std::move(leaf.items.front());
  }
  return Ok{};
}

}  // namespace cramp::rules
