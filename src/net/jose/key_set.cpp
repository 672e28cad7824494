#include "net/jose/key_set.hpp"

#include <algorithm>
#include <map>

namespace cramp::net::jose {

namespace {

base::Error no_set(std::string why) {
  return {base::Code::kContent, {}, std::move(why), {}};
}

}  // namespace

base::Result<KeySet> KeySet::parse(std::string text) {
  const auto document = json::parse(std::move(text), {.depth = 8, .bytes = kMostBytes});
  if (!document) return no_set("is no JSON: " + document.error().public_text);
  const json::View keys = document->root().find("keys");
  if (!keys.is_array()) return no_set("is no key set: it has no array \"keys\"");
  if (keys.size() > kMostKeys) return no_set("has too many keys");
  std::map<std::string_view, unsigned> uses;
  for (const json::View jwk : keys.items()) ++uses[jwk.string("kid")];

  KeySet set;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const json::View jwk = keys.at(i);
    std::string why;
    if (jwk.string("kid").empty()) {
      why = "has no kid";
    } else if (uses[jwk.string("kid")] > 1) {
      why = "has the kid of another one";
    } else if (auto key = Key::from_jwk(jwk); key) {
      set.keys_.push_back(std::move(*key));
    } else {
      why = key.error().internal_text;
    }
    if (!why.empty()) set.passed_over_.push_back("key " + std::to_string(i + 1) + ": " + why);
  }
  if (!set.keys_.empty()) return set;
  std::string why = "has no key that can be used";
  for (const std::string& one : set.passed_over_) why += "; " + one;
  return no_set(std::move(why));
}

const Key* KeySet::find(std::string_view id, Algorithm algorithm) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) {
    return key.id() == id && key.fits(algorithm);
  });
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace cramp::net::jose
