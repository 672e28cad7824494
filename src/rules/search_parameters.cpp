#include "rules/search_parameters.hpp"

#include <algorithm>
#include <array>

namespace cramp::rules {

namespace {

using std::string_view;

/// Resource types of the patient compartment that are searched by `patient` (FHIR R4).
constexpr std::array<string_view, 38> kByPatient{"AllergyIntolerance",
                                                 "Appointment",
                                                 "CarePlan",
                                                 "CareTeam",
                                                 "ClinicalImpression",
                                                 "Communication",
                                                 "CommunicationRequest",
                                                 "Composition",
                                                 "Condition",
                                                 "Consent",
                                                 "Coverage",
                                                 "DetectedIssue",
                                                 "Device",
                                                 "DeviceRequest",
                                                 "DeviceUseStatement",
                                                 "DiagnosticReport",
                                                 "DocumentReference",
                                                 "Encounter",
                                                 "EpisodeOfCare",
                                                 "FamilyMemberHistory",
                                                 "Flag",
                                                 "Goal",
                                                 "ImagingStudy",
                                                 "Immunization",
                                                 "List",
                                                 "MedicationAdministration",
                                                 "MedicationDispense",
                                                 "MedicationRequest",
                                                 "MedicationStatement",
                                                 "NutritionOrder",
                                                 "Observation",
                                                 "Procedure",
                                                 "QuestionnaireResponse",
                                                 "RelatedPerson",
                                                 "RequestGroup",
                                                 "RiskAssessment",
                                                 "ServiceRequest",
                                                 "Task"};

struct SearchParameter {
  string_view type, path, name;
};
/// Token parameters over coded elements (FHIR R4 search parameter registry).
constexpr std::array<SearchParameter, 31> kTokenParameters{{
    {"AllergyIntolerance", "code", "code"},
    {"CarePlan", "category", "category"},
    {"Condition", "bodySite", "body-site"},
    {"Condition", "category", "category"},
    {"Condition", "code", "code"},
    {"Condition", "severity", "severity"},
    {"Device", "type", "type"},
    {"DeviceRequest", "code", "code"},
    {"DiagnosticReport", "category", "category"},
    {"DiagnosticReport", "code", "code"},
    {"DocumentReference", "category", "category"},
    {"DocumentReference", "type", "type"},
    {"Encounter", "class", "class"},
    {"Encounter", "reasonCode", "reason-code"},
    {"Encounter", "type", "type"},
    {"Goal", "category", "category"},
    {"Immunization", "vaccineCode", "vaccine-code"},
    {"MedicationAdministration", "medication", "code"},
    {"MedicationDispense", "medication", "code"},
    {"MedicationRequest", "category", "category"},
    {"MedicationRequest", "medication", "code"},
    {"MedicationStatement", "category", "category"},
    {"MedicationStatement", "medication", "code"},
    {"Observation", "category", "category"},
    {"Observation", "code", "code"},
    {"Observation", "value", "value-concept"},
    {"Procedure", "category", "category"},
    {"Procedure", "code", "code"},
    {"Procedure", "reasonCode", "reason-code"},
    {"ServiceRequest", "category", "category"},
    {"ServiceRequest", "code", "code"},
}};

}  // namespace

bool is_searched_by_patient(string_view type) {
  return std::find(kByPatient.begin(), kByPatient.end(), type) != kByPatient.end();
}

string_view token_parameter(string_view type, string_view path) {
  for (const SearchParameter& parameter : kTokenParameters) {
    if (parameter.type == type && parameter.path == path) return parameter.name;
  }
  return {};
}

}  // namespace cramp::rules
