#pragma once
// Waiting in a coroutine for what another thread will say, for a limited time.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/result.hpp"

namespace cramp::app {

/// Calls `start` with a function that takes the result, from any thread, once. Nothing when it did
/// not come in time; what comes later is dropped.
template <class T>
boost::asio::awaitable<std::optional<base::Result<T>>> wait_for(
    std::function<void(std::function<void(base::Result<T>)>)> start,
    std::chrono::milliseconds time) {
  struct Shared {
    explicit Shared(const boost::asio::any_io_executor& executor) : timer(executor) {}
    boost::asio::steady_timer timer;
    std::optional<base::Result<T>> result;  // on the executor
  };
  const auto shared = std::make_shared<Shared>(co_await boost::asio::this_coro::executor);
  shared->timer.expires_after(time);
  start([shared](base::Result<T> result) {
    boost::asio::post(shared->timer.get_executor(), [shared, result = std::move(result)]() mutable {
      shared->result.emplace(std::move(result));
      shared->timer.cancel();
    });
  });
  co_await shared->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  co_return std::move(shared->result);
}

}  // namespace cramp::app
