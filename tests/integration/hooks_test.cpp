// The hooks beside patient-view, with real requests on the wire (CH-184 to CH-198, CH-204 to
// CH-207, CH-222, CH-223).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http.hpp"
#include "json/writer.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Value parsed(const std::string& text) {
  return Value(json::parse(text)->root());
}

Value draft(std::string_view id, std::string_view rxnorm) {
  return parsed(R"({"resource": {"resourceType": "MedicationRequest", "id": ")" + std::string(id) +
                R"(", "status": "draft", "intent": "order", "subject": {"reference":
                "Patient/example"}, "medicationCodeableConcept": {"coding": [{"system":
                "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
                std::string(rxnorm) + "\"}]}}}");
}

Value drafts(std::initializer_list<Value> entries) {
  return parsed(R"({"resourceType": "Bundle", "type": "collection"})")
      .set("entry", Value::Array(entries));
}

constexpr std::string_view kQuinine = "997010", kAtorvastatin = "617311";

class HooksTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { service_ = new Service(); }
  static void TearDownTestSuite() { delete service_; }

  /// The sample's patient at another hook.
  static Answer call(const std::string& hook, const std::function<void(Value&)>& change = {}) {
    const std::string body = sample_request([&](Value& request) {
      request.set("hook", hook);
      // Of no service but those of orders; anything else ignores it.
      request.find("prefetch")->set("allergies", parsed(R"({"resourceType": "Bundle"})"));
      if (change) change(request);
    });
    return exchange(service_->port(), "POST", "/cds-services/leg-cramp-" + hook, body);
  }
  static Value& context(Value& request) { return *request.find("context"); }

 private:
  static inline Service* service_ = nullptr;
};

TEST_F(HooksTest, EncounterStartSaysWhatAnEncounterAboutCrampsNeeds) {  // CH-184 to CH-186
  const Answer answer = call("encounter-start");
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  EXPECT_THAT(answer.body(), HasSubstr("3.3 mmol/L"));
  const Answer without = call("encounter-start", [](Value& r) { context(r).erase("encounterId"); });
  EXPECT_EQ(without.result_int(), 422U);
  EXPECT_THAT(without.body(), HasSubstr("context.encounterId"));
  const Answer patient = call("encounter-start", [](Value& r) {
    context(r).set("userId", "Patient/example");  // only staff starts an encounter
  });
  EXPECT_EQ(patient.result_int(), 422U);
}

TEST_F(HooksTest, ANewProblemIsLookedAtWithTheChart) {  // CH-204 to CH-207
  const auto with = [](const char* code) {
    return call("problem-list-item-create", [&](Value& request) {
      // As the published examples: without Bundle.type.
      context(request).set("conditions", parsed(std::string(R"({"resourceType": "Bundle", "entry":
        [{"resource": {"resourceType": "Condition", "id": "new", "subject": {"reference":
        "Patient/example"}, "clinicalStatus": {"coding": [{"system":
        "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
        "verificationStatus": {"coding": [{"system":
        "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]},
        "category": [{"coding": [{"system":
        "http://terminology.hl7.org/CodeSystem/condition-category", "code":
        "problem-list-item"}]}], "code": {"coding": [{"system": "http://snomed.info/sct", "code":
        ")") + code + "\"}]}}}]}"));
    });
  };
  const Answer related = with("190855004");
  ASSERT_EQ(related.result_int(), 200U) << related.body();
  EXPECT_THAT(related.body(), HasSubstr("dx-electrolyte-disorder"));
  EXPECT_EQ(with("195967001").body(), R"({"cards":[]})");  // asthma
  EXPECT_EQ(call("problem-list-item-create").result_int(), 422U) << "without conditions";
}

TEST_F(HooksTest, OrderSelectAdvisesOnWhatIsSelectedAndSeesTheRest) {  // CH-190 to CH-194, CH-223
  const auto select = [](std::initializer_list<Value> selected) {
    return call("order-select", [&](Value& request) {
      context(request).set("draftOrders",
                           drafts({draft("q", kQuinine), draft("s", kAtorvastatin)}));
      context(request).set("selections", Value::Array(selected));
    });
  };
  const std::string quinine = "draft-quinine", statin = "draft-statin";
  EXPECT_THAT(select({"MedicationRequest/q"}).body(),
              AllOf(HasSubstr(quinine), Not(HasSubstr(statin))));
  EXPECT_THAT(select({"MedicationRequest/s"}).body(),
              AllOf(HasSubstr(statin), Not(HasSubstr(quinine))));
  EXPECT_THAT(select({"MedicationRequest/q", "MedicationRequest/s"}).body(),
              AllOf(HasSubstr(statin), HasSubstr(quinine)));
  EXPECT_EQ(select({}).body(), R"({"cards":[]})");
  EXPECT_EQ(select({"MedicationRequest/other"}).body(), R"({"cards":[]})");  // CH-222
  EXPECT_EQ(call("order-select", [](Value& r) { context(r).set("draftOrders", drafts({})); })
                .result_int(),
            422U)
      << "without selections";
}

TEST_F(HooksTest, OrderSignStopsWhatIsDangerous) {  // CH-195 to CH-198
  const Answer answer = call("order-sign", [](Value& request) {
    context(request).set("draftOrders", drafts({draft("q", kQuinine)}));
  });
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  const auto body = json::parse(answer.body());
  const json::View card = body->root().find("cards").at(0);
  EXPECT_EQ(card.string("indicator"), "critical");
  EXPECT_THAT(answer.body(), AllOf(HasSubstr(R"("type":"delete")"),
                                   HasSubstr(R"("resourceId":"MedicationRequest/q")")));
  EXPECT_EQ(call("order-sign").result_int(), 422U) << "without draftOrders";
}

TEST_F(HooksTest, EachServiceAnswersItsOwnHookOnly) {  // CH-051
  const std::string body = sample_request();
  EXPECT_EQ(call("order-sign", [](Value& r) { r.set("hook", "patient-view"); }).result_int(), 422U);
}

}  // namespace
}  // namespace cramp::testing
