#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace cramp::app {

/// Why a caller is not let in: a word for the operator's log and metrics, never for the caller.
enum class Refusal : std::uint8_t {
  kNoToken,
  kRepeatedHeader,
  kNotBearer,
  kMalformed,
  kIssuer,
  kTenant,
  kAlgorithm,
  kJku,
  kAudience,
  kExpired,
  kNotYetValid,
  kLifetime,
  kKey,
  kSignature,
  kReplay,
  kReplayFull,
  kCertificate,
};

inline constexpr std::array<std::string_view, 17> kRefusals{
    "no-token",       "repeated-header", "not-bearer", "malformed-token",
    "unknown-issuer", "tenant",          "algorithm",  "jku",
    "audience",       "expired",         "too-early",  "lifetime",
    "unknown-key",    "signature",       "replay",     "replay-memory-full",
    "certificate"};

constexpr std::string_view word(Refusal refusal) {
  return kRefusals[static_cast<std::size_t>(refusal)];
}

}  // namespace cramp::app
