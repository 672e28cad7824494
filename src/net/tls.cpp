#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstring>
#include <ctime>

#include "net/tls_impl.hpp"

namespace cramp::net {

namespace ssl = boost::asio::ssl;

namespace {

/// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
/// RFC 7301: the one protocol spoken here, with its length in front.
constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
/// Sessions of clients with certificates are resumed only under the same name.
constexpr std::array<unsigned char, 8> kSessionContext{'c', 'r', 'a', 'm', 'p', 'c', 'd', 's'};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kHttp11.data(), kHttp11.size(), offered,
                            offered_size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

base::Error fault(const std::filesystem::path& file, const std::string& reason) {
  return {base::Code::kContent, {}, reason, file.string()};
}

std::chrono::system_clock::time_point end_of_validity(SSL_CTX* context) {
  std::tm utc{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context)), &utc);
  return std::chrono::system_clock::from_time_t(timegm(&utc));
}

base::Status load_files(ssl::context& context, const TlsOptions& options) {
  boost::system::error_code error;
  context.use_certificate_chain_file(options.certificate.string(), error);
  if (error) return fault(options.certificate, "no PEM certificate: " + error.message());
  context.use_private_key_file(options.key.string(), ssl::context::pem, error);
  if (error) return fault(options.key, "no PEM key of the certificate: " + error.message());
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) {
    return fault(options.key, "is not the key of " + options.certificate.string());
  }
  if (options.client_ca.empty()) return base::Ok{};
  context.load_verify_file(options.client_ca.string(), error);
  if (error) return fault(options.client_ca, "no PEM certificates: " + error.message());
  SSL_CTX_set_client_CA_list(context.native_handle(),
                             SSL_load_client_CA_file(options.client_ca.c_str()));
  context.set_verify_mode(
      ssl::verify_peer |
      (options.require_client_certificate ? ssl::verify_fail_if_no_peer_cert : ssl::verify_none));
  return base::Ok{};
}

}  // namespace

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

std::chrono::system_clock::time_point TlsContext::expires() const {
  return impl_->expires;
}

base::Result<std::shared_ptr<const TlsContext>> TlsContext::load(const TlsOptions& options) {
  auto impl = std::make_unique<Impl>();
  SSL_CTX* context = impl->context.native_handle();
  SSL_CTX_set_min_proto_version(context, options.only_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(context, kTls12Ciphers);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_session_id_context(context, kSessionContext.data(), kSessionContext.size());
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  if (const auto loaded = load_files(impl->context, options); !loaded) return loaded.error();
  impl->expires = end_of_validity(context);
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(impl)));
}

}  // namespace cramp::net
