#pragma once
// One thread of the server with the connections that it owns. Internal to net.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "net/connection.hpp"

namespace cramp::net {

class Worker {
 public:
  /// `open_connections` counts over all workers.
  Worker(const ServerOptions& options, const Handler& handler,
         std::atomic<std::size_t>& open_connections);

  boost::asio::io_context& context() { return context_; }

  void start();
  /// Takes over a connection whose socket belongs to context(). Any thread.
  void serve(boost::asio::ip::tcp::socket socket);
  /// Any thread: no further requests; the thread ends when its last connection has.
  void drain();
  /// Any thread: ends what is left.
  void abort();
  void join();

 private:
  boost::asio::awaitable<void> run_connection(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> sweep();
  void finish_if_drained();

  const ServerOptions& options_;
  const Handler& handler_;
  std::atomic<std::size_t>& open_connections_;
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  boost::intrusive::list<Connection> connections_;  // this thread only
  bool draining_ = false;                           // this thread only
  std::thread thread_;
};

}  // namespace cramp::net
