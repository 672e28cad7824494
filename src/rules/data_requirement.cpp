#include "rules/data_requirement.hpp"

#include <algorithm>

#include "fhir/model.hpp"
#include "rules/choice.hpp"

namespace cramp::rules {

namespace {

using terminology::Terminology;

bool has_code(json::View coding, terminology::ValueSetId set, const Terminology& terminology) {
  const std::string_view code = coding.string("code");
  return !code.empty() && terminology.contains(set, coding.string("system"), code);
}

/// A Coding or a CodeableConcept.
bool has_code_in(json::View element, terminology::ValueSetId set, const Terminology& terminology) {
  for (const json::View coding : element.find("coding").items()) {
    if (has_code(coding, set, terminology)) return true;
  }
  return has_code(element, set, terminology);
}

bool matches(json::View element, terminology::ValueSetId set, const Terminology& terminology) {
  for (const json::View item : element.items()) {
    if (has_code_in(item, set, terminology)) return true;
  }
  return has_code_in(element, set, terminology);
}

bool passes(const CodeFilter& filter, json::View resource, const Terminology& terminology) {
  if (matches(resource.find(filter.path), filter.id, terminology)) return true;
  const auto* element =
      fhir::find_element(fhir::find_type(resource.string("resourceType")), filter.path);
  if (element == nullptr) return false;
  return std::any_of(element->choices.begin(), element->choices.end(), [&](fhir::TypeId choice) {
    const json::View form = resource.find(choice_member(filter.path, choice));
    return matches(form, filter.id, terminology);
  });
}

}  // namespace

bool keeps(const DataRequirement& requirement, json::View resource,
           const terminology::Terminology& terminology) {
  if (resource.string("resourceType") != requirement.type) return false;
  return std::all_of(
      requirement.code_filters.begin(), requirement.code_filters.end(),
      [&](const CodeFilter& filter) { return passes(filter, resource, terminology); });
}

}  // namespace cramp::rules
