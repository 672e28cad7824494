#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace cramp::app {

/// How fetching the data of one prefetch key ended. Names for logs and metrics:
/// docs/integration.md.
enum class FetchOutcome : std::uint8_t {
  kOk,
  // Not asked:
  kNoServer,
  kPrefetchOnly,
  kNotListed,
  kNoToken,
  kExpired,
  kNotInScope,
  kNoValue,
  // Asked, and nothing or not all came:
  kUnreachable,
  kNotTrusted,
  kTimeout,
  kClosed,
  kTooLarge,
  kUnreadable,
  kRedirect,
  kUnauthorized,
  kForbidden,
  kNotFound,
  kBusy,
  kRefused,
  kServerError,
  kForeignLink,
  kTooManyPages,
};

inline constexpr std::array<std::string_view, 23> kFetchOutcomes{
    "ok",           "no-server",  "prefetch-only", "not-listed",   "no-token",      "expired",
    "not-in-scope", "no-value",   "unreachable",   "not-trusted",  "timeout",       "closed",
    "too-large",    "unreadable", "redirect",      "unauthorized", "forbidden",     "not-found",
    "busy",         "refused",    "server-error",  "foreign-link", "too-many-pages"};

inline std::string_view word(FetchOutcome outcome) {
  return kFetchOutcomes.at(static_cast<std::size_t>(outcome));
}

}  // namespace cramp::app
