// The states of prefetch keys (conformance checklist, section E).

#include "cdshooks/prefetch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::Json;
using ::testing::ElementsAre;

rules::Service service() {
  rules::Service service;
  rules::DataRequirement patient;
  patient.key = "patient";
  patient.type = "Patient";
  patient.required = true;
  rules::DataRequirement labs;
  labs.key = "labs";
  labs.type = "Observation";
  service.requirements = {patient, labs};
  return service;
}

/// A request with this prefetch object, and the states of its keys.
class Read {
 public:
  explicit Read(const std::string& prefetch) : json_(prefetch) {
    request_.prefetch = json_.root();
    auto states = read_prefetch(service_, request_);
    if (states) {
      states_ = std::move(states).value();
    } else {
      error_ = states.error();
    }
  }
  const KeyState& patient() const { return states_.at(0); }
  const KeyState& labs() const { return states_.at(1); }
  const std::vector<KeyState>& states() const { return states_; }
  const base::Error& error() const { return error_; }
  const Request& request() const { return request_; }

 private:
  Json json_;
  rules::Service service_ = service();
  Request request_;
  std::vector<KeyState> states_;
  base::Error error_;
};

DataState state_of_labs(const std::string& value) {
  const Read read(R"({"labs":)" + value + "}");
  EXPECT_EQ(read.error().where, "") << value;
  return read.states().empty() ? DataState::kAbsent : read.labs().state;
}

const std::string kObservation = R"({"resourceType":"Observation","id":"o"})";
std::string outcome(std::string_view code, std::string_view severity = "error") {
  return R"({"resourceType":"OperationOutcome","issue":[{"severity":")" + std::string(severity) +
         R"(","code":")" + std::string(code) + "\"}]}";
}
std::string bundle(const std::string& entries, const std::string& link = "") {
  return R"({"resourceType":"Bundle","type":"searchset")" +
         (link.empty() ? "" : ",\"link\":[" + link + "]") + ",\"entry\":[" + entries + "]}";
}
std::string entry(const std::string& resource) {
  return "{\"resource\":" + resource + "}";
}
const std::string kNext =
    R"({"relation":"self","url":"https://x/1"},{"relation":"next","url":"https://x/2"})";

TEST(Prefetch, EveryStateIsToldApart) {  // CH-071, CH-072, CH-073, CH-074
  EXPECT_EQ(state_of_labs(bundle(entry(kObservation))), DataState::kSent);
  EXPECT_EQ(state_of_labs(kObservation), DataState::kSent);
  EXPECT_EQ(state_of_labs("null"), DataState::kNull);
  EXPECT_EQ(state_of_labs(bundle("")), DataState::kEmpty);
  EXPECT_EQ(state_of_labs(R"({"resourceType":"Bundle"})"), DataState::kEmpty);
  EXPECT_EQ(state_of_labs(bundle(entry(kObservation), kNext)), DataState::kPaged);
  EXPECT_EQ(state_of_labs(outcome("forbidden")), DataState::kFailed);
  EXPECT_EQ(state_of_labs("{}"), DataState::kAbsent);
  EXPECT_EQ(Read("{}").labs().state, DataState::kAbsent);
  EXPECT_EQ(Read(R"({"other":5})").labs().state, DataState::kAbsent);  // CH-059
}

TEST(Prefetch, AnOutcomeAmongTheEntriesTellsOfAFailure) {  // CH-074
  const std::string failed = bundle(entry(kObservation) + "," + entry(outcome("timeout")));
  const Read read(R"({"labs":)" + failed + "}");
  EXPECT_EQ(read.labs().state, DataState::kFailed);
  EXPECT_TRUE(read.labs().value) << "what came is used all the same";
  EXPECT_EQ(state_of_labs(bundle(entry(R"({"resourceType":"OperationOutcome"})"))),
            DataState::kFailed);
  // Advice about a search that worked is no failure.
  const std::string advice = entry(outcome("not-supported", "warning"));
  EXPECT_EQ(state_of_labs(bundle(entry(kObservation) + "," + advice)), DataState::kSent);
  EXPECT_EQ(state_of_labs(bundle(advice)), DataState::kEmpty);
}

TEST(Prefetch, AnotherResourceThanAskedForIsAFailure) {
  EXPECT_EQ(state_of_labs(R"({"resourceType":"Condition"})"), DataState::kFailed);
}

TEST(Prefetch, WhatIsNoResourceIsRefused) {  // CH-061
  for (const std::string_view wrong :
       {"5", "\"x\"", "[]", "true", R"({"a":1})", R"({"resourceType":"Bundle","entry":{}})"}) {
    const Read read(R"({"labs":)" + std::string(wrong) + "}");
    EXPECT_EQ(read.error().code, base::Code::kUnprocessable) << wrong;
    EXPECT_EQ(read.error().where.substr(0, 13), "prefetch.labs") << wrong;
  }
}

TEST(Prefetch, WrappedResourcesAreUnwrapped) {
  const Read read(R"({"labs":{"response":{"status":"200 OK"},"resource":)" +
                  bundle(entry(kObservation)) + "}}");
  EXPECT_EQ(read.labs().state, DataState::kSent);
  ASSERT_EQ(read.request().warnings.size(), 1U);
  EXPECT_EQ(read.request().warnings[0].where, "prefetch.labs");
}

TEST(Prefetch, OnlyWhatMayHelpIsFetched) {  // CH-072, CH-073, CH-075, CH-076, CH-080
  const auto fetched = [](const std::string& labs) {
    const Read read(R"({"patient":{"resourceType":"Patient","id":"p"},"labs":)" + labs + "}");
    return !to_fetch(read.states()).empty();
  };
  EXPECT_FALSE(fetched(bundle(entry(kObservation))));
  EXPECT_FALSE(fetched("null"));
  EXPECT_FALSE(fetched(bundle("")));
  EXPECT_FALSE(fetched(outcome("forbidden")));
  EXPECT_TRUE(fetched(outcome("throttled")));
  EXPECT_TRUE(fetched(outcome("transient")));
  EXPECT_TRUE(fetched(bundle("", kNext)));
  EXPECT_TRUE(fetched("{}"));
  EXPECT_THAT(to_fetch(Read("{}").states()), ElementsAre(0, 1));
  // One hopeless issue among passing ones.
  EXPECT_FALSE(fetched(
      R"({"resourceType":"OperationOutcome","issue":[{"code":"timeout"},{"code":"forbidden"}]})"));
}

TEST(Prefetch, MissingRequiredDataIsNamed) {  // CH-077, CH-078
  for (const std::string& missing :
       {std::string("{}"), R"({"patient":)" + outcome("forbidden") + "}"}) {
    const Read read(missing);
    const auto status = check_required(read.states());
    ASSERT_FALSE(status.ok()) << missing;
    EXPECT_EQ(base::info(status.error().code).http_status, 412);
    EXPECT_EQ(status.error().where, "prefetch.patient");
    EXPECT_NE(status.error().public_text.find("patient"), std::string::npos);
    EXPECT_EQ(status.error().public_text.find("labs"), std::string::npos);
  }
  // Asked for and not there is an answer.
  EXPECT_TRUE(check_required(Read(R"({"patient":null})").states()).ok());
}

TEST(Prefetch, OptionalDataThatIsNotCertainIsNamed) {  // CH-079
  const auto named = [](const std::string& labs) {
    const Read read(R"({"patient":{"resourceType":"Patient","id":"p"},"labs":)" + labs + "}");
    const auto keys = unavailable(read.states());
    return std::vector<std::string>(keys.begin(), keys.end());
  };
  EXPECT_THAT(named(bundle(entry(kObservation))), ElementsAre());
  EXPECT_THAT(named("null"), ElementsAre());
  EXPECT_THAT(named(bundle("")), ElementsAre());
  EXPECT_THAT(named(bundle(entry(kObservation), kNext)), ElementsAre("labs"));
  EXPECT_THAT(named(outcome("forbidden")), ElementsAre("labs"));
  EXPECT_THAT(named("{}"), ElementsAre("labs"));
}

TEST(Prefetch, EverythingThatCameIsUsedButForOtherPatients) {  // CH-087, CH-080
  const Read read(
      R"({"patient":{"resourceType":"Patient","id":"p"},"labs":)" +
      bundle(
          entry(R"({"resourceType":"Observation","id":"1","subject":{"reference":"Patient/p"}})") +
              "," +
              entry(
                  R"({"resourceType":"Observation","id":"2","subject":{"reference":"Patient/q"}})"),
          kNext) +
      "}");
  fhir::PatientData data("p");
  collect(read.states(), data);
  EXPECT_EQ(data.of_type("Patient").size(), 1U);
  ASSERT_EQ(data.of_type("Observation").size(), 1U);
  EXPECT_EQ(data.of_type("Observation")[0].string("id"), "1");
  EXPECT_EQ(data.dropped(), 1U);
}

/// The labs after this answer to their query, and these pages.
KeyState after(const Json& answer, std::initializer_list<const Json*> pages = {}) {
  static const rules::Service kService = service();
  KeyState state;
  state.requirement = &kService.requirements[1];
  read_answer(answer, state);
  for (const Json* page : pages) EXPECT_TRUE(read_page(*page, state));
  return state;
}

TEST(Prefetch, AnAnswerIsReadAsIfItHadBeenSent) {  // CH-076
  EXPECT_EQ(after(Json(bundle(entry(kObservation)))).state, DataState::kSent);
  EXPECT_EQ(after(Json(bundle(""))).state, DataState::kEmpty);
  EXPECT_EQ(after(Json(bundle("", kNext))).state, DataState::kPaged);
  for (const std::string& answer :
       {outcome("forbidden"), std::string("null"), std::string("{}"), std::string("[]"),
        std::string(R"({"resourceType":"Condition"})"),
        std::string(R"({"resourceType":"Bundle","entry":{}})")}) {
    EXPECT_EQ(after(Json(answer)).state, DataState::kFailed) << answer;
  }
}

TEST(Prefetch, PagesAreAddedUntilTheLast) {  // CH-080
  const Json first(bundle(entry(R"({"resourceType":"Observation","id":"1"})"), kNext));
  const Json second(bundle(entry(R"({"resourceType":"Observation","id":"2"})"), kNext));
  const Json last(bundle(entry(R"({"resourceType":"Observation","id":"3"})")));
  EXPECT_EQ(after(first, {&second}).state, DataState::kPaged);
  const KeyState whole = after(first, {&second, &last});
  EXPECT_EQ(whole.state, DataState::kSent);
  fhir::PatientData data("p");
  collect(std::span(&whole, 1), data);
  EXPECT_EQ(data.of_type("Observation").size(), 3U);

  KeyState broken = after(first);
  const Json failure(outcome("timeout")), resource(R"({"resourceType":"Observation","id":"4"})");
  EXPECT_FALSE(read_page(failure, broken));
  EXPECT_FALSE(read_page(resource, broken));
  EXPECT_EQ(broken.state, DataState::kPaged);
  EXPECT_TRUE(broken.pages.empty());
}

}  // namespace
}  // namespace cramp::cdshooks
