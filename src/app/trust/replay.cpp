#include "app/trust/replay.hpp"

#include <cstring>
#include <string>

#include "net/digest.hpp"

namespace cramp::app {

namespace {

std::int64_t minute_of(base::Instant instant) {
  return std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
}

}  // namespace

TokenDigest token_digest(std::string_view issuer, std::string_view jti) {
  // The length in front, so that no two pairs make the same text.
  const std::string text = std::to_string(issuer.size()).append(":").append(issuer).append(jti);
  const auto whole = net::sha256(text);
  TokenDigest digest;
  std::memcpy(&digest.high, whole.data(), sizeof digest.high);
  std::memcpy(&digest.low, whole.data() + sizeof digest.high, sizeof digest.low);
  return digest;
}

void MemoryReplayGuard::forget(base::Instant now) {
  const std::int64_t minute = minute_of(now);
  while (!by_end_.empty() && by_end_.begin()->first < minute) {
    for (const TokenDigest& digest : by_end_.begin()->second) seen_.erase(digest);
    by_end_.erase(by_end_.begin());
  }
}

boost::asio::awaitable<Novelty> MemoryReplayGuard::see(TokenDigest token, base::Instant until,
                                                       base::Instant now) {
  co_return see_now(token, until, now);
}

Novelty MemoryReplayGuard::see_now(TokenDigest digest, base::Instant until, base::Instant now) {
  const std::lock_guard lock(mutex_);
  forget(now);
  if (seen_.contains(digest)) return Novelty::kSeen;
  if (seen_.size() >= most_) return Novelty::kUnknown;
  seen_.insert(digest);
  by_end_[minute_of(until)].push_back(digest);
  return Novelty::kNew;
}

std::size_t MemoryReplayGuard::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace cramp::app
