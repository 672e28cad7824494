// What the pages ask the service for: docs/workbench.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "http.hpp"
#include "json/document.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class WorkbenchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { service_ = std::make_unique<Service>(); }
  static void TearDownTestSuite() { service_.reset(); }
  static std::uint16_t port() { return service_->port(); }

  static Answer get(std::string_view path) { return exchange(port(), "GET", path); }
  static json::Document post(std::string_view path, const std::string& body) {
    const Answer answer = exchange(port(), "POST", path, body);
    EXPECT_EQ(answer.result_int(), 200U) << answer.body();
    return std::move(*json::parse(answer.body()));
  }

  static std::unique_ptr<Service> service_;
};

std::unique_ptr<Service> WorkbenchTest::service_;

constexpr std::string_view kCall = "/workbench/call";

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[11];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

/// A chart with one cramp, today.
std::string chart() {
  return R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)"
         R"({"resourceType":"Patient","id":"p","gender":"female","birthDate":"1990-01-01"}},)"
         R"({"resource":{"resourceType":"Condition","id":"cramp","clinicalStatus":{"coding":[)"
         R"({"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},)"
         R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"449918009"}]},)"
         R"("subject":{"reference":"Patient/p"},"onsetDateTime":")" +
         today() + "\"}}]}";
}

std::string rule_status(json::View answer, std::string_view rule) {
  for (const json::View one : answer.find("explanation").find("rules").items()) {
    if (one.string("rule") == rule) return std::string(one.string("status"));
  }
  return "absent";
}

TEST_F(WorkbenchTest, MakesTheCallOfAChartAndSaysWhy) {
  const auto document =
      post(kCall, R"({"service":"leg-cramp-patient-view","chart":)" + chart() + "}");
  const json::View root = document.root();
  EXPECT_EQ(root.find("status").text(), "200");
  EXPECT_EQ(root.find("request").string("hook"), "patient-view");
  EXPECT_EQ(root.find("request").find("context").string("patientId"), "p");
  EXPECT_TRUE(root.find("response").find("cards").is_array());
  EXPECT_EQ(rule_status(root, "benign-conservative"), "fired");
  EXPECT_EQ(rule_status(root, "lab-hypokalaemia"), "notFired");
}

TEST_F(WorkbenchTest, WhatIsNotAvailableIsNotAssessable) {
  const auto document = post(kCall, R"({"service":"leg-cramp-patient-view","unavailable":["labs"],)"
                                    R"("chart":)" +
                                        chart() + "}");
  EXPECT_EQ(rule_status(document.root(), "lab-hypokalaemia"), "notAssessable");
}

TEST_F(WorkbenchTest, ACallThatIsRefusedIsShownAsSuch) {
  const auto document =
      post(kCall, R"({"service":"leg-cramp-patient-view","unavailable":["conditions"],"chart":)" +
                      chart() + "}");
  EXPECT_EQ(document.root().find("status").text(), "412");
  EXPECT_EQ(document.root().find("response").string("resourceType"), "OperationOutcome");
  EXPECT_TRUE(document.root().find("explanation").is_null());
}

TEST_F(WorkbenchTest, NamesTheValueSetsOfAChart) {
  const auto document = post("/workbench/sets", R"({"chart":)" + chart() + "}");
  std::vector<std::string> names;
  for (const json::View name : document.root().find("Condition/cramp").items())
    names.emplace_back(name.text());
  EXPECT_THAT(names, ::testing::Contains("cramp-complaint"));
}

TEST_F(WorkbenchTest, ShowsTheContentAsItIs) {
  EXPECT_THAT(get("/workbench/content").body(),
              AllOf(HasSubstr(R"("development":true)"), HasSubstr("\"lab-hypokalaemia\""),
                    HasSubstr(R"("changed":)"), HasSubstr(R"("id":"leg-cramp-order-sign")")));
  EXPECT_THAT(get("/workbench/cql/LegCrampHistory").body(), HasSubstr("library LegCrampHistory"));
  EXPECT_THAT(get("/workbench/value-sets/quinine").body(), HasSubstr("\"997010\""));
  EXPECT_THAT(get("/workbench/cases").body(), HasSubstr(R"("id":"50a")"));
  EXPECT_THAT(get("/workbench/cases/50a").body(), HasSubstr("\"Potassium 3.5 mmol/L\""));
}

TEST_F(WorkbenchTest, NoNameLeadsOutOfTheContent) {
  for (const char* path :
       {"/workbench/cql/../../../README", "/workbench/cql/LegCrampHistory.cql",
        "/workbench/cases/../rules", "/workbench/cases/", "/workbench/value-sets/", "/workbench/",
        "/workbench/cql/%2e%2e/x", "/workbench/other"}) {
    EXPECT_EQ(get(path).result_int(), 404U) << path;
  }
}

TEST_F(WorkbenchTest, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(exchange(port(), "GET", kCall).result_int(), 405U);
  EXPECT_EQ(exchange(port(), "POST", "/workbench/content", "{}").result_int(), 405U);
  EXPECT_EQ(exchange(port(), "POST", kCall, "{}", "Content-Type: text/plain\r\n").result_int(),
            415U);
  EXPECT_EQ(exchange(port(), "POST", kCall, "{").result_int(), 400U);
  EXPECT_EQ(exchange(port(), "POST", kCall, R"({"service":"none"})").result_int(), 404U);
  EXPECT_EQ(exchange(port(), "POST", "/workbench/sets", "[1").result_int(), 400U);
}

TEST_F(WorkbenchTest, IsAsStrictAsThePages) {
  const Answer answer = get("/workbench/content");
  EXPECT_THAT(std::string(answer["Content-Security-Policy"]), HasSubstr("default-src 'none'"));
  EXPECT_EQ(answer["Cache-Control"], "no-store");
}

TEST_F(WorkbenchTest, AFullChartIsNeitherLoggedNorCounted) {
  post(kCall, R"({"service":"leg-cramp-patient-view","chart":)" + chart() + "}");
  EXPECT_THAT(exchange(service_->admin_port(), "GET", "/metrics").body(),
              Not(HasSubstr("cramp_requests_total{")));
}

}  // namespace
}  // namespace cramp::testing
