// The real binary over real HTTP, with the shipped content.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "http.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using json::View;
using ::testing::HasSubstr;
using ::testing::Not;

class ServiceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { service_ = new Service(); }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }
  static std::uint16_t port() { return service_->port(); }

 private:
  static inline Service* service_ = nullptr;
};

json::Document parsed(const Answer& answer) {
  auto document = json::parse(answer.body());
  EXPECT_TRUE(document.ok()) << answer.body();
  return document.ok() ? std::move(*document) : json::Document();
}

void expect_outcome(const Answer& answer, unsigned status, std::string_view holds = "") {  // CH-095
  EXPECT_EQ(answer.result_int(), status) << answer.body();
  EXPECT_EQ(answer["Content-Type"], "application/json");
  const json::Document outcome = parsed(answer);
  EXPECT_EQ(outcome.root().string("resourceType"), "OperationOutcome");
  const View issue = outcome.root().find("issue").at(0);
  EXPECT_EQ(issue.string("severity"), "error");
  EXPECT_FALSE(issue.string("code").empty());
  EXPECT_THAT(answer.body(), HasSubstr(std::string(holds)));
}

/// No null, no empty text, list or object anywhere but `cards` (CH-005, CH-006).
void expect_full(View value, const std::string& where) {
  EXPECT_FALSE(value.is_null()) << where;
  if (value.is_string()) {
    EXPECT_FALSE(value.text().empty()) << where;
  }
  if ((value.is_array() || value.is_object()) && where != "/cards") {
    EXPECT_GT(value.size(), 0U) << where;
  }
  for (const View item : value.items()) expect_full(item, where + "[]");
  for (auto [name, member] : value.members()) expect_full(member, where + "/" + std::string(name));
}

/// Takes out what is new in every call: uuids and the instant of the drafts.
void forget_call(Value& value) {
  value.erase("uuid");
  value.erase("authoredOn");
  if (Value::Array* items = value.items()) {
    for (Value& item : *items) forget_call(item);
  }
  if (Value::Object* members = value.members()) {
    for (auto& [name, member] : *members) forget_call(member);
  }
}

std::string same_in_every_call(const std::string& body) {
  Value response(json::parse(body)->root());
  forget_call(response);
  return json::write(response);
}

TEST_F(ServiceTest, DiscoveryListsTheService) {  // CH-013 to CH-015, CH-017 to CH-021
  const Answer answer = exchange(port(), "GET", "/cds-services", "", "");
  EXPECT_EQ(answer.result_int(), 200U);
  const json::Document document = parsed(answer);
  expect_full(document.root(), "");
  View service;
  for (const View offered : document.root().find("services").items()) {
    if (offered.string("id") == "leg-cramp-patient-view") service = offered;
  }
  EXPECT_EQ(service.string("hook"), "patient-view");
  EXPECT_EQ(service.find("prefetch").string("patient"), "Patient/{{context.patientId}}");
}

TEST_F(ServiceTest, DiscoveryIsTheSameAfterARestart) {  // CH-047
  const Service again;
  EXPECT_EQ(exchange(port(), "GET", "/cds-services").body(),
            exchange(again.port(), "GET", "/cds-services").body());
}

TEST_F(ServiceTest, SampleGetsAWarningCardWithEvidenceAndOrders) {  // CH-049, CH-088
  const Answer answer = call(port(), sample_request());
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  const json::Document document = parsed(answer);
  expect_full(document.root(), "");
  ASSERT_EQ(document.root().find("cards").size(), 1U) << answer.body();
  const View card = document.root().find("cards").at(0);
  EXPECT_EQ(card.string("indicator"), "warning");
  EXPECT_LT(card.string("summary").size(), 140U);  // CH-099
  EXPECT_THAT(card.string("detail"), HasSubstr("3.3 mmol/L"));
  EXPECT_THAT(card.string("detail"), HasSubstr("hydrochlorothiazide"));
  EXPECT_GT(card.find("suggestions").size(), 0U);
  EXPECT_GT(card.find("overrideReasons").size(), 0U);
}

TEST_F(ServiceTest, SampleTwiceDiffersOnlyInUuidsAndInstant) {  // CH-066, CH-098
  const std::string first = call(port(), sample_request()).body();
  const std::string second = call(port(), sample_request()).body();
  EXPECT_NE(first, second);
  EXPECT_EQ(same_in_every_call(first), same_in_every_call(second));
}

TEST_F(ServiceTest, InvokeAnswersAsTheServerDoes) {
  const Finished invoked = run({"invoke", "leg-cramp-patient-view", "-"}, sample_request());
  EXPECT_EQ(invoked.status, 0) << invoked.err;
  EXPECT_EQ(same_in_every_call(invoked.out),
            same_in_every_call(call(port(), sample_request()).body()));
}

TEST_F(ServiceTest, NoComplaintMeansNoCard) {  // CH-089
  const Answer answer = call(port(), sample_request([](Value& request) {
                               request.find("prefetch")->find("conditions")->erase("entry");
                             }));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_EQ(answer.body(), R"({"cards":[]})");
}

TEST_F(ServiceTest, MissingRequiredKeyIs412NamingIt) {  // CH-077, CH-078
  const Answer answer =
      call(port(),
           sample_request([](Value& request) { request.find("prefetch")->erase("conditions"); }));
  expect_outcome(answer, 412, "conditions");
}

TEST_F(ServiceTest, MissingOptionalKeyIsSaidOnTheCard) {  // CH-079
  const Answer answer =
      call(port(), sample_request([](Value& request) { request.find("prefetch")->erase("labs"); }));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), HasSubstr("laboratory results"));
}

TEST_F(ServiceTest, UnknownMembersChangeNothing) {  // CH-011, CH-224
  const Answer answer = call(port(), sample_request([](Value& request) {
                               request.set("zzz", Value::object().set("a", "b"));
                               request.find("context")->set("zzz", "x");
                               request.find("prefetch")->set("zzz", Value::object().set("a", "b"));
                             }));
  EXPECT_EQ(same_in_every_call(answer.body()),
            same_in_every_call(call(port(), sample_request()).body()));
}

TEST_F(ServiceTest, OtherPatientsResourcesAreDropped) {  // CH-087
  const Answer answer = call(
      port(), sample_request([](Value& request) {
        for (Value& entry : *request.find("prefetch")->find("conditions")->find("entry")->items()) {
          entry.find("resource")->find("subject")->set("reference", "Patient/other");
        }
      }));
  EXPECT_EQ(answer.body(), R"({"cards":[]})");
}

TEST_F(ServiceTest, WhatIsNotJsonIs400) {  // CH-004, CH-060, CH-063, CH-064
  expect_outcome(call(port(), "{"), 400);
  expect_outcome(call(port(), R"({"a":1,})"), 400);
  expect_outcome(call(port(), R"({"a":1} /* no */)"), 400);
  expect_outcome(call(port(), R"({"hook":"patient-view","hook":"order-sign"})"), 400);
  expect_outcome(call(port(), "{\"a\":\"\xff\"}"), 400);
  expect_outcome(call(port(), std::string(2'000'000, '[')), 400);
  EXPECT_EQ(call(port(), sample_request()).result_int(), 200U);
}

TEST_F(ServiceTest, WhatIsNotARequestIs422) {  // CH-051 to CH-053, CH-061
  expect_outcome(call(port(), "[]"), 422);
  for (const char* member : {"hook", "hookInstance", "context"}) {
    expect_outcome(call(port(), sample_request([&](Value& request) { request.erase(member); })),
                   422, member);
  }
  expect_outcome(call(port(), sample_request([](Value& r) { r.set("hook", "order-sign"); })), 422,
                 "order-sign");
  expect_outcome(call(port(), sample_request([](Value& r) { r.set("hookInstance", "7"); })), 422,
                 "hookInstance");
  expect_outcome(
      call(port(), sample_request([](Value& r) { r.find("context")->erase("patientId"); })), 422,
      "patientId");
}

TEST_F(ServiceTest, WrongPathMethodAndType) {  // CH-030, CH-050, CH-062
  expect_outcome(exchange(port(), "GET", "/nothing"), 404);
  expect_outcome(exchange(port(), "POST", "/cds-services/none", "{}"), 404);
  const Answer deleted = exchange(port(), "DELETE", "/cds-services");
  expect_outcome(deleted, 405);
  EXPECT_EQ(deleted["Allow"], "GET, HEAD, OPTIONS");
  const Answer got = exchange(port(), "GET", kPatientView);
  expect_outcome(got, 405);
  EXPECT_EQ(got["Allow"], "POST, OPTIONS");
  expect_outcome(exchange(port(), "POST", kPatientView, "{}", "Content-Type: text/plain\r\n"), 415);
  expect_outcome(exchange(port(), "POST", kPatientView, "{}", ""), 415);
  EXPECT_EQ(exchange(port(), "HEAD", "/cds-services").result_int(), 200U);
}

TEST_F(ServiceTest, PagesAreOnItsListenerInDevelopment) {
  const Answer page = exchange(port(), "GET", "/");
  EXPECT_EQ(page.result_int(), 200U);
  EXPECT_EQ(page["Content-Type"], "text/html; charset=utf-8");
  EXPECT_NE(page["Content-Security-Policy"].find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(exchange(port(), "GET", "/", "", "If-None-Match: " + std::string(page["ETag"]) + "\r\n")
                .result_int(),
            304U);
}

TEST_F(ServiceTest, TooLargeABodyIs413) {  // CH-062
  net::testing::Client client(port());
  client.send(
      "POST /cds-services/leg-cramp-patient-view HTTP/1.1\r\nHost: x\r\nContent-Length: "
      "99999999\r\n\r\n");
  expect_outcome(client.receive(), 413);
}

TEST_F(ServiceTest, PagesOfThisMachineMayCallIt) {  // CH-175
  const std::string headers =
      "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: POST\r\n"
      "Access-Control-Request-Headers: content-type\r\n";
  const Answer answer = exchange(port(), "OPTIONS", kPatientView, "", headers);
  EXPECT_EQ(answer.result_int(), 204U);
  EXPECT_EQ(answer["Access-Control-Allow-Origin"], "http://localhost:3000");
  EXPECT_THAT(std::string(answer["Access-Control-Allow-Methods"]), HasSubstr("POST"));
  EXPECT_THAT(std::string(answer["Access-Control-Allow-Headers"]), HasSubstr("authorization"));
  for (const char* origin : {"https://evil.example", "http://localhost.evil.example", "null"}) {
    const Answer other =
        exchange(port(), "OPTIONS", kPatientView, "", "Origin: " + std::string(origin) + "\r\n");
    for (const auto& field : other) {
      EXPECT_THAT(std::string(field.name_string()), Not(HasSubstr("Access-Control"))) << origin;
    }
  }
}

TEST(Serve, StopsCleanlyWhenTold) {
  Service service;
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
}

TEST(Serve, RefusesToRunOpenWithoutDev) {  // CH-002, CH-154
  const Finished refused = run({"serve"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--dev"));
}

TEST(Serve, RefusesBrokenContentWithEveryFault) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("cramp-broken-" + std::to_string(getpid()));
  fs::create_directories(folder);
  fs::copy(CRAMP_SOURCE_DIR "/rules", folder / "rules", fs::copy_options::recursive);
  fs::copy(CRAMP_SOURCE_DIR "/profiles", folder / "profiles", fs::copy_options::recursive);
  fs::remove(folder / "rules/leg-cramps/activities/bmp.json");
  fs::remove(folder / "profiles/valuesets/hospice.json");
  const Finished refused =
      run({"serve", "--dev", "--listen", "127.0.0.1:0", "--content", folder.string()});
  fs::remove_all(folder);
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("ActivityDefinition/"));
  EXPECT_THAT(refused.err, HasSubstr("ValueSet/hospice"));
}

}  // namespace
}  // namespace cramp::testing
