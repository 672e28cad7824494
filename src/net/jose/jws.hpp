#pragma once
// A signed text in the compact form of RFC 7515 §7.1, taken apart. Nothing in it is true before
// verify().

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/document.hpp"
#include "net/jose/key.hpp"

namespace cramp::net::jose {

/// Movable.
class Jws {
 public:
  static constexpr std::size_t kMostBytes = 8U << 10U;
  static constexpr std::size_t kDeepest = 8;

  /// Three parts in base64url, the first a JSON object without repeated members. An extension that
  /// must be understood (`crit`) makes it an error, since none is. `internal_text` says why, and
  /// repeats nothing of the text.
  static base::Result<Jws> parse(std::string_view compact);

  json::View header() const { return header_.root(); }
  const std::string& payload() const { return payload_; }
  /// The payload as the object that a JWT has there (RFC 7519 §7.2).
  base::Result<json::Document> claims() const;

  bool verify(const Key& key, Algorithm algorithm) const {
    return key.verify(algorithm, signed_part_, signature_);
  }

 private:
  std::string signed_part_, signature_, payload_;
  json::Document header_;
};

}  // namespace cramp::net::jose
