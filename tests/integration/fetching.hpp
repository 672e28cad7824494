#pragma once
// Calls that leave out their prefetch, and what became of them.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fhir_server.hpp"
#include "http.hpp"
#include "process.hpp"

namespace cramp::testing {

inline constexpr std::string_view kAccessToken = "an-access-token";
inline constexpr std::string_view kAllScopes = "launch patient/*.read";

/// The resources of the sample request.
json::Value sample_resources();
/// For FhirServer::set: the sample's resources, this token, and these faults (JSON).
json::Value rig(std::string_view faults = "[]", std::string_view token = kAccessToken);

json::Value authorization(std::string_view scope = kAllScopes, int expires_in = 300,
                          std::string_view token = kAccessToken);
/// The sample request without its prefetch, with a server and a token for it, and a hookInstance of
/// its own.
json::Value fetching_request(const std::string& server);

/// The "call" line of the log for the call with this hookInstance, waited for.
json::Value call_line(const Service& service, const json::Value& request);
/// Its "fetches": how each key ended.
std::map<std::string, std::string> fetches(const Service& service, const json::Value& request);

/// Cards as text, without what is new in every answer.
std::string same_in_every_call(const std::string& body);

}  // namespace cramp::testing
