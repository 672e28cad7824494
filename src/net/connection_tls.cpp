#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "net/connection_stream.hpp"
#include "net/tls_impl.hpp"

namespace cramp::net {

namespace {

namespace ssl = boost::asio::ssl;
using Stream = boost::beast::ssl_stream<boost::asio::ip::tcp::socket>;

/// SHA-256 of the client's certificate in lower-case digits; empty when it sent none.
std::string fingerprint(SSL* connection) {
  const X509* certificate = SSL_get0_peer_certificate(connection);
  if (certificate == nullptr || SSL_get_verify_result(connection) != X509_V_OK) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += kHex[digest[i] >> 4U];
    text += kHex[digest[i] & 15U];
  }
  return text;
}

class TlsConnection final : public StreamConnection<Stream> {
 public:
  TlsConnection(boost::asio::ip::tcp::socket socket, Shared& shared,
                std::shared_ptr<const TlsContext> context)
      : StreamConnection(shared, std::move(socket), context->impl().context),
        context_(std::move(context)) {}

 protected:
  boost::asio::awaitable<bool> begin(Peer& peer) override {
    set_deadline(shared().options.handshake_timeout);
    auto [error] = co_await stream().async_handshake(ssl::stream_base::server, kAwait);
    if (error) {
      ++shared().statistics.handshakes_failed;
      co_return false;
    }
    peer.tls = true;
    peer.certificate_sha256 = fingerprint(stream().native_handle());
    co_return true;
  }

  boost::asio::awaitable<void> end() override {
    set_deadline(std::chrono::seconds(2));
    co_await stream().async_shutdown(kAwait);
  }

 private:
  std::shared_ptr<const TlsContext> context_;
};

}  // namespace

std::unique_ptr<Connection> tls_connection(boost::asio::ip::tcp::socket socket, Shared& shared,
                                           std::shared_ptr<const TlsContext> context) {
  return std::make_unique<TlsConnection>(std::move(socket), shared, std::move(context));
}

}  // namespace cramp::net
