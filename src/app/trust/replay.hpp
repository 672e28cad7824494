#pragma once
// No token is used twice (CH-168).

#include <boost/asio/awaitable.hpp>
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

/// A token without its text: the first half of SHA-256 over issuer and jti.
struct TokenDigest {
  std::uint64_t high = 0, low = 0;
  bool operator==(const TokenDigest&) const = default;
};
TokenDigest token_digest(std::string_view issuer, std::string_view jti);

/// What remembers tokens. Any thread.
class ReplayGuard {
 public:
  virtual ~ReplayGuard() = default;
  /// Whether the token comes for the first time; remembers it until `until`.
  virtual boost::asio::awaitable<Novelty> see(TokenDigest token, base::Instant until,
                                              base::Instant now) = 0;
};

/// Of this process alone. At most `most` tokens, in about 80 bytes each; when so many are alive,
/// the answer is kUnknown: forgetting one would let it in twice.
class MemoryReplayGuard final : public ReplayGuard {
 public:
  explicit MemoryReplayGuard(std::size_t most) : most_(most) {}

  boost::asio::awaitable<Novelty> see(TokenDigest token, base::Instant until,
                                      base::Instant now) override;
  Novelty see_now(TokenDigest token, base::Instant until, base::Instant now);
  std::size_t size() const;

 private:
  struct Hash {
    std::size_t operator()(const TokenDigest& digest) const { return digest.low; }
  };

  void forget(base::Instant now);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_set<TokenDigest, Hash> seen_;               // under mutex_
  std::map<std::int64_t, std::vector<TokenDigest>> by_end_;  // under mutex_; by minute of their end
};

}  // namespace cramp::app
