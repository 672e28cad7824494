#pragma once
// What a Server counts for itself: of requests that no handler ever sees, nobody else could.

#include <atomic>
#include <cstdint>

namespace cramp::net {

/// Any thread; each number by itself is true, together they may be of different moments.
struct Statistics {
  using Count = std::atomic<std::uint64_t>;

  Count accepted = 0;                         ///< connections
  Count turned_away = 0;                      ///< connections over the limit
  Count handshakes_failed = 0;                ///< TLS
  Count shed = 0;                             ///< requests over the in-flight limit: 503
  Count malformed = 0;                        ///< 400
  Count timed_out = 0;                        ///< 408
  Count too_large = 0;                        ///< 413
  Count headers_too_large = 0;                ///< 431
  Count failed = 0;                           ///< exceptions out of the handler: 500
  std::atomic<std::int64_t> connections = 0;  ///< open now
  std::atomic<std::uint64_t> body_bytes = 0;  ///< of bodies arriving or worked on, now
  std::atomic<std::int64_t> in_flight = 0;    ///< requests worked on or waiting for a thread, now
};

}  // namespace cramp::net
