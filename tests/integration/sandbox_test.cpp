// What the public CDS Hooks sandbox sends, as it is: https://sandbox.cds-hooks.org is many an
// integrator's first client.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

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

class SandboxTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { service_ = new Service(); }
  static void TearDownTestSuite() { delete service_; }
  static std::uint16_t port() { return service_->port(); }

  /// Neither fhirAuthorization nor encounterId; keys whose query failed are left out: `encounter`,
  /// since the sandbox does not fill in {{context.encounterId}}, and these.
  static Answer call(const std::string& hook, std::initializer_list<const char*> failed,
                     const std::string& draft = "") {
    const std::string body = sample_request([&](Value& request) {
      request.set("hook", hook);
      request.set("fhirServer", "https://launch.smarthealthit.org/v/r4/fhir");
      request.find("context")->erase("encounterId");
      request.find("prefetch")->erase("encounter");
      for (const char* key : failed) request.find("prefetch")->erase(key);
      if (draft.empty()) return;
      request.find("context")->set("selections",
                                   Value::array().push("MedicationRequest/request-123"));
      request.find("context")->set(
          "draftOrders",
          parsed(R"({"resourceType": "Bundle", "entry": [{"resource": )" + draft + "}]}"));
    });
    return exchange(port(), "POST", "/cds-services/leg-cramp-" + hook, body);
  }
  /// The draft, with these members after those that it always has.
  static std::string draft(const std::string& members) {
    return R"({"resourceType": "MedicationRequest", "id": "request-123", "authoredOn": "2026-01-01",
      "status": "draft", "subject": {"reference": "Patient/example"}, "category": {"coding":
      [{"system": "http://terminology.hl7.org/CodeSystem/medicationrequest-category", "code":
      "outpatient"}]})" +
           members + "}";
  }

 private:
  static inline Service* service_ = nullptr;
};

TEST_F(SandboxTest, PatientViewWithoutEncounterTokenAndFailedKeys) {
  const Answer answer = call("patient-view", {"findings", "questionnaires"});
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  EXPECT_THAT(answer.body(), HasSubstr("3.3 mmol/L"));
}

TEST_F(SandboxTest, FirstOrderSelectHasNeitherMedicationNorIntent) {
  const Answer answer = call("order-select", {"allergies"}, draft(""));
  EXPECT_EQ(answer.result_int(), 200U) << answer.body();
  EXPECT_EQ(answer.body(), R"({"cards":[]})");
}

TEST_F(SandboxTest, TheChosenMedicineIsRead) {
  const Answer answer = call("order-select", {"allergies"}, draft(R"(, "medicationCodeableConcept":
    {"text": "Quinine Sulfate 324 MG Oral Capsule", "coding": [{"display":
    "Quinine Sulfate 324 MG Oral Capsule", "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "code": "997010"}]}, "dosageInstruction": [{"doseQuantity": {"value": 1, "system":
    "http://unitsofmeasure.org", "code": "{pill}"}}])"));
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  EXPECT_THAT(answer.body(), AllOf(HasSubstr("draft-quinine"),
                                   HasSubstr(R"("resourceId":"MedicationRequest/request-123")")));
}

/// The sandbox parses a template's query into an object and writes it out again.
TEST_F(SandboxTest, NoTemplateRepeatsAParameter) {
  const auto discovery = json::parse(exchange(port(), "GET", "/cds-services", "", "").body());
  std::size_t searches = 0;
  for (const json::View service : discovery->root().find("services").items()) {
    for (auto [key, value] : service.find("prefetch").members()) {
      std::string_view query = value.text();
      const auto question = query.find('?');
      if (question == query.npos) continue;
      ++searches;
      query.remove_prefix(question + 1);
      EXPECT_EQ(query.find_first_of("?#+ "), query.npos) << key;
      std::set<std::string_view> names;
      while (!query.empty()) {
        const auto one = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(one.size() + 1, query.size()));
        EXPECT_TRUE(names.insert(one.substr(0, one.find('='))).second) << key;
      }
    }
  }
  EXPECT_GT(searches, 40U);
}

TEST_F(SandboxTest, ItsPageMayCall) {  // docs/integration.md, "The sandbox as a first client"
  const Folder folder;                 // beside the file is where the database would be
  const std::string config = folder.path() / "sandbox.toml";
  std::filesystem::copy_file(CRAMP_SOURCE_DIR "/docs/examples/sandbox.toml", config);
  const Finished checked = run({"check", "--dev", "--config", config});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  const Service service({"--config", config});
  const Answer answer = exchange(service.port(), "GET", "/cds-services", "",
                                 "Origin: https://sandbox.cds-hooks.org\r\n");
  EXPECT_EQ(answer["Access-Control-Allow-Origin"], "https://sandbox.cds-hooks.org");
}

}  // namespace
}  // namespace cramp::testing
