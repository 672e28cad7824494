#pragma once
// The key set of one client at its URL: fetched, kept, renewed.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "app/config/config.hpp"
#include "base/clock.hpp"
#include "net/jose/key_set.hpp"

namespace cramp::app {

/// - A set younger than half of `keys_lifetime` is used as it is; an older one is renewed
/// meanwhile.
/// - A key that the set does not have, or a set past its lifetime, waits for a fetch.
/// - There is one fetch at a time, and none within `keys_refresh_pause` of the one before, whatever
///   tokens ask for (CH-165).
/// - When fetching fails, the last set is used for `keys_grace` beyond its lifetime, without
///   waiting; a fetched set replaces the one before whole, so that a withdrawn key ends there.
/// Any thread.
class KeySource : public std::enable_shared_from_this<KeySource> {
 public:
  using Keys = std::shared_ptr<const net::jose::KeySet>;
  using Fetch = std::function<boost::asio::awaitable<base::Result<std::string>>()>;
  /// After each fetch; `fault` is empty after a good one.
  using Observer = std::function<void(const std::string& fault, const Keys& keys)>;

  KeySource(const boost::asio::any_io_executor& executor, Fetch fetch, const base::Clock& clock,
            Observer observer);

  /// The keys in force if they have this one and nothing needs to be waited for; else null.
  Keys at_hand(std::string_view id, net::jose::Algorithm algorithm,
               const TrustConfig& config) const;
  /// The keys in force after what the rules above say; null when there are none. They may still
  /// not have the key.
  boost::asio::awaitable<Keys> ask(std::string id, net::jose::Algorithm algorithm,
                                   TrustConfig config);

 private:
  using Strand = boost::asio::strand<boost::asio::any_io_executor>;

  boost::asio::awaitable<Keys> ask_on_strand(std::string id, net::jose::Algorithm algorithm,
                                             TrustConfig config);
  boost::asio::awaitable<void> refresh();
  void start();
  bool may_try(const TrustConfig& config) const;

  Strand strand_;
  Fetch fetch_;
  const base::Clock& clock_;
  Observer observer_;
  mutable std::mutex mutex_;
  Keys keys_;              // under mutex_
  base::Instant fetched_;  // under mutex_
  // On the strand:
  boost::asio::steady_timer done_;  ///< cancelled at the end of a fetch
  bool fetching_ = false, tried_ = false, failed_ = false;
  base::Instant last_try_;
};

}  // namespace cramp::app
