#pragma once
// What of the FHIR R4 search parameter registry data requirements need.

#include <string_view>

namespace cramp::rules {

/// True for types that a server searches by `patient`. Others (Medication, Practitioner, ...)
/// belong to no patient; they come with the resources that refer to them.
bool is_searched_by_patient(std::string_view type);

/// The token parameter that searches a coded element: ("MedicationRequest", "medication") ->
/// "code"; empty when none is known.
std::string_view token_parameter(std::string_view type, std::string_view path);

}  // namespace cramp::rules
