#include "net/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

#include "json/document.hpp"

namespace cramp::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

Request to_request(http::request<http::string_body>& message) {
  Request request;
  request.method = view(message.method_string());
  const std::string_view target = view(message.target());
  request.path = target.substr(0, target.find('?'));
  request.content_type = view(message[http::field::content_type]);
  request.origin = view(message[http::field::origin]);
  request.body = std::move(message.body());
  return request;
}

/// What the caller is told of a request that could not be read; code kInternal: nobody to tell.
base::Error reading_error(const boost::system::error_code& error, bool expired,
                          const ServerOptions& options) {
  using base::Code;
  if (expired) return {Code::kTimeout, "The request took too long to arrive.", {}, {}};
  if (error == http::error::body_limit) {
    return {Code::kTooLarge,
            "The body is larger than " + std::to_string(options.body_bytes) + " bytes.",
            {},
            {}};
  }
  if (error == http::error::header_limit) {
    return {Code::kHeadersTooLarge,
            "The header is larger than " + std::to_string(options.header_bytes) + " bytes.",
            {},
            {}};
  }
  const bool of_http =
      error.category() == http::make_error_code(http::error::bad_version).category();
  if (of_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    return {Code::kMalformed, "This is not an HTTP/1.1 request: " + error.message() + ".", {}, {}};
  }
  return {};
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, const ServerOptions& options,
                       const Handler& handler)
    : socket_(std::move(socket)), options_(options), handler_(handler) {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Connection::expire(Time now) {
  if (now < deadline_) return;
  deadline_ = Time::max();
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::drain() {
  draining_ = true;
  if (idle_) abort();
}

void Connection::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> Connection::run() {
  while (co_await wait_for_request()) {
    if (!co_await serve_one() || draining_) break;
  }
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return true;
  idle_ = true;
  deadline_ = std::chrono::steady_clock::now() + options_.idle_timeout;
  auto [error, bytes] = co_await socket_.async_read_some(buffer_.prepare(64U << 10U), kAwait);
  idle_ = false;
  buffer_.commit(bytes);
  co_return !error;
}

asio::awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(options_.header_bytes);
  parser.body_limit(options_.body_bytes);
  deadline_ = std::chrono::steady_clock::now() + options_.read_timeout;
  {
    auto [error, bytes] = co_await http::async_read_header(socket_, buffer_, parser, kAwait);
    if (error) co_return co_await refuse(error);
  }
  if (!parser.is_done()) {
    if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(socket_, asio::buffer(kContinue), kAwait);
    }
    // Room for the padding with which the JSON reader works in place, without copying the body once
    // more.
    if (const auto length = parser.content_length())
      parser.get().body().reserve(*length + json::kPadding);
    auto [error, bytes] = co_await http::async_read(socket_, buffer_, parser, kAwait);
    if (error) co_return co_await refuse(error);
  }
  deadline_ = Time::max();
  const bool head = parser.get().method() == http::verb::head;
  const bool keep_alive = parser.get().keep_alive();
  const unsigned version = parser.get().version();
  Response response = co_await handle(parser.get());
  co_return co_await write(std::move(response), version, head, keep_alive && !draining_) &&
      keep_alive;
}

asio::awaitable<Response> Connection::handle(Parser::value_type& message) {
  try {
    co_return co_await handler_(to_request(message));
  } catch (const std::exception&) {
    co_return error_response(
        {base::Code::kInternal, "The service failed on this request.", {}, {}});
  }
}

asio::awaitable<bool> Connection::refuse(boost::system::error_code error) {
  const base::Error answer = reading_error(error, expired_, options_);
  if (answer.public_text.empty()) co_return false;
  co_await write(error_response(answer), 11, false, false);
  // The rest of the request is read and dropped for a moment, since closing a socket with unread
  // bytes would reset the connection before the client has seen the answer.
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  deadline_ = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  for (std::size_t dropped = 0; dropped < 4 * options_.body_bytes;) {
    buffer_.clear();
    auto [failed, bytes] = co_await socket_.async_read_some(buffer_.prepare(64U << 10U), kAwait);
    if (failed) break;
    dropped += bytes;
  }
  co_return false;
}

asio::awaitable<bool> Connection::write(Response response, unsigned version, bool head,
                                        bool keep_alive) {
  http::response<http::string_body> message(
      http::int_to_status(static_cast<unsigned>(response.status)), version);
  message.keep_alive(keep_alive);
  if (!response.body.empty()) {
    message.set(http::field::content_type, boost::beast::string_view(response.content_type.data(),
                                                                     response.content_type.size()));
  }
  for (const auto& [name, value] : response.headers) {
    message.set(boost::beast::string_view(name.data(), name.size()), value);
  }
  message.body() = std::move(response.body);
  message.prepare_payload();
  deadline_ = std::chrono::steady_clock::now() + options_.write_timeout;
  boost::system::error_code error;
  http::response_serializer<http::string_body> serializer(message);
  if (head) {
    error = std::get<0>(co_await http::async_write_header(socket_, serializer, kAwait));
  } else {
    error = std::get<0>(co_await http::async_write(socket_, serializer, kAwait));
  }
  deadline_ = Time::max();
  co_return !error;
}

}  // namespace cramp::net
