#pragma once
// The signatures of RFC 7518 §3 with a public key. `none` and the symmetric ones are not among
// them, so that no configuration can switch them on (CH-157, CH-158).

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace cramp::net::jose {

enum class Algorithm {
  kEs384,
  kRs384,
  kEs256,
  kRs256,
  kEs512,
  kRs512,
  kPs256,
  kPs384,
  kPs512,
};

enum class Scheme { kEcdsa, kRsaPkcs1, kRsaPss };

struct AlgorithmInfo {
  std::string_view name;  ///< `alg`; case matters
  Scheme scheme;
  const char* digest;      ///< as OpenSSL names it
  std::string_view curve;  ///< `crv`; empty for RSA
  std::size_t coordinate;  ///< bytes of r, s, x and y; 0 for RSA
};

/// In the order of the enumeration.
inline constexpr std::array<AlgorithmInfo, 9> kAlgorithms{{
    {"ES384", Scheme::kEcdsa, "SHA384", "P-384", 48},
    {"RS384", Scheme::kRsaPkcs1, "SHA384", {}, 0},
    {"ES256", Scheme::kEcdsa, "SHA256", "P-256", 32},
    {"RS256", Scheme::kRsaPkcs1, "SHA256", {}, 0},
    {"ES512", Scheme::kEcdsa, "SHA512", "P-521", 66},
    {"RS512", Scheme::kRsaPkcs1, "SHA512", {}, 0},
    {"PS256", Scheme::kRsaPss, "SHA256", {}, 0},
    {"PS384", Scheme::kRsaPss, "SHA384", {}, 0},
    {"PS512", Scheme::kRsaPss, "SHA512", {}, 0},
}};

constexpr const AlgorithmInfo& info(Algorithm algorithm) {
  return kAlgorithms[static_cast<std::size_t>(algorithm)];
}

constexpr std::optional<Algorithm> algorithm_of(std::string_view name) {
  for (std::size_t i = 0; i < kAlgorithms.size(); ++i) {
    if (kAlgorithms[i].name == name) return static_cast<Algorithm>(i);
  }
  return std::nullopt;
}

}  // namespace cramp::net::jose
