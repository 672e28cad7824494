#pragma once
// A client's set of keys: RFC 7517 §5.

#include <cstddef>
#include <string>
#include <vector>

#include "net/jose/key.hpp"

namespace cramp::net::jose {

/// Immutable; any thread.
class KeySet {
 public:
  static constexpr std::size_t kMostBytes = 256U << 10U;
  static constexpr std::size_t kMostKeys = 200;

  /// Keys that cannot be used are passed over, as RFC 7517 §5 wants, and named in passed_over();
  /// so are keys without a `kid`, and all keys that share one: nothing would tell them apart. An
  /// error where the text is no key set, or no key of it is of use.
  static base::Result<KeySet> parse(std::string text);

  /// The key of this id that fits, or null.
  const Key* find(std::string_view id, Algorithm algorithm) const;
  std::size_t size() const { return keys_.size(); }
  /// "key 3: its use is not sig"
  const std::vector<std::string>& passed_over() const { return passed_over_; }

 private:
  std::vector<Key> keys_;
  std::vector<std::string> passed_over_;
};

}  // namespace cramp::net::jose
