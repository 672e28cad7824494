#pragma once
// Checking the context of a call against the table of its hook.

#include <string_view>

#include "base/result.hpp"
#include "cdshooks/request.hpp"

namespace cramp::cdshooks {

/// True for the characters and length of a FHIR id.
bool is_fhir_id(std::string_view text);
/// "Type/id" taken apart; both empty when it is not that.
struct Reference {
  std::string_view type, id;
};
Reference split_reference(std::string_view text);

/// "x" of "Patient/x" where `type` is "Patient", else the text itself.
std::string_view bare_id(std::string_view text, std::string_view type);

/// 422 with the element as `where`; `text` says what is expected and holds nothing of the request.
base::Error unprocessable(std::string_view where, std::string_view text);

/// `{"resource": {...}}`, the form of CDS Hooks 1.0 and of some published examples, is unwrapped.
json::View unwrap(json::View value);

/// Fills the ids of `request` from its context and checks every field of the hook.
base::Status check_context(const Hook& hook, const RequestRules& rules, Request& request);

}  // namespace cramp::cdshooks
