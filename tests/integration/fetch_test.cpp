// Data that a call did not bring, from a real FHIR server: CH-070 to CH-087.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetching.hpp"
#include "json/writer.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using Asked = FhirServer::Asked;

/// One server and one service for all tests of this file; each test sets up the server anew.
class FetchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!FhirServer::is_possible()) return;
    folder_ = new Folder();
    server_ = new FhirServer();
    service_ = new Service({"--config", folder_->write("c.toml", "[fhir]\ndeadline = \"20s\"\n")});
  }
  static void TearDownTestSuite() {
    delete service_;
    delete server_;
    delete folder_;
  }
  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << "needs node and npm ci --prefix tools";
    server_->set(rig());
  }

  static const FhirServer& server() { return *server_; }
  static const Service& service() { return *service_; }
  static void faults(std::string_view json) { server_->set(rig(json)); }
  static Value request() { return fetching_request(server_->url()); }
  static Answer call(const Value& request) {
    return testing::call(service_->port(), json::write(request));
  }
  static auto ended(const Value& request) { return fetches(*service_, request); }
  static Value with_prefetch(Value request, std::string_view prefetch) {
    request.set("prefetch", Value(json::parse(std::string(prefetch))->root()));
    return request;
  }
  static std::size_t asked(std::string_view part) {
    std::size_t count = 0;
    for (const Asked& one : server_->asked()) count += one.url.find(part) != std::string::npos;
    return count;
  }

 private:
  static inline Folder* folder_ = nullptr;
  static inline FhirServer* server_ = nullptr;
  static inline Service* service_ = nullptr;
};

TEST_F(FetchTest, PrefetchedFetchedOrHalfOfEachGiveTheSameCards) {  // CH-070, CH-076, CH-081
  const std::string sent =
      same_in_every_call(testing::call(service().port(), sample_request()).body());
  ASSERT_THAT(sent, HasSubstr("3.3 mmol/L"));
  EXPECT_THAT(server().asked(), IsEmpty());

  EXPECT_EQ(same_in_every_call(call(request()).body()), sent);
  EXPECT_THAT(server().asked(),
              AllOf(SizeIs(12), Each(Field(&Asked::authorization, "Bearer an-access-token"))));

  server().set(rig());
  Value half = request();
  const auto sample = json::parse(sample_request());
  half.set("prefetch", Value::object()
                           .set("patient", Value(sample->root().find("prefetch").find("patient")))
                           .set("labs", Value(sample->root().find("prefetch").find("labs"))));
  EXPECT_EQ(same_in_every_call(call(half).body()), sent);
  EXPECT_THAT(server().asked(), SizeIs(10));
}

TEST_F(FetchTest, KeysAreAskedAtTheSameTime) {
  // Each of the twelve waits until all have arrived: one after the other would never end.
  faults(R"([{"together": 12}])");
  const Value all = request();
  EXPECT_EQ(call(all).result_int(), 200U);
  EXPECT_THAT(ended(all), AllOf(SizeIs(12), Each(Pair(::testing::_, "ok"))));
}

TEST_F(FetchTest, ConnectionsAreKept) {
  faults(R"([{"together": 12}])");  // so that there are twelve
  call(request());
  server().set(rig());
  call(request());
  call(request());
  EXPECT_EQ(server().connections(), 0);
  EXPECT_EQ(asked("/fhir/"), 24U);
}

TEST_F(FetchTest, NullAndEmptyAreAnswers) {  // CH-072, CH-073
  const Value sent = with_prefetch(request(), R"({"labs": null, "findings": {"resourceType":
    "Bundle", "type": "searchset"}})");
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_EQ(asked("Observation"), 0U);
  EXPECT_THAT(ended(sent), AllOf(SizeIs(10), Not(Contains(Key("labs")))));
}

TEST_F(FetchTest, FailuresAreAskedAgainOnlyWhenTheyMayPass) {  // CH-074, CH-075
  const auto failed = [](const char* code) {
    return std::string(R"({"labs": {"resourceType": "OperationOutcome", "issue": [{"severity":
      "error", "code": ")") +
           code + "\"}]}}";
  };
  const Value forbidden = with_prefetch(request(), failed("forbidden"));
  EXPECT_THAT(call(forbidden).body(), Not(HasSubstr("3.3 mmol/L")));
  EXPECT_THAT(ended(forbidden), Not(Contains(Key("labs"))));
  const Value passing = with_prefetch(request(), failed("timeout"));
  EXPECT_THAT(call(passing).body(), HasSubstr("3.3 mmol/L"));
  EXPECT_THAT(ended(passing), Contains(Pair("labs", "ok")));
}

TEST_F(FetchTest, PagesAreFollowedWithTheToken) {  // CH-080, CH-081
  Value set = rig();
  set.set("pageSize", Value::number(1));
  server().set(set);
  const Value paged = request();
  const std::string sent =
      same_in_every_call(testing::call(service().port(), sample_request()).body());
  EXPECT_EQ(same_in_every_call(call(paged).body()), sent);
  EXPECT_EQ(asked("_getpages"), 1U);  // the second cramp
  EXPECT_THAT(server().asked(), Each(Field(&Asked::authorization, "Bearer an-access-token")));
}

/// A first page of labs as the EHR sends it.
std::string first_page(const std::string& next) {
  return R"({"labs": {"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next",
    "url": ")" +
         next + R"("}], "entry": []}})";
}

TEST_F(FetchTest, ASentPageIsContinued) {  // CH-080
  for (const std::string& next : {server().url() + "/Observation?patient=example&code=2823-3",
                                  std::string("Observation?patient=example&code=2823-3"),
                                  std::string("/fhir/Observation?patient=example&code=2823-3")}) {
    server().set(rig());
    const Value paged = with_prefetch(request(), first_page(next));
    EXPECT_THAT(call(paged).body(), HasSubstr("3.3 mmol/L")) << next;
    EXPECT_THAT(ended(paged), Contains(Pair("labs", "ok"))) << next;
    EXPECT_EQ(asked("category=laboratory"), 0U);
  }
}

TEST_F(FetchTest, LinksThatLeadElsewhereAreNotFollowed) {  // CH-080, CH-086
  const std::string port = std::to_string(server().port());
  for (const std::string& next : std::vector<std::string>{
           server().url("localhost") + "/Observation?elsewhere",
           "//localhost:" + port + "/fhir?elsewhere",
           "https://127.0.0.1:" + port + "/fhir/Observation?elsewhere",
           "http://127.0.0.1:1/fhir/Observation?elsewhere",
           "http://127.0.0.1:" + port + "@localhost:" + port + "/fhir?elsewhere",
           server().url() + "/../elsewhere", server().url() + "/%2e%2e/elsewhere", "../elsewhere",
           "/elsewhere", "/fhirelsewhere", "file:///etc/passwd?elsewhere", "\\\\elsewhere"}) {
    server().set(rig());
    std::string escaped;
    for (const char c : next) escaped += c == '\\' ? "\\\\" : std::string(1, c);
    const Value sent = with_prefetch(request(), first_page(escaped));
    const Answer answer = call(sent);
    EXPECT_EQ(answer.result_int(), 200U);
    EXPECT_THAT(ended(sent), Contains(Pair("labs", "foreign-link"))) << next;
    EXPECT_EQ(asked("elsewhere"), 0U) << next;
    EXPECT_THAT(answer.body(), HasSubstr("laboratory")) << "the card says what is missing";
  }
}

TEST_F(FetchTest, AServersLinkElsewhereLeavesAPartThatIsSaid) {  // CH-079, CH-080
  faults(R"([{"match": "category=laboratory", "next": "http://localhost:9/fhir?page=2"}])");
  const Value sent = request();
  EXPECT_THAT(call(sent).body(), HasSubstr("3.3 mmol/L"));
  EXPECT_THAT(ended(sent), Contains(Pair("labs", "foreign-link")));
}

TEST_F(FetchTest, AnEndlessChainOfPagesIsCut) {
  faults(R"([{"match": "category=laboratory", "next": "?category=laboratory&patient=example"}])");
  const Value sent = request();
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(ended(sent), Contains(Pair("labs", "too-many-pages")));
  EXPECT_EQ(asked("category=laboratory"), 10U);
}

TEST_F(FetchTest, AWrongTokenIsNotTriedTwiceAndRequiredKeysAreNamed) {  // CH-077, CH-078
  Value sent = request();
  sent.set("fhirAuthorization", authorization(kAllScopes, 300, "another-token"));
  const Answer answer = call(sent);
  EXPECT_EQ(answer.result_int(), 412U);
  EXPECT_THAT(answer.body(),
              AllOf(HasSubstr("OperationOutcome"), HasSubstr("patient, conditions")));
  EXPECT_THAT(ended(sent), AllOf(SizeIs(12), Each(Pair(::testing::_, "unauthorized"))));
  EXPECT_THAT(server().asked(), SizeIs(12));
}

TEST_F(FetchTest, AnExpiredTokenIsNotUsed) {  // CH-083
  for (const int seconds : {0, -1}) {
    Value sent = request();
    sent.set("fhirAuthorization", authorization(kAllScopes, seconds));
    EXPECT_EQ(call(sent).result_int(), 412U);
    EXPECT_EQ(*call_line(service(), sent).find("noFetch")->string(), "expired");
  }
  EXPECT_THAT(server().asked(), IsEmpty());
}

TEST_F(FetchTest, WhatIsNotGrantedIsNotAsked) {  // CH-084
  Value sent = request();
  sent.set("fhirAuthorization",
           authorization("patient/Patient.read patient/Condition.rs user/MedicationRequest.*"));
  const Answer answer = call(sent);
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), Not(HasSubstr("3.3 mmol/L")));
  EXPECT_THAT(server().asked(), SizeIs(3));
  EXPECT_THAT(ended(sent),
              AllOf(Contains(Pair("labs", "not-in-scope")), Contains(Pair("conditions", "ok"))));
}

TEST_F(FetchTest, WithoutAValueForATokenThereIsNoQuery) {
  Value sent = request();
  sent.find("context")->erase("encounterId");
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(ended(sent), Contains(Pair("encounter", "no-value")));
  sent = request();
  sent.find("context")->set("encounterId", "..");
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(ended(sent), Contains(Pair("encounter", "no-value")));
  EXPECT_EQ(asked("Encounter/"), 0U);
}

TEST_F(FetchTest, ABusyServerIsAskedAgainWhenItSaysWhen) {
  faults(R"([{"match": "category=laboratory", "status": 503, "times": 1,
              "headers": {"Retry-After": "0"}}])");
  Value sent = request();
  EXPECT_THAT(call(sent).body(), HasSubstr("3.3 mmol/L"));
  EXPECT_EQ(asked("category=laboratory"), 2U);

  faults(R"([{"match": "category=laboratory", "status": 429, "headers": {"Retry-After": "3600"}},
             {"match": "Procedure", "status": 500}])");
  sent = request();
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(ended(sent),
              AllOf(Contains(Pair("labs", "busy")), Contains(Pair("procedures", "server-error"))));
  EXPECT_EQ(asked("category=laboratory"), 1U);
  EXPECT_EQ(asked("Procedure"), 1U);
}

TEST_F(FetchTest, PackedAnswersAreUnpacked) {
  faults(R"([{"gzip": true}])");
  const Value sent = request();
  EXPECT_THAT(call(sent).body(), HasSubstr("3.3 mmol/L"));
}

TEST_F(FetchTest, ResourcesOfOthersAreDropped) {  // CH-087
  Value set = rig();
  // A server that takes no notice of `patient`.
  Value other = Value::object();
  other.set("resourceType", "Observation").set("id", "o").set("status", "final");
  other.set("subject", Value::object().set("reference", "Patient/other"));
  Value bundle = Value::object();
  bundle.set("resourceType", "Bundle").set("type", "searchset");
  bundle.set("entry", Value::array().push(Value::object().set("resource", other)));
  set.set("faults",
          Value::array().push(
              Value::object().set("match", "category=laboratory").set("raw", json::write(bundle))));
  server().set(set);
  const Value sent = request();
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_EQ(call_line(service(), sent).find("foreignDropped")->number()->text, "1");
}

TEST_F(FetchTest, AKeptConnectionThatWasClosedIsReplacedOnce) {
  call(request());
  faults(R"([{"match": "category=laboratory", "hangUp": true, "times": 1}])");
  Value sent = request();
  EXPECT_THAT(call(sent).body(), HasSubstr("3.3 mmol/L"));
  EXPECT_EQ(asked("category=laboratory"), 2U);
  faults(R"([{"match": "category=laboratory", "hangUp": true}])");
  sent = request();
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(ended(sent), Contains(Pair("labs", "closed")));
  EXPECT_EQ(asked("category=laboratory"), 2U);
}

/// A fault of the labs' query and the word for it. Advice goes on, and says what is missing.
struct Fault {
  const char* name;
  const char* json;
  const char* outcome;
};

class FaultTest : public FetchTest, public ::testing::WithParamInterface<Fault> {};

TEST_P(FaultTest, LosesTheKeyAndNothingElse) {  // CH-079
  faults(std::string(R"([{"match": "category=laboratory", )") + GetParam().json + "}]");
  const Value sent = request();
  const Answer answer = call(sent);
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), AllOf(HasSubstr("laboratory"), Not(HasSubstr("3.3 mmol/L"))));
  auto keys = ended(sent);
  EXPECT_EQ(keys["labs"], GetParam().outcome);
  keys.erase("labs");
  EXPECT_THAT(keys, Each(Pair(::testing::_, "ok")));
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultTest,
    ::testing::Values(
        Fault{"Forbidden", R"("status": 403)", "forbidden"},
        Fault{"NotFound", R"("status": 404)", "not-found"},
        Fault{"Refused", R"("status": 400)", "refused"},
        Fault{"ServerError", R"("status": 500)", "server-error"},
        Fault{"Redirect", R"("status": 302, "headers": {"Location": "/fhir/Observation"})",
              "redirect"},
        Fault{"Bomb", R"("bomb": 50000000)", "too-large"},
        Fault{"Large", R"("padding": 20000000)", "too-large"},
        Fault{"NotGzip", R"("encoding": "gzip")", "unreadable"},
        Fault{"OtherEncoding", R"("encoding": "br")", "unreadable"},
        Fault{"NotJson", R"("raw": "<html>")", "unreadable"},
        Fault{"NotFhir", R"("raw": "{\"a\":1}")", "unreadable"},
        Fault{"OtherType", R"("raw": "{\"resourceType\":\"Condition\"}")", "unreadable"},
        Fault{"Outcome", R"("raw": "{\"resourceType\":\"OperationOutcome\"}")", "unreadable"},
        Fault{"CutOff", R"("cut": 20)", "closed"}, Fault{"HangsUp", R"("hangUp": true)", "closed"}),
    [](const auto& fault) { return fault.param.name; });

TEST_F(FetchTest, TheDeadlineEndsSlowKeysAndKeepsTheOthers) {  // CH-069
  const Folder folder;
  const Service hurried({"--config", folder.write("c.toml", "[fhir]\ndeadline = \"1s\"\n")});
  faults(R"([{"match": "category=laboratory", "delay": 60000},
             {"match": "Procedure", "slow": 60000, "padding": 5000}])");
  const Value sent = request();
  const Answer answer = testing::call(hurried.port(), json::write(sent));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), AllOf(HasSubstr("laboratory"), Not(HasSubstr("3.3 mmol/L"))));
  EXPECT_THAT(fetches(hurried, sent),
              AllOf(Contains(Pair("labs", "timeout")), Contains(Pair("procedures", "timeout")),
                    Contains(Pair("conditions", "ok"))));

  faults(R"([{"match": "Condition", "delay": 60000}])");
  const Answer refused = testing::call(hurried.port(), json::write(request()));
  EXPECT_EQ(refused.result_int(), 412U);
  EXPECT_THAT(refused.body(), HasSubstr("conditions"));
}

TEST_F(FetchTest, NeitherLogNorMetricsHoldUrlsOrTokens) {  // CH-082, CH-172
  faults(R"([{"match": "category=laboratory", "status": 500}])");
  Value sent = request();
  sent.find("context")->set("patientId", "zz-planted-id");
  EXPECT_EQ(call(sent).result_int(), 412U);
  call_line(service(), sent);
  const std::string metrics = exchange(service().admin_port(), "GET", "/metrics", "", "").body();
  EXPECT_THAT(metrics, HasSubstr("cramp_fhir_fetches_total{key=\"labs\",outcome=\"server-error\""));
  for (const std::string& sink : {service().log(), metrics}) {
    EXPECT_THAT(sink,
                AllOf(Not(HasSubstr("zz-planted-id")), Not(HasSubstr(std::string(kAccessToken))),
                      Not(HasSubstr("category="))));
  }
}

}  // namespace
}  // namespace cramp::testing
