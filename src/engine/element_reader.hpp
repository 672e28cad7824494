#pragma once
// Reading properties of values at run time. Inside the engine only.

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "engine/paths.hpp"

namespace cramp::engine {

/// One per evaluation. Remembers at which place of its object each name was found last: records of
/// one source have their members in one order, so most look-ups are right at once.
class ElementReader {
 public:
  ElementReader(Context& context, std::size_t places) : context_(context), places_(places) {}

  /// The element of this name of a FHIR object: an element, a list of elements, or null. A
  /// primitive that has an id or extensions (`_name` beside `name`) is given as a made object of
  /// these and `value`.
  Value element(const Path& path, json::View parent, fhir::TypeId type);

  /// A property of any value: FHIR elements, instances and tuples, and the parts of Quantity, Code,
  /// Interval and the other clinical types. Null of null; fails for a list and for simple values.
  Value property(const Path& path, const Value& value) {
    if (value.is(Kind::kElement)) return element(path, value.as_element(), value.fhir_type());
    return value.is_null() ? Value() : property_of_made(path, value);
  }

 private:
  /// A property of what is no FHIR JSON.
  Value property_of_made(const Path& path, const Value& value);
  Value one(json::View parent, json::View value, std::string_view name, fhir::TypeId type,
            const Access& access);
  Value list(json::View parent, json::View value, std::string_view name, const Access& access);
  Value choice(const Access& access, json::View parent);
  Value choice_anywhere(const Access& access, json::View parent);
  Value chosen(json::View parent, json::View value, const ChoiceAccess& choice);

  Context& context_;
  std::vector<std::uint32_t> places_;  ///< by Path::place
};

/// Of names of one size. Most have 4 to 16 bytes: two words that may overlap, and no call.
inline bool same_text(const char* a, const char* b, std::size_t size) {
  const auto differ = [a, b](auto word, std::size_t at) {
    auto other = word;
    std::memcpy(&word, a + at, sizeof(word));
    std::memcpy(&other, b + at, sizeof(other));
    return word != other;
  };
  if (size < 4 || size > 16) return std::memcmp(a, b, size) == 0;
  if (size < 8) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
  return !differ(std::uint64_t{}, 0) && !differ(std::uint64_t{}, size - 8);
}

inline bool is_named(const json::Member& member, std::string_view name) {
  return member.name.size == name.size() && same_text(member.name.text, name.data(), name.size());
}

/// As find_at, at all places.
json::View find_anywhere(const json::Node& object, std::string_view name, std::uint32_t& place);

/// The member of this name, looked for at `place` first; `place` is set to where it was found.
inline json::View find_at(json::View object, std::string_view name, std::uint32_t& place) {
  if (!object.is_object()) return {};
  const json::Node& node = *object.node();
  if (place < node.size && is_named(node.members[place], name)) {
    return json::View(&node.members[place].value);
  }
  return find_anywhere(node, name, place);
}

/// A property of a value of a System type.
Value system_property(Context& context, std::string_view name, const Value& value);

}  // namespace cramp::engine
