#pragma once
// One client connection: reads a request under limits, asks the handler, writes, and again.
// Internal to net.

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>

#include "net/server.hpp"

namespace cramp::net {

/// Lives on one thread. The owner looks at `deadline` now and then and calls expire(): a deadline
/// costs an assignment and not a timer, and an expired read can still be answered with 408.
class Connection : public boost::intrusive::list_base_hook<> {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Connection(boost::asio::ip::tcp::socket socket, const ServerOptions& options,
             const Handler& handler);

  /// Until the client or the server ends it. Never throws.
  boost::asio::awaitable<void> run();
  /// Cancels what is waited for when the deadline is past.
  void expire(Time now);
  /// No further request: an idle connection ends now, a busy one after its answer.
  void drain();
  /// Ends it now.
  void abort();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<bool> wait_for_request();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> refuse(boost::system::error_code error);
  boost::asio::awaitable<Response> handle(Parser::value_type& message);
  boost::asio::awaitable<bool> write(Response response, unsigned version, bool head,
                                     bool keep_alive);

  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  const ServerOptions& options_;
  const Handler& handler_;
  Time deadline_ = Time::max();
  bool expired_ = false;
  bool idle_ = true;
  bool draining_ = false;
};

}  // namespace cramp::net
