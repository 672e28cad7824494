#pragma once
// A JSON value to build and change: responses, draft resources. Reading large input is Document's.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/document.hpp"

namespace cramp::json {

/// Members keep the order in which they were set. Numbers are decimal text, never doubles.
class Value {
 public:
  struct Number {
    std::string text;
  };
  using Array = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;

  Value() = default;  ///< null
  template <std::same_as<bool> B>
  Value(B value) : data_(value) {}
  Value(const char* text) : data_(std::string(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(Number number) : data_(std::move(number)) {}
  Value(Array items) : data_(std::move(items)) {}
  Value(Object members) : data_(std::move(members)) {}
  /// Copies what the view shows.
  explicit Value(View view);
  static Value number(std::int64_t value) { return Number{std::to_string(value)}; }
  static Value array() { return Array{}; }
  static Value object() { return Object{}; }

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_empty() const;  ///< null, "", [] or {}
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Number* number() const { return std::get_if<Number>(&data_); }
  Array* items() { return std::get_if<Array>(&data_); }
  const Array* items() const { return std::get_if<Array>(&data_); }
  Object* members() { return std::get_if<Object>(&data_); }
  const Object* members() const { return std::get_if<Object>(&data_); }

  /// The member of this name, or nullptr.
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);
  /// Sets or replaces a member; a null value becomes an empty object first. Returns *this.
  Value& set(std::string_view name, Value value);
  /// As `set`, but leaves the member as it is when the value is empty: what is sent holds neither
  /// null nor empty elements (CH-005, CH-006, CH-007).
  Value& set_unless_empty(std::string_view name, Value value);
  /// Appends an item; a null value becomes an empty array first. Returns *this.
  Value& push(Value value);
  bool erase(std::string_view name);

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> data_;
};

}  // namespace cramp::json
