#pragma once
// What a call brings in its context beside ids: drafted orders, new conditions (CH-193, CH-194,
// CH-207, CH-225).

#include <string>
#include <string_view>
#include <vector>

#include "cdshooks/request.hpp"
#include "fhir/patient_data.hpp"

namespace cramp::cdshooks {

/// Both hold "Type/id".
struct ContextData {
  std::vector<std::string> resources;        ///< of every resource in a context field, in order
  std::vector<std::string_view> selections;  ///< context.selections, as sent
};

/// Puts the resources of the context's fields into the patient's data: called before the prefetch
/// is added, so that a drafted order stands for one of the same id that the chart has already. A
/// resource without an id becomes data but cannot be named; the request gets a warning for it.
/// `request` has passed check_context for `hook`.
ContextData collect_context(const Hook& hook, Request& request, fhir::PatientData& data);

}  // namespace cramp::cdshooks
