#include "fhir/operation_outcome.hpp"

#include <algorithm>

namespace cramp::fhir {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "prefetch.patient", "context.draftOrders.entry[0].resource"; not "offset 12" or "Library:7".
bool is_element_path(std::string_view where) {
  return !where.empty() && is_letter(where[0]) && std::ranges::all_of(where, [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view("._-[]").find(c) != std::string_view::npos;
  });
}

bool is_outcome(json::View resource) {
  return resource.string("resourceType") == "OperationOutcome";
}

}  // namespace

json::Value operation_outcome(const base::Error& error) {
  std::string diagnostics = error.public_text;
  if (error.code == base::Code::kMalformed && error.where.starts_with("offset ")) {
    diagnostics += " (" + error.where + ")";
  }
  json::Value issue = json::Value::object();
  issue.set("severity", "error");
  issue.set("code", base::info(error.code).fhir_issue_type);
  issue.set_unless_empty("diagnostics", std::move(diagnostics));
  if (is_element_path(error.where)) issue.set("expression", json::Value().push(error.where));
  json::Value outcome = json::Value::object();
  outcome.set("resourceType", "OperationOutcome");
  outcome.set("issue", json::Value().push(std::move(issue)));
  return outcome;
}

bool has_operation_outcome(json::View resource_or_bundle) {
  if (is_outcome(resource_or_bundle)) return true;
  if (resource_or_bundle.string("resourceType") != "Bundle") return false;
  for (const json::View entry : resource_or_bundle.find("entry").items()) {
    if (is_outcome(entry.find("resource"))) return true;
  }
  return false;
}

}  // namespace cramp::fhir
