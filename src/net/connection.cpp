// What a connection does without its stream: from Beast's messages to ours and back.

#include <array>
#include <ctime>

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

/// Without the query, and of an absolute target (RFC 9112 §3.2.2) what follows the authority.
std::string_view path_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!boost::beast::iequals(beast_view(target.substr(0, scheme.size())), beast_view(scheme)))
      continue;
    const auto path = target.find('/', scheme.size());
    return path == target.npos ? "/" : target.substr(path);
  }
  return target;
}

/// Now, as RFC 9110 §5.6.7 writes it; made once a second on each thread.
boost::beast::string_view date() {
  thread_local std::time_t made = 0;
  thread_local std::array<char, 32> text{};
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    made = now;
  }
  return text.data();
}

}  // namespace

base::Error ambiguity(const HttpRequest& message) {
  using base::Code;
  const std::size_t hosts = message.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11))
    return {Code::kMalformed, "A request names its host, and only one.", {}, {}};
  const std::size_t encodings = message.count(http::field::transfer_encoding);
  if (encodings == 0) return {};
  if (encodings > 1 || message.version() < 11 ||
      !boost::beast::iequals(message[http::field::transfer_encoding], "chunked")) {
    return {Code::kMalformed, "The only transfer encoding is chunked, in HTTP/1.1.", {}, {}};
  }
  return {};
}

Request to_request(const HttpRequest& message) {
  Request request;
  request.method = view(message.method_string());
  request.path = path_of(view(message.target()));
  request.host = view(message[http::field::host]);
  request.content_type = view(message[http::field::content_type]);
  request.origin = view(message[http::field::origin]);
  request.traceparent = view(message["traceparent"]);
  request.if_none_match = view(message[http::field::if_none_match]);
  request.accept_encoding = view(message[http::field::accept_encoding]);
  const auto [first, last] = message.equal_range(http::field::authorization);
  if (first != last) {
    request.authorization_repeated = std::next(first) != last;
    if (!request.authorization_repeated)
      request.authorization = base::Secret<std::string>(std::string(view(first->value())));
  }
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
  message.set(http::field::date, date());
  if (!response.body.empty()) {
    message.set(http::field::content_type, beast_view(response.content_type));
  }
  for (const auto& [name, value] : response.headers) message.set(beast_view(name), value);
  message.body() = std::move(response.body);
  message.prepare_payload();
  return message;
}

}  // namespace cramp::net
