#include "net/worker.hpp"

#include <algorithm>
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

Worker::Worker(const ServerOptions& options, const Handler& handler, Statistics& statistics)
    : shared_{options, handler, statistics,
              std::max<std::size_t>(1, options.in_flight / options.threads)} {}

void Worker::start() {
  asio::co_spawn(context_, sweep(), asio::detached);
  thread_ = std::thread([this] { context_.run(); });
}

void Worker::serve(asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> tls) {
  asio::co_spawn(context_, run_connection(std::move(socket), std::move(tls)), asio::detached);
}

asio::awaitable<void> Worker::run_connection(asio::ip::tcp::socket socket,
                                             std::shared_ptr<const TlsContext> tls) {
  const auto connection = tls ? tls_connection(std::move(socket), shared_, std::move(tls))
                              : plain_connection(std::move(socket), shared_);
  connections_.push_back(*connection);
  ++shared_.connections;
  if (draining_) connection->drain();
  try {
    co_await connection->run();
  } catch (const std::exception&) {
    // Out of memory on this connection: it ends, the others go on.
  }
  connections_.erase(connections_.iterator_to(*connection));
  --shared_.connections;
  --shared_.statistics.connections;
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
