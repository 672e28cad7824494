#pragma once
// No token is used twice (CH-168).

#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/clock.hpp"

namespace cramp::app {

enum class Novelty {
  kNew,
  kSeen,
  kUnknown,  ///< cannot be told: nothing more can be remembered
};

/// What remembers tokens. Any thread; may wait, so never on a thread of the listener.
class ReplayGuard {
 public:
  virtual ~ReplayGuard() = default;
  /// Whether this `jti` of this issuer comes for the first time; remembers it until `until`.
  virtual Novelty see(std::string_view issuer, std::string_view jti, base::Instant until,
                      base::Instant now) = 0;
};

/// Of this process alone. At most `most` tokens, in about 80 bytes each; when so many are alive,
/// the answer is kUnknown: forgetting one would let it in twice.
class MemoryReplayGuard final : public ReplayGuard {
 public:
  explicit MemoryReplayGuard(std::size_t most) : most_(most) {}

  Novelty see(std::string_view issuer, std::string_view jti, base::Instant until,
              base::Instant now) override;
  std::size_t size() const;

 private:
  /// The first half of SHA-256 over issuer and jti: no client's text is kept.
  struct Digest {
    std::uint64_t high = 0, low = 0;
    bool operator==(const Digest&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Digest& digest) const { return digest.low; }
  };

  static Digest digest_of(std::string_view issuer, std::string_view jti);
  void forget(base::Instant now);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_set<Digest, Hash> seen_;               // under mutex_
  std::map<std::int64_t, std::vector<Digest>> by_end_;  // under mutex_; by minute of their end
};

}  // namespace cramp::app
