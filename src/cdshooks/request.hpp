#pragma once
// A CDS Hooks call, read and checked (CDS Hooks 2.0 and 3.0.0-ballot, "Calling a CDS Service").

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "cdshooks/hook.hpp"
#include "json/document.hpp"

namespace cramp::cdshooks {

/// Something that an old or careless client sent and that was understood all the same. Neither text
/// holds patient data.
struct Warning {
  std::string where;
  std::string text;
};

/// What a deployment insists on.
struct RequestRules {
  bool allow_plain_http = false;   ///< fhirServer may be http: (test systems, CH-055)
  bool strict_selections = false;  ///< a selection that is not in draftOrders is refused (CH-222)
  bool strict_authorization = false;  ///< an incomplete fhirAuthorization is refused (CH-056)
};

struct Authorization {
  base::Secret<std::string_view> access_token;
  std::string_view scope;
  std::string_view subject;
  long expires_in = 0;  ///< seconds
};

/// Views into the body, which must outlive this.
struct Request {
  std::string_view hook;
  std::string_view hook_instance;
  base::Phi<std::string_view> patient_id{{}};    ///< bare id; never empty
  base::Phi<std::string_view> encounter_id{{}};  ///< bare id, or empty
  std::string_view user;                         ///< "Type/id", or empty
  json::View context;                            ///< an object
  json::View prefetch;                           ///< an object, or nothing
  std::string_view fhir_server;                  ///< absolute URL, or empty
  std::optional<Authorization> authorization;    ///< only when complete, so that it can be used
  std::vector<Warning> warnings;
};

/// The value of `hook`, before it is known which service is meant; Code::kUnprocessable when the
/// body is no object or has no such string (CH-051, CH-061).
base::Result<std::string_view> read_hook(json::View body);

/// Checks everything except the prefetch values, which only the service's data requirements can
/// judge. `hook` is the definition of the hook named in the call. Code::kUnprocessable (422) with
/// the element path in `where`; the public text names the element and what is expected of it, never
/// its value. Null and empty values of optional members count as absent (CH-008), unknown members
/// are ignored (CH-011, CH-224).
base::Result<Request> read_request(json::View body, const Hook& hook,
                                   const RequestRules& rules = {});

}  // namespace cramp::cdshooks
