#pragma once
// A TLS client with everything in its hands that a test wants to be strange about.

#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>
#include <string>

#include "certificates.hpp"

namespace cramp::net::testing {

class TlsClient {
 public:
  using Answer = boost::beast::http::response<boost::beast::http::string_body>;

  struct Options {
    const Certificate* authority = nullptr;  ///< the server's; null: not looked at
    const Certificate* own = nullptr;
    int max_version = TLS1_3_VERSION, min_version = 0;
    std::string ciphers = "DEFAULT@SECLEVEL=0";
    std::string protocols = {};      ///< ALPN, each with its length in front
    SSL_SESSION* session = nullptr;  ///< of an earlier connection, to be taken up again
  };

  TlsClient(std::uint16_t port, const Options& options)
      : tls_(boost::asio::ssl::context::tls_client) {
    namespace ssl = boost::asio::ssl;
    SSL_CTX_set_max_proto_version(tls_.native_handle(), options.max_version);
    SSL_CTX_set_min_proto_version(tls_.native_handle(), options.min_version);
    SSL_CTX_set_cipher_list(tls_.native_handle(), options.ciphers.c_str());
    if (options.authority != nullptr) {
      tls_.load_verify_file(options.authority->certificate_file.string());
      tls_.set_verify_mode(ssl::verify_peer);
    }
    if (options.own != nullptr) {
      tls_.use_certificate_file(options.own->certificate_file.string(), ssl::context::pem);
      tls_.use_private_key_file(options.own->key_file.string(), ssl::context::pem);
    }
    stream_.emplace(context_, tls_);
    if (!options.protocols.empty()) {
      SSL_set_alpn_protos(stream_->native_handle(),
                          reinterpret_cast<const unsigned char*>(options.protocols.data()),
                          static_cast<unsigned>(options.protocols.size()));
    }
    if (options.session != nullptr) SSL_set_session(stream_->native_handle(), options.session);
    stream_->lowest_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
    stream_->handshake(ssl::stream_base::client, error_);
  }

  bool connected() const { return !error_; }
  /// After an exchange, since TLS 1.3 sends it late.
  std::shared_ptr<SSL_SESSION> session() {
    return {SSL_get1_session(stream_->native_handle()), SSL_SESSION_free};
  }
  bool resumed() { return SSL_session_reused(stream_->native_handle()) == 1; }
  /// Begins a second handshake on the connection, which TLS 1.2 has; false when that is refused.
  bool renegotiate() {
    SSL_renegotiate(stream_->native_handle());
    stream_->handshake(boost::asio::ssl::stream_base::client, error_);
    return !error_;
  }
  std::string version() { return SSL_get_version(stream_->native_handle()); }
  std::string protocol() {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(stream_->native_handle(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }
  /// The name in the server's certificate.
  std::string server_name() {
    char name[64] = "";
    X509* certificate = SSL_get1_peer_certificate(stream_->native_handle());
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                              sizeof name);
    X509_free(certificate);
    return name;
  }

  /// Status 0 when the connection ended without an answer: in TLS 1.3 a server's refusal of the
  /// client's certificate arrives only here.
  Answer exchange(std::string_view bytes) {
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    if (!error_) boost::asio::write(*stream_, boost::asio::buffer(bytes), error_);
    if (!error_) boost::beast::http::read(*stream_, buffer_, parser, error_);
    Answer answer = parser.release();
    if (error_) answer.result(0U);
    return answer;
  }

 private:
  boost::asio::io_context context_;
  boost::asio::ssl::context tls_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> stream_;
  boost::beast::flat_buffer buffer_;
  boost::system::error_code error_;
};

}  // namespace cramp::net::testing
