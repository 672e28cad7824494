#pragma once
// Waiting in a coroutine for what another thread will say, for a limited time.

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/result.hpp"

namespace cramp::app {

/// Calls `start` with a function that takes the result, from any thread, once. Nothing when it did
/// not come in time; what comes later is dropped. On any executor, also of several threads: the
/// result may come before the waiting has begun.
template <class T>
boost::asio::awaitable<std::optional<base::Result<T>>> wait_for(
    std::function<void(std::function<void(base::Result<T>)>)> start,
    std::chrono::milliseconds time) {
  struct Shared {
    explicit Shared(const boost::asio::any_io_executor& executor) : timer(executor) {}
    std::mutex mutex;
    std::optional<boost::asio::steady_timer> timer;  // under mutex; nothing once nobody waits
    std::optional<base::Result<T>> result;           // under mutex
  };
  /// A late result may outlive the executor: with the waiting ends the timer, however it ends.
  struct Waiting {
    std::shared_ptr<Shared> shared;
    ~Waiting() {
      const std::lock_guard lock(shared->mutex);
      shared->timer.reset();
    }
  };
  const auto shared = std::make_shared<Shared>(co_await boost::asio::this_coro::executor);
  const Waiting waiting{shared};
  shared->timer->expires_after(time);
  start([shared](base::Result<T> result) {
    const std::lock_guard lock(shared->mutex);
    if (!shared->timer) return;
    shared->result.emplace(std::move(result));
    shared->timer->cancel();
  });
  auto begin = [state = shared.get()](auto handler) {
    const std::lock_guard lock(state->mutex);
    if (state->result) return boost::asio::post(state->timer->get_executor(), std::move(handler));
    state->timer->async_wait(
        [done = std::move(handler)](const boost::system::error_code&) mutable { done(); });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
      begin, boost::asio::use_awaitable);
  const std::lock_guard lock(shared->mutex);
  co_return std::move(shared->result);
}

}  // namespace cramp::app
