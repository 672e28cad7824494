#pragma once
// Whether data may be fetched for a call, and from where. `fhirServer` is the caller's word: only
// what its client record lists is contacted (CH-086).

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "app/fetch/outcome.hpp"
#include "app/fetch/scopes.hpp"
#include "app/state.hpp"
#include "base/sensitive.hpp"
#include "net/url.hpp"

namespace cramp::app {

/// The server and what may be asked of it.
struct Access {
  net::Url server;  ///< its path without a slash at the end
  base::Secret<std::string> bearer{{}};
  std::optional<Scopes> scopes;  ///< nothing: an open server, anything may be asked
  std::chrono::steady_clock::time_point ends =
      std::chrono::steady_clock::time_point::max();  ///< of the token (CH-083)

  /// The URL of a query relative to the server; nothing when it would lead elsewhere.
  std::optional<net::Url> query(std::string_view relative) const;
  /// The URL of a link found in an answer from `page`; nothing unless it stays below the server's
  /// own path, by the same scheme, host and port (CH-080).
  std::optional<net::Url> next(const net::Url& page, std::string_view link) const;
};

/// `received` is when the call began to arrive. kOk and an Access, or why there is none.
/// - An origin of the client's `fhir_servers`; under --dev also any on this machine.
/// - With a complete fhirAuthorization whose time is not over; without one only for a client with
///   `open_fhir_servers`, and under --dev (CH-085).
FetchOutcome give_access(const State& state, const Caller& caller, const cdshooks::Request& request,
                         std::chrono::steady_clock::time_point received,
                         std::optional<Access>& access);

}  // namespace cramp::app
