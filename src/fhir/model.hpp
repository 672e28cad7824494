#pragma once
// The FHIR R4 type table: which elements a type has and of which type they are. Data, not classes:
// resources stay JSON (src/json) and this table tells what a member means.

#include <cstdint>
#include <span>
#include <string_view>

namespace cramp::fhir {

/// Index into the type table; 0 is "unknown".
using TypeId = std::uint16_t;
inline constexpr TypeId kUnknownType = 0;

/// The System type that `value` of a FHIR primitive has in CQL (FHIR model info 4.0.1).
enum class SystemType : std::uint8_t {
  kNone,
  kBoolean,
  kInteger,
  kDecimal,
  kString,
  kDate,
  kDateTime,
  kTime
};

struct ElementInfo {
  std::string_view name;       ///< "onset", without [x]
  TypeId type = kUnknownType;  ///< kUnknownType for a choice and for a System value
  std::span<const TypeId>
      choices;  ///< of a choice element; JSON member = name + capitalised type name
  bool is_list = false;
  SystemType system = SystemType::kNone;  ///< Element.id, and `value` of a primitive: no FHIR type
};

struct TypeInfo {
  std::string_view name;  ///< "Condition", "dateTime", "Observation.Component"
  TypeId base = kUnknownType;
  SystemType system = SystemType::kNone;  ///< of primitives, also derived ones (code, positiveInt)
  std::span<const ElementInfo> elements;  ///< own ones; `find_element` also looks in the bases
};

/// What is known of a type; of kUnknownType: no name, no elements.
const TypeInfo& type_info(TypeId type);
/// kUnknownType when R4 has no such type. Besides resources, datatypes, backbone elements and
/// primitives there are the model info's types for required bindings (AdministrativeGender), which
/// are primitives with a System String.
TypeId find_type(std::string_view name);
/// Looks in the type and its bases; nullptr when R4 has no such element there.
const ElementInfo* find_element(TypeId type, std::string_view name);
/// True when `type` is `ancestor` or derives from it. SimpleQuantity and MoneyQuantity are profiles
/// that data does not tell from a Quantity, so every Quantity counts as one.
bool is_subtype(TypeId type, TypeId ancestor);

}  // namespace cramp::fhir
