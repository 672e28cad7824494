#pragma once
// One public key of a client: RFC 7517, RFC 7518 §6.2 and §6.3.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/document.hpp"
#include "net/jose/algorithm.hpp"

struct evp_pkey_st;

namespace cramp::net::jose {

/// Immutable; any thread.
class Key {
 public:
  /// EC on P-256, P-384, P-521 with a point on the curve, or RSA of 2048 to 8192 bits (CH-166).
  /// Everything else is an error that says why: another `use` than sig, `key_ops` without verify,
  /// an `alg` that is unknown or not of this kind of key, a key that holds private or symmetric
  /// members and so is nobody's secret any more, an RSA modulus that is weak by how it was made
  /// (CVE-2017-15361).
  static base::Result<Key> from_jwk(json::View jwk);

  const std::string& id() const { return id_; }  ///< `kid`; may be empty
  /// Whether the key is one for this algorithm, and for it alone where it has an `alg`.
  bool fits(Algorithm algorithm) const;
  /// Whether `signature`, in the form of RFC 7518 §3, is this key's over `text`. False also where
  /// the key does not fit.
  bool verify(Algorithm algorithm, std::string_view text, std::string_view signature) const;

 private:
  Key() = default;

  std::string id_;
  std::string curve_;                   ///< empty: RSA
  std::optional<Algorithm> algorithm_;  ///< `alg`
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace cramp::net::jose
