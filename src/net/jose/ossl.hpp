#pragma once
// OpenSSL's objects with their ends, and keys out of numbers. Internal to net/jose.

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>
#include <string_view>

namespace cramp::net::jose {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Big-endian.
Number number(std::string_view bytes);
/// Null unless the point is on the curve. `curve` as OpenSSL names it; the coordinates have the
/// curve's length.
Pkey ec_key(const char* curve, std::string_view x, std::string_view y);
Pkey rsa_key(const BIGNUM* modulus, const BIGNUM* exponent);
/// Whether the modulus has the shape of CVE-2017-15361 ("ROCA"): modulo each small prime it is a
/// power of 65537, which happens by chance about once in 2^27.
bool is_roca(const BIGNUM* modulus);

}  // namespace cramp::net::jose
