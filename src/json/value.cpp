#include "json/value.hpp"

#include <algorithm>

namespace cramp::json {

namespace {

auto position(auto& members, std::string_view name) {
  return std::find_if(members.begin(), members.end(),
                      [&](const auto& member) { return member.first == name; });
}

}  // namespace

Value::Value(View view) {
  switch (view.type()) {
    case Type::kNull:
      break;
    case Type::kBoolean:
      data_ = view.boolean();
      break;
    case Type::kNumber:
      data_ = Number{std::string(view.text())};
      break;
    case Type::kString:
      data_ = std::string(view.text());
      break;
    case Type::kArray: {
      auto& items = data_.emplace<Array>();
      items.reserve(view.size());
      for (const View item : view.items()) items.emplace_back(item);
      break;
    }
    case Type::kObject: {
      auto& members = data_.emplace<Object>();
      members.reserve(view.size());
      for (const auto [name, value] : view.members()) members.emplace_back(name, Value(value));
      break;
    }
  }
}

bool Value::is_empty() const {
  if (const std::string* text = string()) return text->empty();
  if (const Array* list = items()) return list->empty();
  if (const Object* object = members()) return object->empty();
  return is_null();
}

const Value* Value::find(std::string_view name) const {
  const Object* object = members();
  if (object == nullptr) return nullptr;
  const auto found = position(*object, name);
  return found == object->end() ? nullptr : &found->second;
}

Value* Value::find(std::string_view name) {
  return const_cast<Value*>(std::as_const(*this).find(name));
}

Value& Value::set(std::string_view name, Value value) {
  if (is_null()) data_.emplace<Object>();
  if (Value* existing = find(name)) {
    *existing = std::move(value);
  } else if (Object* object = members()) {
    object->emplace_back(name, std::move(value));
  }
  return *this;
}

Value& Value::set_unless_empty(std::string_view name, Value value) {
  if (!value.is_empty()) set(name, std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) data_.emplace<Array>();
  if (Array* list = items()) list->push_back(std::move(value));
  return *this;
}

bool Value::erase(std::string_view name) {
  Object* object = members();
  if (object == nullptr) return false;
  const auto found = position(*object, name);
  if (found == object->end()) return false;
  object->erase(found);
  return true;
}

}  // namespace cramp::json
