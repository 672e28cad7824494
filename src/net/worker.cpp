#include "net/worker.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cramp::net {

namespace asio = boost::asio;

namespace {
// How late a deadline may be noticed.
constexpr std::chrono::milliseconds kSweep{100};
}  // namespace

Worker::Worker(const ServerOptions& options, const Handler& handler,
               std::atomic<std::size_t>& open_connections)
    : options_(options), handler_(handler), open_connections_(open_connections) {}

void Worker::start() {
  asio::co_spawn(context_, sweep(), asio::detached);
  thread_ = std::thread([this] { context_.run(); });
}

void Worker::serve(asio::ip::tcp::socket socket) {
  asio::co_spawn(context_, run_connection(std::move(socket)), asio::detached);
}

asio::awaitable<void> Worker::run_connection(asio::ip::tcp::socket socket) {
  Connection connection(std::move(socket), options_, handler_);
  connections_.push_back(connection);
  if (draining_) connection.drain();
  try {
    co_await connection.run();
  } catch (const std::exception&) {
    // Out of memory on this connection: it ends, the others go on.
  }
  connections_.erase(connections_.iterator_to(connection));
  --open_connections_;
  finish_if_drained();
}

asio::awaitable<void> Worker::sweep() {
  while (!draining_ || !connections_.empty()) {
    timer_.expires_after(kSweep);
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto now = std::chrono::steady_clock::now();
    for (Connection& connection : connections_) connection.expire(now);
  }
}

void Worker::finish_if_drained() {
  if (draining_ && connections_.empty()) timer_.cancel();
}

void Worker::drain() {
  asio::post(context_, [this] {
    draining_ = true;
    for (Connection& connection : connections_) connection.drain();
    finish_if_drained();
  });
}

void Worker::abort() {
  asio::post(context_, [this] {
    for (Connection& connection : connections_) connection.abort();
  });
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace cramp::net
