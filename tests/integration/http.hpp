#pragma once
// HTTP exchanges with the running service, and requests to send.

#include <functional>
#include <string>
#include <string_view>

#include "json/value.hpp"
#include "net/client.hpp"

namespace cramp::testing {

using Answer = net::testing::Client::Answer;

inline constexpr std::string_view kJson = "Content-Type: application/json\r\n";
inline constexpr std::string_view kPatientView = "/cds-services/leg-cramp-patient-view";

/// One request on a connection of its own. `headers` are whole lines ending in CRLF.
Answer exchange(std::uint16_t port, std::string_view method, std::string_view path,
                std::string_view body = {}, std::string_view headers = kJson);

/// A POST to the shipped patient-view service.
Answer call(std::uint16_t port, std::string_view body);

/// What docs/examples/patient-view.sh prints, after a change.
/// Its dates are counted back from today: an answer to its cards is of `now_text`.
std::string sample_request(const std::function<void(json::Value&)>& change = {});
/// "2026-03-01T12:00:00.000+00:00", as of the call.
std::string now_text();

}  // namespace cramp::testing
