// Keys, key sets, signatures and the compact form: RFC 7515, 7517, 7518.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/document.hpp"
#include "json/writer.hpp"
#include "net/jose/base64url.hpp"
#include "net/jose/jws.hpp"
#include "net/jose/key_set.hpp"
#include "net/token_maker.hpp"
#include "net/url.hpp"

namespace cramp::net::jose {
namespace {

using json::Value;
using ::testing::HasSubstr;
using testing::KeyPair;

base::Result<Key> read(const Value& jwk) {
  return Key::from_jwk(json::parse(json::write(jwk))->root());
}

std::string fault(const Value& jwk) {
  const auto key = read(jwk);
  return key ? "usable" : key.error().internal_text;
}

TEST(Base64url, HasOneTextForEachValue) {
  EXPECT_EQ(decode_base64url(""), "");
  EXPECT_EQ(decode_base64url("Zg"), "f");
  EXPECT_EQ(decode_base64url("Zm8"), "fo");
  EXPECT_EQ(decode_base64url("Zm9v"), "foo");
  EXPECT_EQ(decode_base64url("-_8"), "\xFB\xFF");
  for (const char* text : {"Z", "Zm9vY", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n"}) {
    EXPECT_EQ(decode_base64url(text), std::nullopt) << text;
  }
}

TEST(Key, VerifiesWithEachAlgorithmAndOnlyWithIt) {  // CH-159, CH-166
  for (std::size_t i = 0; i < kAlgorithms.size(); ++i) {
    const auto algorithm = static_cast<Algorithm>(i);
    const KeyPair pair(algorithm);
    const auto key = read(pair.jwk("k"));
    ASSERT_TRUE(key.ok()) << kAlgorithms[i].name;
    const std::string signature = pair.sign("text");
    EXPECT_TRUE(key->verify(algorithm, "text", signature)) << kAlgorithms[i].name;
    EXPECT_FALSE(key->verify(algorithm, "texu", signature));
    EXPECT_FALSE(key->verify(algorithm, "text", ""));
    EXPECT_FALSE(key->verify(algorithm, "text", signature + '\0'));
    EXPECT_FALSE(key->verify(algorithm, "text", signature.substr(1)));
    EXPECT_FALSE(key->verify(algorithm, "text", std::string(signature.size(), '\0')));
    for (std::size_t j = 0; j < kAlgorithms.size(); ++j) {
      const bool same = key->verify(static_cast<Algorithm>(j), "text", signature);
      EXPECT_EQ(same, j == i) << i << ' ' << j;
    }
  }
}

TEST(Key, KeepsToItsAlg) {  // CH-166
  const KeyPair pair(Algorithm::kRs384);
  const auto key = read(pair.jwk("k").set("alg", "RS256").set("use", "sig"));
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(key->fits(Algorithm::kRs256));
  EXPECT_FALSE(key->fits(Algorithm::kRs384));
  EXPECT_FALSE(key->verify(Algorithm::kRs384, "text", pair.sign("text")));
}

TEST(Key, SaysWhyItIsOfNoUse) {  // CH-166
  const KeyPair pair(Algorithm::kEs384);
  const Value good = pair.jwk("k");
  const auto with = [&](const char* name, Value value) {
    return fault(Value(good).set(name, std::move(value)));
  };
  EXPECT_EQ(fault(good), "usable");
  EXPECT_EQ(with("key_ops", Value::Array{"verify"}), "usable");
  EXPECT_THAT(with("use", "enc"), HasSubstr("use"));
  EXPECT_THAT(with("key_ops", Value::Array{"sign"}), HasSubstr("key_ops"));
  EXPECT_THAT(with("alg", "ES256"), HasSubstr("alg"));
  EXPECT_THAT(with("alg", "RS384"), HasSubstr("alg"));
  EXPECT_THAT(with("alg", "none"), HasSubstr("alg"));
  EXPECT_THAT(with("kty", "oct"), HasSubstr("kty"));
  EXPECT_THAT(with("crv", "P-192"), HasSubstr("crv"));
  EXPECT_THAT(with("crv", "P-256"), HasSubstr("length"));
  EXPECT_THAT(with("x", *good.find("y")), HasSubstr("curve"));
  EXPECT_THAT(with("y", "AQAB"), HasSubstr("length"));
  EXPECT_THAT(with("d", "AQAB"), HasSubstr("private"));
  EXPECT_THAT(fault(KeyPair(Algorithm::kRs384, 1024).jwk("k")), HasSubstr("2048"));
  const Value rsa = KeyPair(Algorithm::kRs384).jwk("k");
  EXPECT_EQ(fault(rsa), "usable");
  EXPECT_THAT(fault(Value(rsa).set("e", "AQ")), HasSubstr("RSA"));
  EXPECT_THAT(fault(Value(rsa).set("e", "Ag")), HasSubstr("RSA"));
  EXPECT_THAT(fault(Value(rsa).set("n", std::string(12000, 'A'))), HasSubstr("too long"));
  EXPECT_THAT(fault(Value::Array{}), HasSubstr("object"));
}

TEST(KeySet, PassesOverWhatIsOfNoUse) {
  const KeyPair pair(Algorithm::kEs384);
  const KeyPair other(Algorithm::kEs384);
  const auto set =
      KeySet::parse(testing::key_set({pair.jwk("good"), pair.jwk("twice"), other.jwk("twice"),
                                      pair.jwk(""), pair.jwk("encrypts").set("use", "enc"),
                                      Value::object().set("kty", "OKP").set("kid", "new")}));
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(set->size(), 1U);
  EXPECT_NE(set->find("good", Algorithm::kEs384), nullptr);
  EXPECT_EQ(set->find("good", Algorithm::kRs384), nullptr);
  for (const char* id : {"twice", "", "encrypts", "new"}) {
    EXPECT_EQ(set->find(id, Algorithm::kEs384), nullptr) << id;
  }
  EXPECT_EQ(set->passed_over().size(), 5U);
}

TEST(KeySet, IsRefusedWholeWhenItIsNone) {
  const std::string key = json::write(KeyPair(Algorithm::kEs384).jwk("k"));
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"keys":[]})"),
        std::string(R"({"keys":{}})"), key, "{\"keys\":[" + key + "],\"keys\":[]}",
        "{\"keys\":[" + key + "]} ,", std::string(300U << 10U, ' ')}) {
    EXPECT_FALSE(KeySet::parse(text).ok()) << text;
  }
}

TEST(Jws, IsTakenApartStrictly) {  // CH-157
  const KeyPair pair(Algorithm::kEs384);
  const auto head = Value::object().set("alg", "ES384");
  const std::string good = pair.token(head, Value::object().set("iss", "x"));
  const auto jws = Jws::parse(good);
  ASSERT_TRUE(jws.ok());
  const auto key = read(pair.jwk("k"));
  EXPECT_TRUE(jws->verify(*key, Algorithm::kEs384));
  EXPECT_EQ(jws->claims()->root().string("iss"), "x");
  const std::string body = good.substr(good.find('.'));
  const auto with_header = [&](const std::string& text) {
    return Jws::parse(testing::base64url(text) + body).ok();
  };
  EXPECT_TRUE(with_header(R"({ "alg" : "ES384" })"));
  for (const char* text : {"", "[]", R"({"alg":"ES384","alg":"none"})", R"({"alg":"ES384",})",
                           R"({"alg":"ES384","crit":["b64"],"b64":false})", "\xFF", "{} {}"}) {
    EXPECT_FALSE(with_header(text)) << text;
  }
  for (const std::string& text :
       {good + ".", "." + good, good + "=", good + " ", good.substr(0, good.rfind('.')),
        std::string(".."), std::string(), "{\"payload\":\"\"}" + good}) {
    EXPECT_FALSE(Jws::parse(text).ok()) << text;
  }
  EXPECT_FALSE(Jws::parse(pair.token(head, Value("text")))->claims().ok());
}

TEST(Url, IsReadAsFarAsARequestNeedsIt) {
  const auto url = Url::parse("https://ehr.example:8443/keys?a=b");
  ASSERT_TRUE(url.has_value());
  EXPECT_TRUE(url->secure);
  EXPECT_EQ(url->host, "ehr.example");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->target, "/keys?a=b");
  EXPECT_EQ(url->authority(), "ehr.example:8443");
  EXPECT_EQ(Url::parse("https://ehr.example")->target, "/");
  EXPECT_EQ(Url::parse("http://[::1]?x")->host, "::1");
  EXPECT_EQ(Url::parse("http://[::1]:80?x")->authority(), "[::1]");
  for (const char* text :
       {"", "ehr.example", "ftp://ehr.example", "https://", "https://user@ehr.example/",
        "https://ehr.example/a b", "https://ehr.example/#x", "https://ehr.example:0/",
        "https://ehr.example:99999/", "https://ehr.example:/", "https://[::1", "https://[::1]x/",
        "https://ehr.example/\r\nX: y"}) {
    EXPECT_FALSE(Url::parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace cramp::net::jose
