#pragma once
// What a token claims, and whether that is in order: everything but its signature and its novelty.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.hpp"
#include "app/trust/refusal.hpp"
#include "base/clock.hpp"
#include "net/jose/jws.hpp"

namespace cramp::app {

/// RFC 7519 §4.1, as CDS Hooks uses it. Times in milliseconds.
struct Claims {
  std::string issuer, id, tenant;
  std::vector<std::string> audiences;
  base::Instant expires, issued, not_before;

  /// iss, aud, exp, iat and jti must be there and of their types; tenant and nbf may be. The error
  /// names the claim at fault, never its value.
  static base::Result<Claims> read(json::View payload);
};

/// Whether one audience is the URL of the called endpoint, or one that the client is configured
/// to use. A report of feedback may be meant for its service, too (CH-150, CH-161).
bool is_meant_for(const Claims& claims, const ClientConfig& client, std::string_view public_url,
                  std::string_view path);

/// CH-167: not expired, not from the future, not meant to live too long.
std::optional<Refusal> check_times(const Claims& claims, const TrustConfig& config,
                                   base::Instant now);

}  // namespace cramp::app
