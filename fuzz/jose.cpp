// Tokens and key sets. An input is an object of what a stranger sends: {"token": "…", "keys": {…}},
// and "header" and "payload", which are signed here. What is no JSON is taken for a token and for a
// key set as it stands.

#include "net/jose/jws.hpp"

#include <algorithm>

#include "json/writer.hpp"
#include "net/jose/key_set.hpp"
#include "net/token_maker.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

using net::jose::Algorithm;
using net::jose::Jws;
using net::jose::Key;
using net::jose::KeySet;
using net::testing::base64url;
using net::testing::KeyPair;

std::string text_of(json::View value) {
  return json::write(json::Value(value));
}

std::optional<Jws> read_token(std::string_view text) {
  auto jws = Jws::parse(text);
  if (!jws) {
    require(!jws.error().internal_text.empty(), "a refused token has its reason");
    return std::nullopt;
  }
  require(jws->header().is_object(), "the header is an object");
  const auto begin = text.find('.') + 1;
  require(base64url(jws->payload()) == text.substr(begin, text.rfind('.') - begin),
          "a value has one text in base64url");
  const auto claims = jws->claims();
  require(!claims || claims->root().is_object(), "claims are an object");
  return std::move(*jws);
}

std::optional<KeySet> read_keys(const std::string& text) {
  auto set = KeySet::parse(text);
  if (!set) {
    require(!set.error().internal_text.empty(), "a refused set has its reason");
    return std::nullopt;
  }
  const auto document = json::parse(text);
  const json::View keys = document->root().find("keys");
  require(set->size() > 0, "a set has keys");
  require(set->size() + set->passed_over().size() == keys.size(), "each key is taken or named");
  for (const json::View jwk : keys.items()) {
    for (std::size_t i = 0; i < net::jose::kAlgorithms.size(); ++i) {
      const auto algorithm = static_cast<Algorithm>(i);
      const Key* key = set->find(jwk.string("kid"), algorithm);
      if (key == nullptr) continue;
      require(key->fits(algorithm) && key->id() == jwk.string("kid"), "the key is the one wanted");
      require(!key->verify(algorithm, "text", std::string(256, 'x')), "no signature comes by luck");
    }
  }
  return std::move(*set);
}

void check_signature(const std::string& token, const Key& key, Algorithm algorithm) {
  const auto jws = Jws::parse(token);
  if (!jws || !jws->verify(key, algorithm)) return;
  // One bit of the signed part is another text; where it still is a token, it is nobody's.
  for (std::size_t at = 0; at < token.rfind('.'); at += 1 + token.size() / 8) {
    std::string bent = token;
    bent[at] = bent[at] == 'A' ? 'B' : 'A';
    if (bent == token) continue;
    const auto other = Jws::parse(bent);
    require(!other || !other->verify(key, algorithm), "a changed token is not signed");
  }
}

/// What a client of ours signs is verified, whatever it is.
void check_own(json::View header, json::View payload) {
  static const KeyPair pair(Algorithm::kEs256);
  static const auto own = Key::from_jwk(json::parse(json::write(pair.jwk("own")))->root());
  const std::string token = pair.token(json::Value(header), json::Value(payload));
  const auto jws = read_token(token);
  if (!jws) return;
  require(jws->verify(*own, Algorithm::kEs256), "a good signature is good");
  check_signature(token, *own, Algorithm::kEs256);
}

}  // namespace

void run_jose(std::string_view input) {
  const auto document = json::parse(std::string(input));
  if (!document) {
    read_token(input);
    read_keys(std::string(input));
    return;
  }
  const json::View root = document->root();
  const auto token = read_token(root.string("token"));
  const auto keys = read_keys(text_of(root.find("keys")));
  if (token && keys) {
    const auto algorithm = net::jose::algorithm_of(token->header().string("alg"));
    const Key* key = algorithm ? keys->find(token->header().string("kid"), *algorithm) : nullptr;
    if (key != nullptr) check_signature(std::string(root.string("token")), *key, *algorithm);
  }
  if (root.find("header") && root.find("payload"))
    check_own(root.find("header"), root.find("payload"));
}

}  // namespace cramp::fuzz
