#pragma once
// No token is used twice, on whichever replica (CH-168; docs/decisions/072).

#include <chrono>

#include "app/config/config.hpp"
#include "app/trust/replay.hpp"
#include "store/memory.hpp"

namespace cramp::app {

/// Of this process first, then of all that share the store. Where the store does not say within
/// `patience`, `without_store` decides.
class SharedReplayGuard final : public ReplayGuard {
 public:
  struct Options {
    std::size_t own_entries = 1;
    std::chrono::milliseconds patience{50};
    ReplayWithoutStore without_store = ReplayWithoutStore::kAccept;
  };

  /// `memory` must outlive it.
  SharedReplayGuard(store::Memory& memory, Options options)
      : memory_(memory), options_(options), own_(options.own_entries) {}

  boost::asio::awaitable<Novelty> see(TokenDigest token, base::Instant until,
                                      base::Instant now) override;

 private:
  store::Memory& memory_;
  Options options_;
  MemoryReplayGuard own_;
};

}  // namespace cramp::app
