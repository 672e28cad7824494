#include "cdshooks/hook.hpp"

#include <array>

namespace cramp::cdshooks {

namespace {

using std::string_view;

constexpr std::array<string_view, 4> kAnyUser{"Practitioner", "PractitionerRole", "Patient",
                                              "RelatedPerson"};
constexpr std::array<string_view, 2> kStaff{"Practitioner", "PractitionerRole"};
constexpr std::array<string_view, 1> kPractitioner{"Practitioner"};
constexpr std::array<string_view, 1> kPatient{"Patient"};
constexpr std::array<string_view, 1> kEncounter{"Encounter"};
constexpr std::array<string_view, 1> kCondition{"Condition"};
constexpr std::array<string_view, 1> kTask{"Task"};
constexpr std::array<string_view, 1> kMedicationRequest{"MedicationRequest"};
constexpr std::array<string_view, 1> kAllergy{"AllergyIntolerance"};
constexpr std::array<string_view, 1> kAppointment{"Appointment"};
constexpr std::array<string_view, 9> kPerformer{
    "Practitioner", "PractitionerRole", "Organization", "CareTeam", "HealthcareService",
    "Patient",      "RelatedPerson",    "Device",       "Location"};

constexpr bool kRequired = true;
constexpr bool kOptional = false;
constexpr bool kToken = true;
constexpr bool kNoToken = false;

constexpr ContextField user(bool required, std::span<const string_view> types) {
  return {"userId", FieldKind::kUser, required, kToken, types};
}
constexpr ContextField patient() {
  return {"patientId", FieldKind::kId, kRequired, kToken, kPatient};
}
constexpr ContextField encounter(bool required) {
  return {"encounterId", FieldKind::kId, required, kToken, kEncounter};
}
constexpr ContextField content(string_view name, FieldKind kind,
                               std::span<const string_view> types = {}) {
  return {name, kind, kRequired, kNoToken, types};
}

constexpr std::array kPatientView{user(kRequired, kAnyUser), patient(), encounter(kOptional)};
constexpr std::array kEncounter_{user(kRequired, kStaff), patient(), encounter(kRequired)};
constexpr std::array kOrderSelect{user(kRequired, kStaff), patient(), encounter(kOptional),
                                  content("selections", FieldKind::kSelections),
                                  content("draftOrders", FieldKind::kBundle)};
constexpr std::array kOrderSign{user(kRequired, kStaff), patient(), encounter(kOptional),
                                content("draftOrders", FieldKind::kBundle)};
/// Version 1.0 sent `order` and `task` (CH-203).
constexpr std::array kOrderDispatch{
    patient(),
    ContextField{"dispatchedOrders",
                 FieldKind::kReferences,
                 kRequired,
                 kToken,
                 {},
                 "order",
                 FieldKind::kReference},
    ContextField{"performer", FieldKind::kReference, kRequired, kToken, kPerformer},
    ContextField{"fulfillmentTasks", FieldKind::kResources, kOptional, kNoToken, kTask, "task",
                 FieldKind::kResource}};
constexpr std::array kProblemListItem{user(kRequired, kStaff), patient(), encounter(kOptional),
                                      content("conditions", FieldKind::kBundle, kCondition)};
constexpr std::array kRefill{user(kOptional, kStaff), patient(), encounter(kOptional),
                             content("medications", FieldKind::kBundle, kMedicationRequest)};
constexpr std::array kAllergyCreate{user(kRequired, kPractitioner), patient(), encounter(kOptional),
                                    content("allergyIntolerance", FieldKind::kResource, kAllergy)};
constexpr std::array kAppointmentBook{user(kRequired, kAnyUser), patient(), encounter(kOptional),
                                      content("appointments", FieldKind::kBundle, kAppointment)};
constexpr std::array kPrescribe{user(kRequired, kStaff), patient(), encounter(kOptional)};
constexpr std::array kPrivate{user(kOptional, kAnyUser), patient(), encounter(kOptional)};

constexpr std::array<Hook, 12> kHooks{{
    {"patient-view", "1.0", kPatientView},
    {"encounter-start", "1.0", kEncounter_},
    {"encounter-discharge", "1.0", kEncounter_},
    {"order-select", "1.0", kOrderSelect},
    {"order-sign", "1.0", kOrderSign},
    {"order-dispatch", "1.1", kOrderDispatch},
    {"problem-list-item-create", "0.1.0", kProblemListItem},
    {"medication-refill", "0.1.0", kRefill},
    {"allergyintolerance-create", "0.1.0", kAllergyCreate},
    {"appointment-book", "1.0", kAppointmentBook},
    {"medication-prescribe", "1.0", kPrescribe, "order-select"},
    {"order-review", "1.0", kPrescribe, "order-sign"},
}};

constexpr Hook kPrivateHook{"", "", kPrivate};

}  // namespace

std::span<const Hook> hooks() {
  return kHooks;
}

const Hook* find_hook(string_view name) {
  for (const Hook& hook : kHooks) {
    if (hook.name == name) return &hook;
  }
  return nullptr;
}

const ContextField* find_field(const Hook& hook, string_view name) {
  for (const ContextField& field : hook.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool is_private_hook(string_view name) {
  const std::size_t dot = name.find('.');
  return dot != string_view::npos && dot > 0 && dot + 1 < name.size() && find_hook(name) == nullptr;
}

const Hook& private_hook() {
  return kPrivateHook;
}

}  // namespace cramp::cdshooks
