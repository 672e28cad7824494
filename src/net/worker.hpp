#pragma once
// One thread of the server with the connections that it owns. Internal to net.

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "net/connection.hpp"

namespace cramp::net {

class Worker {
 public:
  /// `statistics` counts over all workers.
  Worker(const ServerOptions& options, const Handler& handler, Statistics& statistics);

  boost::asio::io_context& context() { return context_; }

  void start();
  /// Takes over a connection whose socket belongs to context(). Any thread.
  /// Without `tls` it speaks plain HTTP.
  void serve(boost::asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> tls);
  /// Any thread: no further requests; the thread ends when its last connection has.
  void drain();
  /// Any thread: ends what is left.
  void abort();
  void join();

 private:
  boost::asio::awaitable<void> run_connection(boost::asio::ip::tcp::socket socket,
                                              std::shared_ptr<const TlsContext> tls);
  boost::asio::awaitable<void> sweep();
  void finish_if_drained();

  Shared shared_;  // this thread only
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  boost::intrusive::list<Connection> connections_;  // this thread only
  bool draining_ = false;                           // this thread only
  std::thread thread_;
};

}  // namespace cramp::net
