#include "net/jose/ossl.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <string>

namespace cramp::net::jose {

namespace {

using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

Pkey key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  Pkey made(key);
  const PkeyContext checking(EVP_PKEY_CTX_new_from_pkey(nullptr, made.get(), nullptr));
  if (!checking || EVP_PKEY_public_check(checking.get()) != 1) return nullptr;
  return made;
}

bool is_power_of_65537(unsigned long residue, unsigned long prime) {
  unsigned long power = 1;
  do {
    if (power == residue) return true;
    power = power * 65537 % prime;
  } while (power != 1);
  return false;
}

}  // namespace

Number number(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

Pkey ec_key(const char* curve, std::string_view x, std::string_view y) {
  const std::string point = '\4' + std::string(x) + std::string(y);
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return key_from("EC", builder.get());
}

Pkey rsa_key(const BIGNUM* modulus, const BIGNUM* exponent) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1) {
    return nullptr;
  }
  return key_from("RSA", builder.get());
}

bool is_roca(const BIGNUM* modulus) {
  // The odd primes to 167 for which 65537 does not generate the whole group: only they tell.
  constexpr std::array<unsigned long, 17> kPrimes{11, 13, 17,  19,  37,  53,  61,  71, 73,
                                                  79, 97, 103, 107, 109, 127, 151, 157};
  return std::all_of(kPrimes.begin(), kPrimes.end(), [modulus](unsigned long prime) {
    return is_power_of_65537(BN_mod_word(modulus, prime), prime);
  });
}

}  // namespace cramp::net::jose
