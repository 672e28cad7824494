#pragma once
// How each kind of ActivityDefinition becomes a resource, as data (FHIR R4 ActivityDefinition,
// "Applying an ActivityDefinition", and the mappings of the request resources).

#include <span>
#include <string_view>

namespace cramp::rules {

/// An element of the ActivityDefinition and where it goes.
struct ElementMapping {
  std::string_view from, to;
};

struct ActivityKind {
  std::string_view name;                                     ///< resource type
  std::string_view subject, encounter, requester, authored;  ///< elements set from the call
  bool has_intent = true;
  bool has_do_not_perform = true;
  enum class Canonical {
    kNone,
    kOne,
    kList
  } canonical = Canonical::kList;   ///< instantiatesCanonical
  bool patient_may_request = true;  ///< requester may be a Patient or RelatedPerson
  std::string_view required = {};   ///< element (choice: without type) that R4 requires
  std::span<const ElementMapping> elements = {};
};

/// nullptr for a kind that cannot be drafted.
const ActivityKind* find_activity_kind(std::string_view name);
/// "ServiceRequest, MedicationRequest, ...": for messages.
std::string_view activity_kind_names();
/// Elements of ActivityDefinition that say what is to be done: each is mapped or is a fault.
std::span<const std::string_view> activity_content_elements();

}  // namespace cramp::rules
