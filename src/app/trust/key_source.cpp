#include "app/trust/key_source.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cramp::app {

namespace asio = boost::asio;
KeySource::KeySource(const asio::any_io_executor& executor, Fetch fetch, const base::Clock& clock,
                     Observer observer)
    : strand_(asio::make_strand(executor)),
      fetch_(std::move(fetch)),
      clock_(clock),
      observer_(std::move(observer)),
      done_(strand_) {}

KeySource::Keys KeySource::at_hand(std::string_view id, Algorithm algorithm,
                                   const TrustConfig& config) const {
  const std::lock_guard lock(mutex_);
  const bool fresh = clock_.now() - fetched_ < config.keys_lifetime / 2;
  return keys_ && fresh && keys_->find(id, algorithm) != nullptr ? keys_ : nullptr;
}

asio::awaitable<KeySource::Keys> KeySource::ask(std::string id, Algorithm algorithm,
                                                TrustConfig config) {
  co_return co_await asio::co_spawn(strand_, ask_on_strand(std::move(id), algorithm, config),
                                    asio::use_awaitable);
}

bool KeySource::may_try(const TrustConfig& config) const {
  const auto now = clock_.now();
  return !fetching_ && (!tried_ || now - last_try_ >= config.keys_refresh_pause || now < last_try_);
}

asio::awaitable<KeySource::Keys> KeySource::ask_on_strand(std::string id, Algorithm algorithm,
                                                          TrustConfig config) {
  const auto self = shared_from_this();
  const auto age = clock_.now() - fetched_;
  const bool known = keys_ && keys_->find(id, algorithm) != nullptr;
  if ((!known || age >= config.keys_lifetime / 2) && may_try(config)) start();
  const bool late = age >= config.keys_lifetime && !failed_;
  if (fetching_ && (!known || late)) co_await done_.async_wait(asio::as_tuple(asio::use_awaitable));
  const bool usable = clock_.now() - fetched_ < config.keys_lifetime + config.keys_grace;
  co_return usable ? keys_ : nullptr;
}

void KeySource::start() {
  fetching_ = true;
  tried_ = true;
  last_try_ = clock_.now();
  done_.expires_at(asio::steady_timer::time_point::max());
  asio::co_spawn(strand_, refresh(), asio::detached);
}

asio::awaitable<void> KeySource::refresh() {
  const auto self = shared_from_this();
  std::string fault;
  Keys fetched;
  try {
    if (auto text = co_await fetch_(); !text) {
      fault = text.error().internal_text;
    } else if (auto set = net::jose::KeySet::parse(std::move(*text)); !set) {
      fault = set.error().internal_text;
    } else {
      fetched = std::make_shared<const net::jose::KeySet>(std::move(*set));
    }
  } catch (const std::exception& error) {
    fault = error.what();
  }
  failed_ = fetched == nullptr;
  if (fetched) {
    const std::lock_guard lock(mutex_);
    keys_ = fetched;
    fetched_ = clock_.now();
  }
  fetching_ = false;
  done_.cancel();
  if (observer_) observer_(fault, fetched);
}

}  // namespace cramp::app
