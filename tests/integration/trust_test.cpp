// Who is let in, on the wire: CH-150, CH-154 to CH-173.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/hmac.h>
#include <signal.h>

#include <set>

#include "http.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using net::jose::Algorithm;
using net::testing::KeyPair;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kUrl(kPublicUrl);

json::Value header(std::string_view algorithm = "ES384", std::string_view kid = "one") {
  return token_header(kid, algorithm);
}

Value without(Value object, std::string_view name) {
  object.erase(name);
  return object;
}

Answer call_with(std::uint16_t port, const std::string& header_lines,
                 std::string_view path = kPatientView) {
  return exchange(port, "POST", path, sample_request(), std::string(kJson) + header_lines);
}

/// The token of somebody who takes the public key for a shared secret.
std::string keyed_hash(const Value& head, const Value& payload, const std::string& secret) {
  const std::string text = net::testing::base64url(json::write(head)) + '.' +
                           net::testing::base64url(json::write(payload));
  std::string hash(32, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(hash.data()), nullptr);
  return text + '.' + net::testing::base64url(hash);
}

/// The service behind a proxy, with keys in files.
class TrustTest : public ::testing::Test {
 protected:
  TrustTest() {
    folder_.write("ehr.json",
                  net::testing::key_set({ec_.jwk("one"), rsa_.jwk("rsa"), small_ec_.jwk("p256")}));
    folder_.write("other.json", net::testing::key_set({other_.jwk("other")}));
  }
  std::string config(const std::string& more_of_ehr = "", const std::string& trust = "") const {
    return folder_.write("c.toml",
                         "[server]\nbehind_proxy = true\npublic_url = \"" + kUrl + "\"\n[trust]\n" +
                             trust +
                             "[[clients]]\nid = \"other\"\nissuer = \"https://other.example\"\n"
                             "keys = \"other.json\"\n"
                             "[[clients]]\nid = \"ehr\"\nissuer = \"https://ehr.example\"\n"
                             "keys = \"ehr.json\"\n" +
                             more_of_ehr);
  }
  std::unique_ptr<Service> serve(const std::string& more_of_ehr = "",
                                 const std::string& trust = "") const {
    return std::make_unique<Service>(
        std::vector<std::string>{"--config", config(more_of_ehr, trust)},
        Service::Mode::kProduction);
  }
  std::string good() const { return bearer(ec_.token(header(), claims())); }
  unsigned status(std::uint16_t port, const Value& head, const Value& payload) const {
    return call_with(port, bearer(ec_.token(head, payload))).result_int();
  }

  Folder folder_;
  KeyPair ec_{Algorithm::kEs384}, rsa_{Algorithm::kRs384}, small_ec_{Algorithm::kEs256};
  KeyPair other_{Algorithm::kEs384};
};

TEST_F(TrustTest, LetsInWhoHasAGoodToken) {  // CH-154, CH-155, CH-159, CH-160, CH-163
  const auto service = serve();
  const std::uint16_t port = service->port();
  EXPECT_EQ(call_with(port, "").result_int(), 401U);
  EXPECT_EQ(call_with(port, good()).result_int(), 200U);
  EXPECT_EQ(call_with(port, bearer(rsa_.token(header("RS384", "rsa"), claims()))).result_int(),
            200U);
  EXPECT_EQ(call_with(port, "authorization: bEARER " + ec_.token(header(), claims()) + "\r\n")
                .result_int(),
            200U);
  const auto discovery = [&](const std::string& lines) {
    return exchange(port, "GET", "/cds-services", "", lines).result_int();
  };
  EXPECT_EQ(discovery(""), 401U);
  const Value for_discovery = claims().set("aud", kUrl + "/cds-services");
  EXPECT_EQ(discovery(bearer(ec_.token(header(), for_discovery))), 200U);
}

TEST_F(TrustTest, PagesAreForOperatorsOnly) {
  const auto service = serve();
  const auto status_of = [](std::uint16_t port, std::string_view path) {
    return exchange(port, "GET", path).result_int();
  };
  for (const char* path : {"/", "/rules", "/governance", "/workbench/content"}) {
    EXPECT_EQ(status_of(service->port(), path), 404U) << path;
    EXPECT_EQ(status_of(service->admin_port(), path), 200U) << path;
  }
  EXPECT_EQ(exchange(service->port(), "POST", "/workbench/call", "{}").result_int(), 404U);
  const auto without = serve("", "[admin]\npages = false\n");
  EXPECT_EQ(status_of(without->admin_port(), "/"), 404U);
  EXPECT_EQ(status_of(without->admin_port(), "/workbench/content"), 404U);
  EXPECT_EQ(status_of(without->admin_port(), "/health/live"), 200U);
}

TEST_F(TrustTest, OneAnswerForEveryReason) {  // CH-155 to CH-164, CH-168, CH-170, CH-171
  const auto service = serve("tenants = [\"north\"]\n");
  const Value good_claims = claims().set("tenant", "north");
  const auto claim = [&](const char* name, Value value) {
    return Value(good_claims).set("jti", std::string("t-") + name).set(name, std::move(value));
  };
  const std::string used = bearer(ec_.token(header(), good_claims));
  ASSERT_EQ(call_with(service->port(), used).result_int(), 200U);
  const auto signed_with = [&](const Value& head, const Value& payload) {
    return bearer(ec_.token(head, payload));
  };
  const std::string fresh = signed_with(header(), claim("jti", "fresh"));
  std::string bent = fresh;
  bent[bent.size() - 20] = bent[bent.size() - 20] == 'A' ? 'B' : 'A';
  const std::string unsigned_part =
      net::testing::base64url(R"({"alg":"none","typ":"JWT","kid":"one"})") + '.' +
      net::testing::base64url(json::write(claim("jti", "n")));
  const Value twice = Value(Value::Object{
      {"iss", "https://other.example"}, {"iss", "https://ehr.example"}, {"jti", "dup"}});

  std::vector<std::pair<std::string, std::string>> cases{
      {"no-token", ""},
      {"repeated-header", fresh + fresh},
      {"not-bearer", "Authorization: Basic dXNlcjpwYXNz\r\n"},
      {"malformed-token", bearer("Zzleak.Zzleak")},
      {"malformed-token", bearer(fresh.substr(22, 30) + "=.e30.AA")},
      {"malformed-token", bearer(std::string(9000, 'A'))},
      {"malformed-token", signed_with(header(), twice)},
      {"malformed-token", signed_with(without(header(), "kid"), claim("jti", "a"))},
      {"malformed-token", signed_with(without(header(), "typ"), claim("jti", "a"))},
      {"malformed-token", signed_with(header().set("typ", "JOSE"), claim("jti", "a"))},
      {"malformed-token",
       signed_with(header().set("crit", Value::Array{"exp"}), claim("jti", "a"))},
      {"malformed-token", signed_with(header(), claim("exp", "soon"))},
      {"malformed-token", signed_with(header(), claim("aud", Value::Array{Value::number(1)}))},
      {"algorithm", signed_with(without(header(), "alg"), claim("jti", "a"))},
      {"algorithm", bearer(unsigned_part + '.')},
      {"algorithm", signed_with(header("None"), claim("jti", "a"))},
      {"algorithm", signed_with(header("NONE"), claim("jti", "a"))},
      {"algorithm",
       bearer(keyed_hash(header("HS256"), claim("jti", "a"), json::write(ec_.jwk("one"))))},
      {"algorithm", signed_with(header("es384"), claim("jti", "a"))},
      {"algorithm", bearer(small_ec_.token(header("ES256", "p256"), claim("jti", "a")))},
      {"unknown-issuer", signed_with(header(), claim("iss", "https://nobody.example"))},
      {"tenant", signed_with(header(), claim("tenant", "south"))},
      {"tenant", signed_with(header(), without(claim("jti", "a"), "tenant"))},
      {"jku", signed_with(header().set("jku", "https://ehr.example/keys"), claim("jti", "a"))},
      {"audience", signed_with(header(), claim("aud", kUrl))},
      {"audience", signed_with(header(), claim("aud", endpoint() + "/"))},
      {"audience", signed_with(header(), claim("aud", kUrl + "/cds-services"))},
      {"expired", signed_with(header(), claim("exp", Value::number(seconds_now() - 70)))},
      {"too-early", signed_with(header(), claim("nbf", Value::number(seconds_now() + 70)))},
      {"lifetime", signed_with(header(), claim("exp", Value::number(seconds_now() + 86400)))},
      {"unknown-key", signed_with(header("ES384", "two"), claim("jti", "a"))},
      {"unknown-key", signed_with(header("RS384", "one"), claim("jti", "a"))},
      {"unknown-key", bearer(other_.token(header("ES384", "other"), claim("jti", "a")))},
      {"signature", bearer(other_.token(header(), claim("jti", "a")))},
      {"signature", bent},
      {"replay", used},
  };
  for (const char* name : {"iss", "aud", "exp", "iat", "jti"}) {
    cases.emplace_back("malformed-token", signed_with(header(), without(good_claims, name)));
  }
  std::set<std::string> answers;
  for (const auto& [reason, lines] : cases) {
    const Answer answer = call_with(service->port(), lines);
    EXPECT_EQ(answer.result_int(), 401U) << reason << ' ' << lines;
    std::string text = answer.body();
    for (const auto& field : answer) {
      if (field.name_string() == "Date") continue;
      text += std::string(field.name_string()) + ": " + std::string(field.value()) + '\n';
    }
    answers.insert(text);
  }
  ASSERT_EQ(answers.size(), 1U) << "nobody is told why";
  EXPECT_THAT(*answers.begin(), HasSubstr("WWW-Authenticate: Bearer\n"));

  // The operator is told: each reason in the log and counted, and nothing of a token anywhere.
  const std::string metrics = exchange(service->admin_port(), "GET", "/metrics", "", "").body();
  service->signal(SIGTERM);
  EXPECT_EQ(service->wait(), 0);
  for (const auto& [reason, lines] : cases) {
    EXPECT_THAT(service->log(), HasSubstr("\"refusal\":\"" + reason)) << reason;
    EXPECT_THAT(metrics, HasSubstr("reason=\"" + reason + "\"")) << reason;
  }
  EXPECT_THAT(metrics, HasSubstr(R"(cramp_unauthorized_total{client="ehr",reason="replay"} 1)"));
  for (const char* leak : {"Zzleak", "eyJ", "fresh", "nobody.example", "south"}) {
    EXPECT_THAT(service->log() + metrics, Not(HasSubstr(leak)));
  }
}

TEST_F(TrustTest, KeysOfOneClientAreNoKeysOfAnother) {  // CH-164, CH-168
  const auto service = serve();
  const Value others = claims().set("iss", "https://other.example");
  EXPECT_EQ(call_with(service->port(), bearer(ec_.token(header(), others))).result_int(), 401U);
  EXPECT_EQ(call_with(service->port(), bearer(other_.token(header("ES384", "other"), others)))
                .result_int(),
            200U);
  // The same jti of another issuer is another token.
  const Value same_id = claims().set("jti", others.find("jti")->string()->c_str());
  EXPECT_EQ(status(service->port(), header(), same_id), 200U);
}

TEST_F(TrustTest, WhatAClientIsConfiguredFor) {  // CH-150, CH-156, CH-159, CH-161, CH-169
  const auto service = serve(
      "algorithms = [\"ES256\", \"ES384\"]\nuntyped_tokens = true\n"
      "audiences = [\"" +
          kUrl +
          "\"]\ntenants = [\"north\", \"south\"]\n"
          "cors_origins = [\"https://page.example\"]\n",
      "open_discovery = true\n");
  const std::uint16_t port = service->port();
  const auto with = [](Value payload) { return payload.set("tenant", "north"); };
  EXPECT_EQ(call_with(port, bearer(small_ec_.token(header("ES256", "p256"), with(claims()))))
                .result_int(),
            200U);
  EXPECT_EQ(
      call_with(port, bearer(rsa_.token(header("RS384", "rsa"), with(claims())))).result_int(),
      401U);
  EXPECT_EQ(status(port, without(header(), "typ"), with(claims())), 200U);
  EXPECT_EQ(status(port, header(), with(claims()).set("aud", kUrl)), 200U);
  EXPECT_EQ(status(port, header(),
                   with(claims()).set("aud", Value::Array{"https://elsewhere", Value(endpoint())})),
            200U);
  EXPECT_EQ(status(port, header(), with(claims()).set("aud", Value::Array{"https://elsewhere"})),
            401U);
  EXPECT_EQ(status(port, header(), claims().set("tenant", "south")), 200U);
  EXPECT_EQ(exchange(port, "GET", "/cds-services", "", "").result_int(), 200U);
  const auto allowed = [&](const KeyPair& key, const Value& head, const Value& payload) {
    return std::string(
        call_with(port, bearer(key.token(head, payload)) +
                            "Origin: https://page.example\r\n")["Access-Control-Allow-Origin"]);
  };
  EXPECT_EQ(allowed(ec_, header(), with(claims())), "https://page.example");
  EXPECT_EQ(allowed(other_, header("ES384", "other"), claims().set("iss", "https://other.example")),
            "")
      << "the page of one client is not let in with another's token";
}

TEST_F(TrustTest, KeysInFilesAreReadAgain) {  // CH-163, CH-165
  const auto service = serve();
  const KeyPair next(Algorithm::kEs384);
  const auto with_next = [&] {
    return call_with(service->port(), bearer(next.token(header("ES384", "next"), claims())))
        .result_int();
  };
  EXPECT_EQ(with_next(), 401U);
  folder_.write("ehr.json", net::testing::key_set({next.jwk("next")}));
  service->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return with_next() == 200U; }));
  EXPECT_EQ(call_with(service->port(), good()).result_int(), 401U) << "the old key has ended";

  folder_.write("ehr.json", "{\"keys\":[]}");
  const Answer refused = exchange(service->admin_port(), "POST", "/reload", "", "");
  EXPECT_EQ(refused.result_int(), 409U);
  EXPECT_THAT(refused.body(), AllOf(HasSubstr("ehr.json"), HasSubstr("no key")));
  EXPECT_EQ(with_next(), 200U);
}

}  // namespace
}  // namespace cramp::testing
