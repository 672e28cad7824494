#include "cdshooks/prefetch_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cramp::cdshooks {

namespace {

using std::string_view;

constexpr string_view kPatientToken = "{{context.patientId}}";

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

string_view token_parameter(string_view type, string_view path) {
  for (const SearchParameter& parameter : kTokenParameters) {
    if (parameter.type == type && parameter.path == path) return parameter.name;
  }
  return {};
}

/// For a value inside a query: '|' and everything else that a URL may not hold. A comma or a
/// backslash inside a code gets FHIR's own escape first.
void append_encoded(std::string& out, string_view text) {
  constexpr string_view kPlain = "-._~:/";
  for (const char c : text) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter_or_digit || kPlain.find(c) != string_view::npos) {
      out += c;
    } else {
      if (c == ',' || c == '|' || c == '$' || c == '\\') out += "%5C";
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
}

std::string listed_codes(std::span<const terminology::Terminology::Coding> codes) {
  std::string text;
  for (const auto& coding : codes) {
    if (!text.empty()) text += ',';
    append_encoded(text, coding.system);
    text += "%7C";
    append_encoded(text, coding.code);
  }
  return text;
}

base::Error cannot(std::string text) {
  return {base::Code::kContent, "",
          text + "; write the query in the extension prefetch-query instead", ""};
}

}  // namespace

base::Result<std::string> make_template(const rules::DataRequirement& requirement,
                                        const terminology::Terminology& terminology) {
  if (!requirement.query.empty()) return requirement.query;
  const bool is_patient = requirement.type == "Patient";
  if (is_patient && requirement.code_filters.empty()) {
    return "Patient/" + std::string(kPatientToken);
  }
  if (std::find(kByPatient.begin(), kByPatient.end(), requirement.type) == kByPatient.end()) {
    return cannot(fmt::format("{} cannot be searched by patient", requirement.type));
  }
  std::string query = requirement.type + "?patient=" + std::string(kPatientToken);
  for (const rules::CodeFilter& filter : requirement.code_filters) {
    const string_view parameter = token_parameter(requirement.type, filter.path);
    if (parameter.empty()) {
      return cannot(
          fmt::format("no search parameter is known for {}.{}", requirement.type, filter.path));
    }
    const std::string listed =
        fmt::format("&{}={}", parameter, listed_codes(terminology.listed(filter.id)));
    if (!terminology.has_filters(filter.id) && query.size() + listed.size() <= kQueryLimit) {
      query += listed;
    } else {
      query += fmt::format("&{}:in=", parameter);
      append_encoded(query, filter.value_set);
    }
  }
  return query;
}

}  // namespace cramp::cdshooks
