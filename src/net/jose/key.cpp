#include "net/jose/key.hpp"

#include <openssl/rsa.h>

#include <algorithm>

#include "net/jose/base64url.hpp"
#include "net/jose/ossl.hpp"

namespace cramp::net::jose {

namespace {

constexpr int kSmallestRsa = 2048, kLargestRsa = 8192;

base::Error unusable(std::string why) {
  return {base::Code::kContent, {}, std::move(why), {}};
}

/// What RFC 7517 §4 lets a key say of its use. Empty: nothing against it.
std::string objection(json::View jwk) {
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    if (jwk.find(name)) return "holds private members: it is no secret any more";
  }
  const json::View use = jwk.find("use");
  if (use && use.text() != "sig") return "its use is not sig";
  const json::View operations = jwk.find("key_ops");
  if (!operations) return {};
  for (const json::View operation : operations.items()) {
    if (operation.text() == "verify") return {};
  }
  return "its key_ops do not name verify";
}

base::Result<Pkey> read_ec(json::View jwk, std::string_view curve) {
  const auto* const found =
      std::find_if(kAlgorithms.begin(), kAlgorithms.end(), [&](const AlgorithmInfo& info) {
        return info.scheme == Scheme::kEcdsa && info.curve == curve;
      });
  if (found == kAlgorithms.end()) return unusable("its crv is none of P-256, P-384, P-521");
  const auto x = decode_base64url(jwk.string("x"));
  const auto y = decode_base64url(jwk.string("y"));
  if (!x || !y || x->size() != found->coordinate || y->size() != found->coordinate)
    return unusable("x and y must have the length of the curve");
  Pkey key = ec_key(std::string(curve).c_str(), *x, *y);
  if (!key) return unusable("its point is not on the curve");
  return key;
}

base::Result<Pkey> read_rsa(json::View jwk) {
  const auto n = decode_base64url(jwk.string("n"));
  const auto e = decode_base64url(jwk.string("e"));
  if (!n || !e || n->size() > kLargestRsa / 4 || e->size() > sizeof(std::uint64_t))
    return unusable("n or e is missing, not base64url or too long");
  const Number modulus = number(*n);
  const Number exponent = number(*e);
  if (!modulus || !exponent) return unusable("cannot be read");
  const int bits = BN_num_bits(modulus.get());
  if (bits < kSmallestRsa) return unusable("is shorter than 2048 bits");
  if (bits > kLargestRsa) return unusable("is longer than 8192 bits");
  if (BN_is_odd(modulus.get()) == 0 || BN_is_odd(exponent.get()) == 0 ||
      BN_is_one(exponent.get()) != 0) {
    return unusable("its numbers are none of RSA");
  }
  if (is_roca(modulus.get())) return unusable("was made by a broken generator (CVE-2017-15361)");
  Pkey key = rsa_key(modulus.get(), exponent.get());
  if (!key) return unusable("its numbers are none of RSA");
  return key;
}

/// r and s, one after the other, as the structure that OpenSSL reads; empty if they are not.
std::string der_of(std::string_view signature, std::size_t coordinate) {
  if (signature.size() != 2 * coordinate) return {};
  Number r = number(signature.substr(0, coordinate));
  Number s = number(signature.substr(coordinate));
  const EcdsaSignature pair(ECDSA_SIG_new());
  if (!r || !s || !pair) return {};
  ECDSA_SIG_set0(pair.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

}  // namespace

base::Result<Key> Key::from_jwk(json::View jwk) {
  if (!jwk.is_object()) return unusable("is no object");
  if (std::string why = objection(jwk); !why.empty()) return unusable(std::move(why));
  Key key;
  key.id_ = jwk.string("kid");
  const std::string_view type = jwk.string("kty");
  if (type != "EC" && type != "RSA") return unusable("its kty is neither EC nor RSA");
  if (type == "EC") key.curve_ = jwk.string("crv");
  if (const json::View algorithm = jwk.find("alg")) {
    key.algorithm_ = algorithm_of(algorithm.text());
    if (!key.algorithm_) return unusable("its alg is none that is known");
    if (!key.fits(*key.algorithm_)) return unusable("its alg is none of such a key");
  }
  auto read = type == "EC" ? read_ec(jwk, key.curve_) : read_rsa(jwk);
  if (!read) return read.error();
  key.key_.reset(read->release(), EVP_PKEY_free);
  return key;
}

bool Key::fits(Algorithm algorithm) const {
  return info(algorithm).curve == curve_ && (!algorithm_ || *algorithm_ == algorithm);
}

bool Key::verify(Algorithm algorithm, std::string_view text, std::string_view signature) const {
  if (!fits(algorithm)) return false;
  const AlgorithmInfo& how = info(algorithm);
  std::string der;
  if (how.scheme == Scheme::kEcdsa) {
    der = der_of(signature, how.coordinate);
    if (der.empty()) return false;
    signature = der;
  }
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  if (!context || EVP_DigestVerifyInit_ex(context.get(), &settings, how.digest, nullptr, nullptr,
                                          key_.get(), nullptr) != 1) {
    return false;
  }
  if (how.scheme == Scheme::kRsaPss &&
      (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace cramp::net::jose
