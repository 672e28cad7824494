#include "engine/coded.hpp"

#include <vector>

namespace cramp::engine {

std::optional<CodedShape> coded_shape(fhir::TypeId type) {
  const fhir::TypeInfo& info = fhir::type_info(type);
  if (info.name == "CodeableConcept") return CodedShape::kConcept;
  if (info.name == "Coding") return CodedShape::kCoding;
  if (info.system == fhir::SystemType::kString) return CodedShape::kCode;
  return std::nullopt;
}

std::span<const CodedMember> coded_members(base::Arena& arena, fhir::TypeId type,
                                           std::string_view property) {
  const fhir::ElementInfo* element = fhir::find_element(type, property);
  if (element == nullptr) return {};
  std::vector<CodedMember> found;
  if (const auto shape = coded_shape(element->type)) found.push_back({property, *shape});
  for (const fhir::TypeId choice : element->choices) {
    const std::string_view name = fhir::type_info(choice).name;
    // Of a choice, text is not a code.
    if (name != "CodeableConcept" && name != "Coding") continue;
    found.push_back({arena.copy(std::string(property) + std::string(name)), *coded_shape(choice)});
  }
  const auto kept = arena.array<CodedMember>(found.size());
  std::ranges::copy(found, kept.begin());
  return kept;
}

}  // namespace cramp::engine
