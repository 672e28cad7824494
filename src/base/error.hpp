#pragma once
// One error type and one table of codes for the whole service.

#include <string>
#include <string_view>
#include <vector>

namespace cramp::base {

/// What went wrong, by whose fault. Each code has an HTTP status and a FHIR issue type (`info`).
enum class Code {
  kMalformed,           // caller: not JSON, or ambiguous JSON
  kUnauthorized,        // caller: not recognised; never says why (CH-170)
  kForbidden,           // caller: recognised, but not for this
  kNotFound,            // caller: no such service
  kMethodNotAllowed,    // caller
  kTimeout,             // caller: sent too slowly
  kPreconditionFailed,  // caller: required data is missing
  kTooLarge,            // caller: body over the limit
  kUnsupportedMedia,    // caller: not application/json
  kUnprocessable,       // caller: JSON, but not a conformant request
  kHeadersTooLarge,     // caller: header section over the limit
  kContent,             // content: a rule, library or value set is at fault
  kOverloaded,          // machine: try again later
  kInternal,            // machine
};

struct CodeInfo {
  int http_status;
  std::string_view fhir_issue_type;  // http://hl7.org/fhir/issue-type
  std::string_view name;
};

const CodeInfo& info(Code code);

/// An error carries two texts that never mix: `public_text` may be sent to the caller, so it holds
/// no patient data, no path, no stack; `internal_text` is for the operator's log.
/// `where` names the place: a FHIRPath-like element path for requests, "library:line" for content.
struct Error {
  Code code = Code::kInternal;
  std::string public_text;
  std::string internal_text;
  std::string where;
};

/// Every fault of one load, so that an author sees all of them at once and not only the first.
using Faults = std::vector<Error>;

/// "where: text", the internal text where there is one: for logs and the command line.
std::string describe(const Error& error);

}  // namespace cramp::base
