#pragma once
// Internal to net: the OpenSSL side of TlsContext.

#include <boost/asio/ssl/context.hpp>

#include "net/tls.hpp"

namespace cramp::net {

struct TlsContext::Impl {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
  std::chrono::system_clock::time_point expires;
};

}  // namespace cramp::net
