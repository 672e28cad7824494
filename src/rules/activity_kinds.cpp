#include "rules/activity_kinds.hpp"

#include <array>

namespace cramp::rules {

namespace {

constexpr std::array<ElementMapping, 6> kServiceRequest{{
    {"code", "code"},
    {"timingDateTime", "occurrenceDateTime"},
    {"timingPeriod", "occurrencePeriod"},
    {"timingTiming", "occurrenceTiming"},
    {"quantity", "quantityQuantity"},
    {"bodySite", "bodySite"},
}};
constexpr std::array<ElementMapping, 3> kMedicationRequest{{
    {"productCodeableConcept", "medicationCodeableConcept"},
    {"productReference", "medicationReference"},
    {"dosage", "dosageInstruction"},
}};
constexpr std::array<ElementMapping, 1> kTask{{{"code", "code"}}};
constexpr std::array<ElementMapping, 6> kDeviceRequest{{
    {"code", "codeCodeableConcept"},
    {"productCodeableConcept", "codeCodeableConcept"},
    {"productReference", "codeReference"},
    {"timingDateTime", "occurrenceDateTime"},
    {"timingPeriod", "occurrencePeriod"},
    {"timingTiming", "occurrenceTiming"},
}};

using Canonical = ActivityKind::Canonical;

constexpr std::array<ActivityKind, 5> kKinds{{
    {.name = "ServiceRequest",
     .subject = "subject",
     .encounter = "encounter",
     .requester = "requester",
     .authored = "authoredOn",
     .elements = kServiceRequest},
    {.name = "MedicationRequest",
     .subject = "subject",
     .encounter = "encounter",
     .requester = "requester",
     .authored = "authoredOn",
     .required = "medication",
     .elements = kMedicationRequest},
    {.name = "Task",
     .subject = "for",
     .encounter = "encounter",
     .requester = "requester",
     .authored = "authoredOn",
     .has_do_not_perform = false,
     .canonical = Canonical::kOne,
     .elements = kTask},
    {.name = "CommunicationRequest",
     .subject = "subject",
     .encounter = "encounter",
     .requester = "requester",
     .authored = "authoredOn",
     .has_intent = false,
     .canonical = Canonical::kNone},
    {.name = "DeviceRequest",
     .subject = "subject",
     .encounter = "encounter",
     .requester = "requester",
     .authored = "authoredOn",
     .has_do_not_perform = false,
     .patient_may_request = false,
     .required = "code",
     .elements = kDeviceRequest},
}};

constexpr std::array<std::string_view, 16> kContentElements{
    "code",         "timingTiming",     "timingDateTime",         "timingAge",
    "timingPeriod", "timingRange",      "timingDuration",         "location",
    "participant",  "productReference", "productCodeableConcept", "quantity",
    "dosage",       "bodySite",         "specimenRequirement",    "transform"};

}  // namespace

const ActivityKind* find_activity_kind(std::string_view name) {
  for (const ActivityKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string_view activity_kind_names() {
  return "ServiceRequest, MedicationRequest, Task, CommunicationRequest, DeviceRequest";
}

std::span<const std::string_view> activity_content_elements() {
  return kContentElements;
}

}  // namespace cramp::rules
