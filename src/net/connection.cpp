// What a connection does without its stream: from Beast's messages to ours and back.

#include "net/connection_stream.hpp"

namespace cramp::net {

namespace http = boost::beast::http;

namespace {

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

boost::beast::string_view beast_view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Request to_request(HttpRequest& message) {
  Request request;
  request.method = view(message.method_string());
  const std::string_view target = view(message.target());
  request.path = target.substr(0, target.find('?'));
  request.content_type = view(message[http::field::content_type]);
  request.origin = view(message[http::field::origin]);
  request.traceparent = view(message["traceparent"]);
  request.if_none_match = view(message[http::field::if_none_match]);
  request.accept_encoding = view(message[http::field::accept_encoding]);
  const auto [first, last] = message.equal_range(http::field::authorization);
  if (first != last) {
    request.authorization_repeated = std::next(first) != last;
    if (!request.authorization_repeated)
      request.authorization = base::Secret(std::string(view(first->value())));
  }
  request.body = std::move(message.body());
  return request;
}

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
  if (error == kNoRoom) return {Code::kOverloaded, "Too much is arriving at once.", {}, {}};
  const bool of_http =
      error.category() == http::make_error_code(http::error::bad_version).category();
  if (of_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    return {Code::kMalformed, "This is not an HTTP/1.1 request: " + error.message() + ".", {}, {}};
  }
  return {};
}

void count(const base::Error& error, Statistics& statistics) {
  switch (error.code) {
    case base::Code::kTimeout:
      ++statistics.timed_out;
      break;
    case base::Code::kTooLarge:
      ++statistics.too_large;
      break;
    case base::Code::kHeadersTooLarge:
      ++statistics.headers_too_large;
      break;
    case base::Code::kOverloaded:
      ++statistics.shed;
      break;
    default:
      ++statistics.malformed;
  }
}

http::response<http::string_body> to_message(Response response, unsigned version, bool keep_alive) {
  http::response<http::string_body> message(
      http::int_to_status(static_cast<unsigned>(response.status)), version);
  message.keep_alive(keep_alive);
  if (!response.body.empty()) {
    message.set(http::field::content_type, beast_view(response.content_type));
  }
  for (const auto& [name, value] : response.headers) message.set(beast_view(name), value);
  message.body() = std::move(response.body);
  message.prepare_payload();
  return message;
}

}  // namespace cramp::net
