#pragma once
// What a client has: a key pair made for this run, its JWK, and tokens signed with it.

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "json/writer.hpp"
#include "net/jose/algorithm.hpp"

namespace cramp::net::testing {

inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63U];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63U];
  return text;
}

class KeyPair {
 public:
  /// For this algorithm; RSA of `bits`.
  explicit KeyPair(jose::Algorithm algorithm, unsigned bits = 2048)
      : info_(jose::info(algorithm)),
        key_(info_.curve.empty() ? EVP_RSA_gen(bits) : EVP_EC_gen(std::string(info_.curve).c_str()),
             EVP_PKEY_free) {
    if (!key_) throw std::runtime_error("cannot make a key");
  }

  /// The public part, without `alg` and `use`.
  json::Value jwk(std::string_view kid) const {
    json::Value jwk = json::Value::object();
    jwk.set("kid", kid);
    if (info_.curve.empty()) {
      return jwk.set("kty", "RSA")
          .set("n", member(OSSL_PKEY_PARAM_RSA_N, 0))
          .set("e", member(OSSL_PKEY_PARAM_RSA_E, 0));
    }
    return jwk.set("kty", "EC")
        .set("crv", info_.curve)
        .set("x", member(OSSL_PKEY_PARAM_EC_PUB_X, info_.coordinate))
        .set("y", member(OSSL_PKEY_PARAM_EC_PUB_Y, info_.coordinate));
  }

  /// In the form of JWS.
  std::string sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_PKEY_CTX* settings = nullptr;
    EVP_DigestSignInit_ex(context.get(), &settings, info_.digest, nullptr, nullptr, key_.get(),
                          nullptr);
    if (info_.scheme == jose::Scheme::kRsaPss) {
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST);
    }
    const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, data, text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data,
                   text.size());
    signature.resize(size);
    return info_.scheme == jose::Scheme::kEcdsa ? raw(signature) : signature;
  }

  std::string token(const json::Value& header, const json::Value& payload) const {
    const std::string text = base64url(json::write(header)) + '.' + base64url(json::write(payload));
    return text + '.' + base64url(sign(text));
  }

 private:
  static std::string bytes(const BIGNUM* number, std::size_t width) {
    if (width == 0) width = static_cast<std::size_t>(BN_num_bytes(number));
    std::string text(width, '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(width));
    return text;
  }
  std::string member(const char* name, std::size_t width) const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &number);
    std::string text = base64url(bytes(number, width));
    BN_free(number);
    return text;
  }
  std::string raw(const std::string& der) const {
    const auto* data = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size()));
    std::string text = bytes(ECDSA_SIG_get0_r(pair), info_.coordinate) +
                       bytes(ECDSA_SIG_get0_s(pair), info_.coordinate);
    ECDSA_SIG_free(pair);
    return text;
  }

  const jose::AlgorithmInfo& info_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

inline std::string key_set(std::vector<json::Value> keys) {
  return json::write(json::Value::object().set("keys", json::Value(std::move(keys))));
}

}  // namespace cramp::net::testing
