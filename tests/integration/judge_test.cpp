// The steps of Inferno's test kit for CRD servers, mirrored: how it signs, what it calls, what it
// looks at (CH-235 to CH-242). It judges the base specification too, more strictly than its text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "http.hpp"
#include "json/document.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using json::View;
using net::jose::Algorithm;
using net::testing::KeyPair;
using ::testing::HasSubstr;

constexpr const char* kKeys = "https://inferno.example/jwks.json";

/// A draft that is never right in leg cramps, so that each hook of orders has something to say.
Value quinine() {
  return json::Value(json::parse(R"({
    "resourceType": "Bundle", "entry": [{"resource": {
      "resourceType": "MedicationRequest", "id": "draft", "status": "draft", "intent": "order",
      "subject": {"reference": "Patient/example"},
      "medicationCodeableConcept": {"coding": [{
        "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "997010",
        "display": "Quinine Sulfate 324 MG Oral Capsule"}]}}}]})")
                         ->root());
}

Value new_problem() {
  return json::Value(json::parse(R"({
    "resourceType": "Bundle", "entry": [{"resource": {
      "resourceType": "Condition", "id": "new", "subject": {"reference": "Patient/example"},
      "code": {"coding": [{"system": "http://snomed.info/sct", "code": "449918009"}]}}}]})")
                         ->root());
}

/// The sample call under another hook.
std::string request_for(const std::string& hook) {
  return sample_request([&](Value& request) {
    request.set("hook", hook);
    Value& context = *request.find("context");
    if (hook == "order-select") context.set("selections", Value::Array{"MedicationRequest/draft"});
    if (hook.starts_with("order-")) context.set("draftOrders", quinine());
    if (hook == "problem-list-item-create") context.set("conditions", new_problem());
  });
}

class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() {
    folder_.write("keys.json", net::testing::key_set({ec_.jwk("ec"), rsa_.jwk("rsa")}));
    const std::string config = folder_.write(
        "c.toml", "[server]\nbehind_proxy = true\npublic_url = \"" + std::string(kPublicUrl) +
                      "\"\n[store]\nkind = \"none\"\n[[clients]]\nid = \"inferno\"\nissuer = "
                      "\"https://inferno.example\"\n"
                      "keys = \"keys.json\"\njku = \"" +
                      kKeys + "\"\n");
    service_ = std::make_unique<Service>(std::vector<std::string>{"--config", config},
                                         Service::Mode::kProduction);
  }

  /// For the endpoint at `path`, signed with the one algorithm or the other in turn.
  std::string token_for(std::string_view path) {
    rsa_is_next_ = !rsa_is_next_;
    const KeyPair& key = rsa_is_next_ ? ec_ : rsa_;
    const Value header = rsa_is_next_ ? token_header("ec") : token_header("rsa", "RS384");
    return bearer(key.token(Value(header).set("jku", kKeys),
                            claims()
                                .set("iss", "https://inferno.example")
                                .set("aud", std::string(kPublicUrl).append(path))));
  }
  json::Document discovery() {
    const Answer answer = exchange(service_->port(), "GET", "/cds-services", "",
                                   "Accept: application/json\r\n" + token_for("/cds-services"));
    EXPECT_EQ(answer.result_int(), 200U) << answer.body();
    EXPECT_EQ(answer["Content-Type"], "application/json");
    return std::move(*json::parse(answer.body()));
  }

  Folder folder_;
  KeyPair ec_{Algorithm::kEs384}, rsa_{Algorithm::kRs384};
  std::unique_ptr<Service> service_;
  bool rsa_is_next_ = false;
};

TEST_F(JudgeTest, DiscoveryIsReadAndEachServiceIsWhole) {  // CH-029, CH-031, CH-235, CH-236
  const json::Document document = discovery();
  const View services = document.root().find("services");
  ASSERT_TRUE(services.is_array());
  EXPECT_GE(services.size(), 5U);
  std::ostringstream guide;
  guide << std::ifstream(CRAMP_SOURCE_DIR "/docs/integration.md").rdbuf();
  for (const View service : services.items()) {
    for (const char* member : {"hook", "description", "id"}) {
      EXPECT_FALSE(service.string(member).empty()) << member;
    }
    EXPECT_THAT(guide.str(), HasSubstr("`" + std::string(service.string("id")) + "`"))
        << "a person who connects an EHR reads of it";
    EXPECT_THAT(guide.str(), HasSubstr(std::string(service.string("hook"))));
  }
}

// CH-237 to CH-242: every service, called as the kit does, answers 200 with cards.
TEST_F(JudgeTest, EveryServiceAnswersATokenOfEitherKind) {
  const json::Document document = discovery();
  for (const View service : document.root().find("services").items()) {
    const std::string path = "/cds-services/" + std::string(service.string("id"));
    for (int i = 0; i < 2; ++i) {
      const Answer answer =
          exchange(service_->port(), "POST", path, request_for(std::string(service.string("hook"))),
                   std::string(kJson) + token_for(path));
      ASSERT_EQ(answer.result_int(), 200U) << path << ' ' << answer.body();
      const auto body = json::parse(answer.body());
      ASSERT_TRUE(body.ok());
      EXPECT_GT(body->root().find("cards").size(), 0U) << path;
    }
  }
}

TEST_F(JudgeTest, ADeleteNamesADraftOfTheCallAndTheCardSaysWhich) {  // CH-115, CH-133, CH-241
  const std::string path = "/cds-services/leg-cramp-order-sign";
  const Answer answer = exchange(service_->port(), "POST", path, request_for("order-sign"),
                                 std::string(kJson) + token_for(path));
  const auto body = json::parse(answer.body());
  const View card = body->root().find("cards").at(0);
  EXPECT_EQ(card.string("indicator"), "critical");
  EXPECT_THAT(std::string(card.string("detail")), HasSubstr("Quinine"));
  std::string deleted;
  for (const View suggestion : card.find("suggestions").items()) {
    for (const View action : suggestion.find("actions").items()) {
      if (action.string("type") == "delete") deleted = action.string("resourceId");
    }
  }
  EXPECT_EQ(deleted, "MedicationRequest/draft");
}

}  // namespace
}  // namespace cramp::testing
