#include "net/fetch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <vector>

#include "net/resolver.hpp"

namespace cramp::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using Failure = boost::system::error_code;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

base::Error failed(std::string why) {
  return {base::Code::kInternal, {}, std::move(why), {}};
}

/// Sends the request and reads the answer over a stream that is connected.
template <class Stream>
asio::awaitable<base::Result<std::string>> exchange(Stream& stream, const Url& url,
                                                    const FetchOptions& options) {
  http::request<http::empty_body> request(http::verb::get, url.target, 11);
  request.set(http::field::host, url.authority());
  request.set(http::field::accept, "application/json");
  request.set(http::field::user_agent, "cramp-cds");
  request.keep_alive(false);
  auto [unsent, sent] = co_await http::async_write(stream, request, kAwait);
  if (unsent) co_return failed("cannot send: " + unsent.message());
  http::response_parser<http::string_body> parser;
  parser.body_limit(options.bytes);
  beast::flat_buffer buffer(64U << 10U);  // chunk extensions and trailers count as nothing else
  auto [unread, read] = co_await http::async_read(stream, buffer, parser, kAwait);
  if (unread) co_return failed("cannot read: " + unread.message());
  if (parser.get().result_int() != 200U)
    co_return failed("answers with status " + std::to_string(parser.get().result_int()));
  co_return std::move(parser.get().body());
}

Failure prepare(ssl::context& context, const FetchOptions& options) {
  Failure error;
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(ssl::verify_peer, error);
  if (options.ca.empty()) {
    context.set_default_verify_paths(error);
  } else {
    context.load_verify_file(options.ca.string(), error);
  }
  return error;
}

asio::awaitable<base::Result<std::string>> exchange_tls(beast::tcp_stream tcp, const Url& url,
                                                        const FetchOptions& options) {
  ssl::context context(ssl::context::tls_client);
  if (const Failure error = prepare(context, options))
    co_return failed("cannot load authorities: " + error.message());
  beast::ssl_stream<beast::tcp_stream> stream(std::move(tcp), context);
  Failure no_address;
  asio::ip::make_address(url.host, no_address);
  if (no_address) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  stream.set_verify_callback(ssl::host_name_verification(url.host));
  auto [error] = co_await stream.async_handshake(ssl::stream_base::client, kAwait);
  if (error) co_return failed("TLS handshake: " + error.message());
  co_return co_await exchange(stream, url, options);
}

}  // namespace

asio::awaitable<base::Result<std::string>> fetch(Url url, FetchOptions options) {
  const auto executor = co_await asio::this_coro::executor;
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  Resolver resolver(executor);
  const auto addresses = co_await resolver.resolve(url.host, deadline);
  if (addresses.empty()) co_return failed("cannot resolve the host");
  const auto port = static_cast<std::uint16_t>(std::stoul(url.port));
  std::vector<asio::ip::tcp::endpoint> endpoints;
  endpoints.reserve(addresses.size());
  for (const auto& address : addresses) endpoints.emplace_back(address, port);
  beast::tcp_stream tcp(executor);
  tcp.expires_at(deadline);
  auto [unreachable, address] = co_await tcp.async_connect(endpoints, kAwait);
  if (unreachable) co_return failed("cannot connect: " + unreachable.message());
  if (url.secure) co_return co_await exchange_tls(std::move(tcp), url, options);
  co_return co_await exchange(tcp, url, options);
}

}  // namespace cramp::net
