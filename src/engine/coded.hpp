#pragma once
// Codes in FHIR data: where they stand in a resource, and reading them without making values.
// Inside the engine only.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.hpp"
#include "engine/element_reader.hpp"

namespace cramp::engine {

/// How codes are written: CodeableConcept, Coding, or a code alone without a system.
enum class CodedShape : std::uint8_t { kConcept, kCoding, kCode };

/// Nothing when the type holds no code.
std::optional<CodedShape> coded_shape(fhir::TypeId type);

/// A JSON member that holds codes.
struct CodedMember {
  std::string_view name;
  CodedShape shape;
};

/// The members in which the property of a resource type may be coded: of "medication" only
/// "medicationCodeableConcept". Empty when there are none, or no such property.
std::span<const CodedMember> coded_members(base::Arena& arena, fhir::TypeId type,
                                           std::string_view property);

/// The system of a Coding or Code that has none: no other system is equal to it. A code alone,
/// which may be of any system, has a system without data().
inline constexpr char kNoText[] = "";
inline constexpr std::string_view kNoSystem = kNoText;

inline std::string_view known_system(std::string_view system) {
  return system.empty() ? kNoSystem : system;
}

/// Calls `use(system, code)` for a Coding.
template <class Use>
void use_coding(json::View coding, Use&& use) {
  if (!coding.is_object()) return;
  // Nearly all sources write the system first and the code second.
  std::uint32_t first = 0;
  std::uint32_t second = 1;
  const std::string_view system = find_at(coding, "system", first).text();
  use(known_system(system), find_at(coding, "code", second).text());
}

/// The same for each code of an element, or of a list of elements.
template <class Use>
void for_each_code(json::View element, CodedShape shape, Use&& use) {
  if (element.is_array()) {
    for (const json::View item : element.items()) {
      if (!item.is_array()) for_each_code(item, shape, use);
    }
  } else if (shape == CodedShape::kCode) {
    use(std::string_view(), element.text());
  } else if (shape == CodedShape::kCoding) {
    use_coding(element, use);
  } else {
    for (const json::View coding : element.find("coding").items()) use_coding(coding, use);
  }
}

/// The same for a value: Code, Concept, String, coded FHIR element, and lists of these.
template <class Use>
void for_each_code(const Value& value, Use&& use) {
  switch (value.kind()) {
    case Kind::kString:
      return use(std::string_view(), value.as_string());
    case Kind::kCode:
      return use(known_system(value.as_code().system), value.as_code().code);
    case Kind::kConcept:
      for (const Code& code : value.as_concept().codes) {
        use(known_system(code.system), code.code);
      }
      return;
    case Kind::kList:
      for (const Value& item : value.as_list().items) for_each_code(item, use);
      return;
    case Kind::kElement:
      if (const auto shape = coded_shape(value.fhir_type())) {
        for_each_code(value.as_element(), *shape, use);
      }
      return;
    default:
      return;
  }
}

}  // namespace cramp::engine
