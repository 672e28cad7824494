#pragma once
// What an EHR puts into its tokens.

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "http.hpp"
#include "json/value.hpp"

namespace cramp::testing {

inline constexpr std::string_view kPublicUrl = "https://cds.example.org";

inline std::string endpoint() {
  return std::string(kPublicUrl).append(kPatientView);
}

inline std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

inline json::Value token_header(std::string_view kid = "one", std::string_view alg = "ES384") {
  return json::Value::object().set("alg", alg).set("typ", "JWT").set("kid", kid);
}

/// Good for a call of patient-view by https://ehr.example; each has a `jti` of its own.
inline json::Value claims() {
  static std::atomic<int> number = 0;
  return json::Value::object()
      .set("iss", "https://ehr.example")
      .set("aud", endpoint())
      .set("iat", json::Value::number(seconds_now()))
      .set("exp", json::Value::number(seconds_now() + 300))
      .set("jti", "token-" + std::to_string(++number));
}

inline std::string bearer(const std::string& token) {
  return "Authorization: Bearer " + token + "\r\n";
}

}  // namespace cramp::testing
