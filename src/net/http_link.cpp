#include "net/http_link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <charconv>

namespace cramp::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using Failure = boost::system::error_code;

struct ClientTls::Impl {
  ssl::context context{ssl::context::tls_client};
};

ClientTls::ClientTls(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClientTls::~ClientTls() = default;

base::Result<std::shared_ptr<const ClientTls>> ClientTls::load(const std::filesystem::path& ca) {
  auto impl = std::make_unique<Impl>();
  Failure error;
  SSL_CTX_set_min_proto_version(impl->context.native_handle(), TLS1_2_VERSION);
  impl->context.set_verify_mode(ssl::verify_peer, error);
  if (ca.empty()) {
    impl->context.set_default_verify_paths(error);
  } else {
    impl->context.load_verify_file(ca.string(), error);
  }
  if (error) {
    return base::Error{
        base::Code::kContent, {}, "no PEM certificates: " + error.message(), ca.string()};
  }
  return std::shared_ptr<const ClientTls>(new ClientTls(std::move(impl)));
}

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t kHeaderBytes = 32U << 10U;

HttpEnd end_of(const Failure& error) {
  if (error == beast::error::timeout) return HttpEnd::kTimeout;
  if (error == http::error::body_limit) return HttpEnd::kTooLarge;
  const bool of_http =
      error.category() == http::make_error_code(http::error::bad_version).category();
  if (of_http && error != http::error::end_of_stream && error != http::error::partial_message)
    return HttpEnd::kNotHttp;
  return HttpEnd::kClosed;
}

std::optional<std::chrono::seconds> seconds_in(std::string_view text) {
  unsigned seconds = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || rest != text.data() + text.size())
    return std::nullopt;
  return std::chrono::seconds(seconds);
}

http::request<http::empty_body> request_for(const HttpGet& get) {
  http::request<http::empty_body> request(http::verb::get, get.url.target, 11);
  request.set(http::field::host, get.url.authority());
  request.set(http::field::accept, "application/fhir+json, application/json;q=0.9");
  request.set(http::field::accept_encoding, "gzip");
  request.set(http::field::user_agent, "cramp-cds");
  if (!get.bearer.expose().empty())
    request.set(http::field::authorization, "Bearer " + get.bearer.expose());
  return request;
}

template <class Stream>
class StreamLink : public HttpLink {
 public:
  template <class... Args>
  explicit StreamLink(asio::io_context& context, Args&&... args)
      : stream_(context, std::forward<Args>(args)...) {}

  asio::awaitable<HttpEnd> connect(const HttpGet& get,
                                   const Resolver::Addresses& addresses) override {
    HttpEnd end = HttpEnd::kUnreachable;
    std::uint16_t port = 0;
    std::from_chars(get.url.port.data(), get.url.port.data() + get.url.port.size(), port);
    for (const asio::ip::address& address : addresses) {
      lowest().expires_at(
          std::min(get.deadline, std::chrono::steady_clock::now() + get.connect_timeout));
      auto [error] =
          co_await lowest().async_connect(asio::ip::tcp::endpoint(address, port), kAwait);
      if (!error) {
        Failure ignored;
        lowest().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        co_return co_await begin(get);
      }
      end = error == beast::error::timeout ? HttpEnd::kTimeout : HttpEnd::kUnreachable;
      if (std::chrono::steady_clock::now() >= get.deadline) break;
    }
    co_return end;
  }

  asio::awaitable<HttpAnswer> exchange(const HttpGet& get, bool& begun) override {
    HttpAnswer answer;
    reusable = false;
    lowest().expires_at(get.deadline);
    const auto request = request_for(get);
    if (auto [error, sent] = co_await http::async_write(stream_, request, kAwait); error) {
      answer.end = end_of(error);
      co_return answer;
    }
    http::response_parser<http::string_body> parser;
    parser.header_limit(kHeaderBytes);
    parser.body_limit(get.bytes);
    auto [error, read] = co_await http::async_read(stream_, buffer_, parser, kAwait);
    lowest().expires_never();
    begun = read > 0 || buffer_.size() > 0;
    answer.end = error ? end_of(error) : HttpEnd::kAnswered;
    if (error) co_return answer;
    auto& message = parser.get();
    // What is left over belongs to no answer.
    reusable = message.keep_alive() && buffer_.size() == 0;
    answer.status = message.result_int();
    answer.content_encoding = message[http::field::content_encoding];
    answer.retry_after = seconds_in(message[http::field::retry_after]);
    answer.body = std::move(message.body());
    co_return answer;
  }

  bool is_quiet() override {
    char byte = 0;
    return recv(lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
  }

 protected:
  /// The handshake, where there is one.
  virtual asio::awaitable<HttpEnd> begin(const HttpGet& get) = 0;

  Stream& stream() { return stream_; }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  Stream stream_;
  // Bounded, since chunk extensions and trailers count neither as header nor as body.
  beast::flat_buffer buffer_{2 * kHeaderBytes};
};

class PlainLink final : public StreamLink<beast::tcp_stream> {
 public:
  using StreamLink::StreamLink;

 private:
  asio::awaitable<HttpEnd> begin(const HttpGet&) override { co_return HttpEnd::kAnswered; }
};

class TlsLink final : public StreamLink<beast::ssl_stream<beast::tcp_stream>> {
 public:
  TlsLink(asio::io_context& context, const std::shared_ptr<const ClientTls>& tls)
      : StreamLink(context, tls->impl().context), tls_(tls) {}

 private:
  asio::awaitable<HttpEnd> begin(const HttpGet& get) override {
    Failure no_address;
    asio::ip::make_address(get.url.host, no_address);
    if (no_address) SSL_set_tlsext_host_name(stream().native_handle(), get.url.host.c_str());
    stream().set_verify_callback(ssl::host_name_verification(get.url.host));
    auto [error] = co_await stream().async_handshake(ssl::stream_base::client, kAwait);
    if (error == beast::error::timeout) co_return HttpEnd::kTimeout;
    co_return error ? HttpEnd::kNotTrusted : HttpEnd::kAnswered;
  }

  std::shared_ptr<const ClientTls> tls_;
};

}  // namespace

std::unique_ptr<HttpLink> make_link(asio::io_context& context, const HttpGet& get) {
  if (get.url.secure) return std::make_unique<TlsLink>(context, get.tls);
  return std::make_unique<PlainLink>(context);
}

}  // namespace cramp::net
