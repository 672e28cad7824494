#pragma once
// The body of a connection over any stream. Included by connection_plain.cpp and
// connection_tls.cpp: the two files that pay for Beast.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

#include "json/document.hpp"
#include "net/connection.hpp"

namespace cramp::net {

inline constexpr auto kAwait = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Stands for: more bodies at once than `buffered_bytes` allows.
inline const boost::system::error_code kNoRoom = boost::asio::error::no_buffer_space;

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// connection.cpp. What the header says, without the body.
Request to_request(const HttpRequest& message);
/// Why this header is refused although it is well-formed: two readers could take its end, or whom
/// it is for, for different ones (RFC 9112 §3.2, §6.1). An empty text: it is not.
base::Error ambiguity(const HttpRequest& message);
/// What the caller is told of a request that could not be read, and the counter of such requests;
/// an empty text: nobody to tell.
base::Error reading_error(const boost::system::error_code& error, bool expired,
                          const ServerOptions& options);
void count(const base::Error& error, Statistics& statistics);
boost::beast::http::response<boost::beast::http::string_body> to_message(Response response,
                                                                         unsigned version,
                                                                         bool keep_alive);

template <class Stream>
class StreamConnection : public Connection {
 public:
  template <class... Args>
  explicit StreamConnection(Shared& shared, boost::asio::ip::tcp::socket socket, Args&&... args)
      : stream_(std::move(socket), std::forward<Args>(args)...), shared_(shared) {
    boost::system::error_code ignored;
    lowest().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  }

  boost::asio::awaitable<void> run() override {
    if (co_await begin(peer_)) {
      while (co_await wait_for_request()) {
        if (!co_await serve_one()) break;
      }
      co_await end();
    }
    boost::system::error_code ignored;
    lowest().shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
  }

  void expire(Time now) override {
    if (now < deadline_) return;
    deadline_ = Time::max();
    expired_ = true;
    boost::system::error_code ignored;
    lowest().cancel(ignored);
  }

  void drain() override {
    draining_ = true;
    if (idle_) set_deadline(options().last_request);
  }

  void abort() override {
    boost::system::error_code ignored;
    lowest().close(ignored);
  }

 protected:
  /// The handshake of the stream, if it has one; false: no connection came of it.
  virtual boost::asio::awaitable<bool> begin(Peer& peer) = 0;
  /// Says goodbye where the stream has a word for it.
  virtual boost::asio::awaitable<void> end() = 0;

  Stream& stream() { return stream_; }
  Shared& shared() { return shared_; }
  void set_deadline(std::chrono::milliseconds from_now) {
    deadline_ = std::chrono::steady_clock::now() + from_now;
  }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  static constexpr std::size_t kBlock = 64U << 10U;

  auto& lowest() { return boost::beast::get_lowest_layer(stream_); }
  const ServerOptions& options() const { return shared_.options; }

  boost::asio::awaitable<bool> wait_for_request() {
    if (buffer_.size() > 0) co_return true;
    idle_ = true;
    set_deadline(draining_ ? options().last_request : options().idle_timeout);
    auto [error, bytes] = co_await stream_.async_read_some(buffer_.prepare(kBlock), kAwait);
    idle_ = false;
    buffer_.commit(bytes);
    co_return !error;
  }

  boost::asio::awaitable<bool> serve_one() {
    namespace http = boost::beast::http;
    HeldBody held(shared_);
    Parser parser;
    parser.header_limit(options().header_bytes);
    parser.body_limit(options().body_bytes);
    const auto begun = std::chrono::steady_clock::now();
    deadline_ = begun + options().header_timeout;
    {
      auto [error, bytes] = co_await http::async_read_header(stream_, buffer_, parser, kAwait);
      if (error) co_return co_await refuse(error);
    }
    if (const base::Error unclear = ambiguity(parser.get()); !unclear.public_text.empty())
      co_return co_await refuse(unclear);
    // Before the body: what may follow it as a trailer is no header.
    Request request = to_request(parser.get());
    const bool head = parser.get().method() == http::verb::head;
    const bool keep_alive = parser.get().keep_alive();
    const unsigned version = parser.get().version();
    if (!parser.is_done()) {
      set_deadline(options().body_timeout);
      const auto error = co_await read_body(parser, held);
      if (error) {
        std::string().swap(parser.get().body());
        held.grow_to(0);
        co_return co_await refuse(error);
      }
    }
    deadline_ = Time::max();
    request.body = std::move(parser.get().body());
    request.begun = begun;
    Response response = co_await admit(std::move(request));
    const bool stays = keep_alive && !draining_;
    const bool written = co_await write(std::move(response), version, head, stays);
    co_return stays ? written : false;
  }

  boost::asio::awaitable<boost::system::error_code> read_body(Parser& parser, HeldBody& held) {
    namespace http = boost::beast::http;
    if (parser.get().version() >= 11 &&
        boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await boost::asio::async_write(stream_, boost::asio::buffer(kContinue), kAwait);
    }
    // Room for the padding with which the JSON reader works in place, without copying the body
    // once more.
    if (const auto length = parser.content_length())
      parser.get().body().reserve(*length + json::kPadding);
    while (!parser.is_done()) {
      auto [error, bytes] = co_await http::async_read_some(stream_, buffer_, parser, kAwait);
      if (error) co_return error;
      if (!held.grow_to(parser.get().body().size())) co_return kNoRoom;
    }
    co_return boost::system::error_code();
  }

  /// Within the in-flight limit of the thread, the handler's answer; else 503. On a crowded thread
  /// a request waits for its turn behind the reads that are due, so that what is too much is told
  /// so at once and what was let in is not kept waiting by it.
  boost::asio::awaitable<Response> admit(Request request) {
    if (shared_.in_flight >= shared_.limit) {
      ++shared_.statistics.shed;
      co_return error_response({base::Code::kOverloaded, "Too many requests.", {}, {}});
    }
    const Place place(shared_);
    request.peer = &peer_;
    if (shared_.crowded()) co_await boost::asio::post(lowest().get_executor(), kAwait);
    co_return co_await handle(std::move(request));
  }

  boost::asio::awaitable<Response> handle(Request request) {
    try {
      co_return co_await shared_.handler(std::move(request));
    } catch (const std::exception&) {
      ++shared_.statistics.failed;
      co_return error_response(
          {base::Code::kInternal, "The service failed on this request.", {}, {}});
    }
  }

  boost::asio::awaitable<bool> refuse(boost::system::error_code error) {
    const base::Error answer = reading_error(error, expired_, options());
    co_return co_await refuse(answer);
  }

  boost::asio::awaitable<bool> refuse(const base::Error& answer) {
    if (answer.public_text.empty()) co_return false;
    count(answer, shared_.statistics);
    co_await write(error_response(answer), 11, false, false);
    // The rest of the request is read and dropped for a moment, since closing a socket with unread
    // bytes would reset the connection before the client has seen the answer.
    boost::system::error_code ignored;
    lowest().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    set_deadline(std::chrono::seconds(2));
    for (std::size_t dropped = 0; dropped < 4 * options().body_bytes;) {
      buffer_.clear();
      auto [failed, bytes] = co_await lowest().async_read_some(buffer_.prepare(kBlock), kAwait);
      if (failed) break;
      dropped += bytes;
    }
    co_return false;
  }

  boost::asio::awaitable<bool> write(Response response, unsigned version, bool head,
                                     bool keep_alive) {
    namespace http = boost::beast::http;
    auto message = to_message(std::move(response), version, keep_alive);
    set_deadline(options().write_timeout);
    boost::system::error_code error;
    http::response_serializer<http::string_body> serializer(message);
    if (head) {
      error = std::get<0>(co_await http::async_write_header(stream_, serializer, kAwait));
    } else {
      error = std::get<0>(co_await http::async_write(stream_, serializer, kAwait));
    }
    deadline_ = Time::max();
    co_return !error;
  }

  Stream stream_;
  Shared& shared_;
  // Bounded, since chunk extensions and trailers count neither as header nor as body.
  boost::beast::flat_buffer buffer_{options().header_bytes + kBlock};
  Peer peer_;
  Time deadline_ = Time::max();
  bool expired_ = false;
  bool idle_ = true;
  bool draining_ = false;
};

}  // namespace cramp::net
