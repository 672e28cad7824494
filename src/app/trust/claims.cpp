#include "app/trust/claims.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cramp::app {

namespace {

constexpr std::size_t kLongestText = 1024;
constexpr double kLatest = 253'402'300'799.0;  // the end of the year 9999

base::Error at_fault(std::string_view claim) {
  return {base::Code::kUnauthorized, {}, "claim " + std::string(claim), {}};
}

/// RFC 7519 §2, NumericDate: seconds, with or without a fraction.
std::optional<base::Instant> instant(json::View value) {
  if (!value.is_number()) return std::nullopt;
  const std::string_view text = value.text();
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(seconds >= 0 && seconds <= kLatest)) return std::nullopt;
  return base::Instant(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

bool is_text(json::View value) {
  return value.is_string() && !value.text().empty() && value.text().size() <= kLongestText;
}

bool read_audiences(json::View value, std::vector<std::string>& out) {
  if (value.is_string()) out.emplace_back(value.text());
  for (const json::View item : value.items()) {
    if (!item.is_string()) return false;
    out.emplace_back(item.text());
  }
  return !out.empty();
}

}  // namespace

base::Result<Claims> Claims::read(json::View payload) {
  Claims claims;
  for (const auto& [name, target] :
       {std::pair{"iss", &claims.issuer}, std::pair{"jti", &claims.id}}) {
    const json::View value = payload.find(name);
    if (!is_text(value)) return at_fault(name);
    *target = value.text();
  }
  if (!read_audiences(payload.find("aud"), claims.audiences)) return at_fault("aud");
  for (const auto& [name, target] :
       {std::pair{"exp", &claims.expires}, std::pair{"iat", &claims.issued}}) {
    const auto time = instant(payload.find(name));
    if (!time) return at_fault(name);
    *target = *time;
  }
  claims.not_before = claims.issued;
  if (const json::View not_before = payload.find("nbf")) {
    const auto time = instant(not_before);
    if (!time) return at_fault("nbf");
    claims.not_before = *time;
  }
  if (const json::View tenant = payload.find("tenant")) {
    if (!is_text(tenant)) return at_fault("tenant");
    claims.tenant = tenant.text();
  }
  return claims;
}

bool is_meant_for(const Claims& claims, const ClientConfig& client, std::string_view public_url,
                  std::string_view path) {
  constexpr std::string_view kFeedback = "/feedback";
  std::vector<std::string> accepted = client.audiences;
  if (!public_url.empty()) {
    accepted.push_back(std::string(public_url).append(path));
    if (path.ends_with(kFeedback)) {
      path.remove_suffix(kFeedback.size());
      accepted.push_back(std::string(public_url).append(path));
    }
  }
  return std::any_of(claims.audiences.begin(), claims.audiences.end(), [&](const auto& audience) {
    return std::find(accepted.begin(), accepted.end(), audience) != accepted.end();
  });
}

std::optional<Refusal> check_times(const Claims& claims, const TrustConfig& config,
                                   base::Instant now) {
  if (now >= claims.expires + config.clock_skew) return Refusal::kExpired;
  if (claims.issued > now + config.clock_skew || claims.not_before > now + config.clock_skew)
    return Refusal::kNotYetValid;
  if (claims.expires <= claims.issued || claims.expires - claims.issued > config.token_lifetime)
    return Refusal::kLifetime;
  return std::nullopt;
}

}  // namespace cramp::app
