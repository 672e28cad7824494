#pragma once
// One connection of an HttpClient. Internal to net; the client's thread only.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>

#include "net/http_client.hpp"
#include "net/resolver.hpp"

namespace cramp::net {

class HttpLink {
 public:
  using Time = HttpGet::Time;

  HttpLink() = default;
  HttpLink(const HttpLink&) = delete;
  HttpLink& operator=(const HttpLink&) = delete;
  virtual ~HttpLink() = default;

  /// To the first of the addresses that answers; kAnswered when there is a connection.
  virtual boost::asio::awaitable<HttpEnd> connect(const HttpGet& get,
                                                  const Resolver::Addresses& addresses) = 0;
  /// On a connection. `begun` becomes true with the first byte of an answer.
  virtual boost::asio::awaitable<HttpAnswer> exchange(const HttpGet& get, bool& begun) = 0;
  /// False once the server has closed it, or said something unasked.
  virtual bool is_quiet() = 0;
  /// Whether the last answer leaves the connection to another request.
  bool reusable = false;
  Time last_used;
};

std::unique_ptr<HttpLink> make_link(boost::asio::io_context& context, const HttpGet& get);

}  // namespace cramp::net
