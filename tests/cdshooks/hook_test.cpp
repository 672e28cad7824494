// The hook table and the check of contexts against it (conformance checklist, section K).

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "cdshooks/hook.hpp"
#include "cdshooks/request.hpp"
#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::Json;

constexpr std::string_view kUser = R"("userId":"Practitioner/u")";
constexpr std::string_view kPatient = R"("patientId":"p")";
constexpr std::string_view kOrders =
    R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)"
    R"({"resourceType":"ServiceRequest","id":"s","status":"draft"}}]})";

/// A hook with exactly its required fields, each on its own so that one can be left out.
struct Row {
  std::string_view hook, version;
  std::vector<std::string_view> required;
  std::set<std::string_view> no_tokens;  ///< fields that a 2.0 template may not name (CH-037)
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      // CH-181, CH-182, CH-183
      {"patient-view", "1.0", {kUser, kPatient}, {}},
      // CH-184, CH-185, CH-186
      {"encounter-start", "1.0", {kUser, kPatient, R"("encounterId":"e")"}, {}},
      // CH-187, CH-188, CH-189
      {"encounter-discharge", "1.0", {kUser, kPatient, R"("encounterId":"e")"}, {}},
      // CH-190, CH-191, CH-192, CH-193, CH-194
      {"order-select",
       "1.0",
       {kUser, kPatient, R"("selections":["ServiceRequest/s"])", kOrders},
       {"selections", "draftOrders"}},
      // CH-195, CH-196, CH-197, CH-198
      {"order-sign", "1.0", {kUser, kPatient, kOrders}, {"draftOrders"}},
      // CH-199, CH-200, CH-201, CH-202
      {"order-dispatch",
       "1.1",
       {kPatient, R"("dispatchedOrders":["ServiceRequest/s"])", R"("performer":"Organization/o")"},
       {"fulfillmentTasks"}},
      // CH-204, CH-205, CH-206, CH-207: the published examples lack Bundle.type
      {"problem-list-item-create",
       "0.1.0",
       {kUser, kPatient,
        R"("conditions":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition"}}]})"},
       {"conditions"}},
      // CH-208, CH-209, CH-210, CH-211
      {"medication-refill",
       "0.1.0",
       {kPatient, R"("medications":{"resourceType":"Bundle","entry":[{"resource":)"
                  R"({"resourceType":"MedicationRequest"}}]})"},
       {"medications"}},
      // CH-212, CH-213, CH-214, CH-215
      {"allergyintolerance-create",
       "0.1.0",
       {kUser, kPatient, R"("allergyIntolerance":{"resourceType":"AllergyIntolerance"})"},
       {"allergyIntolerance"}},
      // CH-216, CH-217, CH-218, CH-219
      {"appointment-book",
       "1.0",
       {kUser, kPatient,
        R"("appointments":{"resourceType":"Bundle","entry":[{"resource":)"
        R"({"resourceType":"Appointment","status":"proposed"}}]})"},
       {"appointments"}},
  };
  return kRows;
}

std::string body(std::string_view hook, const std::vector<std::string_view>& members) {
  return fmt::format(R"({{"hook":"{}","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
                     R"("context":{{{}}}}})",
                     hook, fmt::join(members, ","));
}

base::Result<Request> read(std::string_view hook, const std::string& text) {
  const Json json(text);
  auto request = read_request(json, *find_hook(hook));
  if (request) return Request{};  // the views would not outlive the text
  return request;
}

std::string name_of(std::string_view member) {
  return std::string(member.substr(1, member.find(':') - 2));
}

TEST(Hooks, TheTableHoldsThePublishedOnes) {
  EXPECT_EQ(hooks().size(), rows().size() + 2);  // and two deprecated ones (CH-221)
  for (const Row& row : rows()) {
    const Hook* hook = find_hook(row.hook);
    ASSERT_NE(hook, nullptr) << row.hook;
    EXPECT_EQ(hook->version, row.version) << row.hook;  // CH-024
    EXPECT_TRUE(hook->successor.empty());
    std::set<std::string_view> no_tokens;
    for (const ContextField& field : hook->fields) {
      if (!field.token) no_tokens.insert(field.name);
    }
    EXPECT_EQ(no_tokens, row.no_tokens) << row.hook;
  }
}

TEST(Hooks, DeprecatedOnesNameTheirSuccessor) {  // CH-221
  EXPECT_EQ(find_hook("medication-prescribe")->successor, "order-select");
  EXPECT_EQ(find_hook("order-review")->successor, "order-sign");
}

TEST(Hooks, PrivateOnesAreReverseDomainNames) {  // CH-220
  EXPECT_TRUE(is_private_hook("org.example.ward-round"));
  EXPECT_FALSE(is_private_hook("patient-veiw"));
  EXPECT_FALSE(is_private_hook("patient-view"));
  EXPECT_FALSE(is_private_hook(".x"));
  EXPECT_FALSE(is_private_hook("x."));
}

TEST(Hooks, ExactlyTheRequiredFieldsAreEnough) {
  for (const Row& row : rows()) {
    const auto request = read(row.hook, body(row.hook, row.required));
    EXPECT_TRUE(request.ok()) << row.hook << ": " << (request ? "" : request.error().public_text);
  }
}

TEST(Hooks, EachRequiredFieldIsMissed) {
  for (const Row& row : rows()) {
    for (const std::string_view left_out : row.required) {
      auto others = row.required;
      std::erase(others, left_out);
      const auto request = read(row.hook, body(row.hook, others));
      ASSERT_FALSE(request.ok()) << row.hook << " without " << left_out;
      EXPECT_EQ(request.error().code, base::Code::kUnprocessable);
      EXPECT_EQ(request.error().where, fmt::format("context.{}", name_of(left_out))) << row.hook;
    }
  }
}

TEST(Hooks, EachRequiredFieldHasItsType) {
  for (const Row& row : rows()) {
    for (const std::string_view right : row.required) {
      for (const std::string_view wrong :
           {"42", "true", R"("a b")", R"({"x":1})", R"([{"x":1}])"}) {
        const std::string mistyped = fmt::format("\"{}\":{}", name_of(right), wrong);
        auto members = row.required;
        std::replace(members.begin(), members.end(), right, std::string_view(mistyped));
        const auto request = read(row.hook, body(row.hook, members));
        ASSERT_FALSE(request.ok()) << row.hook << " with " << mistyped;
        EXPECT_EQ(request.error().where, fmt::format("context.{}", name_of(right))) << row.hook;
      }
    }
  }
}

/// The optional fields of each hook, with a value of their type.
struct Optional {
  std::string_view hook, member;
};
constexpr std::string_view kEncounter = R"("encounterId":"e")";
constexpr Optional kOptional[] = {
    {"patient-view", kEncounter},                                           // CH-183
    {"order-select", kEncounter},                                           // CH-192
    {"order-sign", kEncounter},                                             // CH-197
    {"order-dispatch", R"("fulfillmentTasks":[{"resourceType":"Task"}])"},  // CH-202
    {"problem-list-item-create", kEncounter},                               // CH-206
    {"medication-refill", kUser},                                           // CH-208
    {"medication-refill", kEncounter},                                      // CH-210
    {"allergyintolerance-create", kEncounter},                              // CH-214
    {"appointment-book", kEncounter},                                       // CH-218
};

TEST(Hooks, OptionalFieldsAreReadAndHaveTheirType) {
  std::set<std::pair<std::string_view, std::string>> optional;
  for (const auto& [hook, member] : kOptional) {
    optional.emplace(hook, name_of(member));
    const Row& row = *std::ranges::find(rows(), hook, &Row::hook);
    auto members = row.required;
    members.push_back(member);
    EXPECT_TRUE(read(hook, body(hook, members)).ok()) << hook << ' ' << member;
    for (const std::string_view wrong : {"42", R"("a b")", R"({"x":1})", R"([{"x":1}])"}) {
      const std::string mistyped = fmt::format("\"{}\":{}", name_of(member), wrong);
      members.back() = mistyped;
      const auto request = read(hook, body(hook, members));
      ASSERT_FALSE(request.ok()) << hook << " with " << mistyped;
      EXPECT_THAT(request.error().where,
                  ::testing::StartsWith(fmt::format("context.{}", name_of(member))));
    }
  }
  for (const Row& row : rows()) {
    for (const ContextField& field : find_hook(row.hook)->fields) {
      if (field.required) continue;
      EXPECT_TRUE(optional.contains({row.hook, std::string(field.name)})) << field.name;
    }
  }
}

TEST(Hooks, TheEncounterIsKnownToTheCall) {  // CH-183, CH-192, CH-197, CH-206
  for (const Row& row : rows()) {
    if (find_field(*find_hook(row.hook), "encounterId") == nullptr) continue;
    auto members = row.required;
    std::erase(members, kEncounter);
    members.push_back(R"("encounterId":"visit")");
    const Json json(body(row.hook, members));
    const auto request = read_request(json, *find_hook(row.hook));
    ASSERT_TRUE(request.ok()) << row.hook;
    EXPECT_EQ(request->encounter_id.expose(), "visit") << row.hook;
    EXPECT_EQ(request->patient_id.expose(), "p") << row.hook;
  }
}

TEST(Hooks, UsersAreOfTheTypesOfTheHook) {
  const auto with_user = [](std::string_view hook, std::string_view user) {
    const std::string member = fmt::format(R"("userId":"{}")", user);
    for (const Row& row : rows()) {
      if (row.hook != hook) continue;
      auto members = row.required;
      std::erase(members, kUser);
      members.push_back(member);
      return read(hook, body(hook, members)).ok();
    }
    return false;
  };
  for (const std::string_view user :
       {"Practitioner/1", "PractitionerRole/1", "Patient/1", "RelatedPerson/1"}) {
    EXPECT_TRUE(with_user("patient-view", user)) << user;
    EXPECT_TRUE(with_user("appointment-book", user)) << user;
  }
  EXPECT_TRUE(with_user("order-sign", "PractitionerRole/1"));
  EXPECT_FALSE(with_user("order-sign", "Patient/1"));
  EXPECT_TRUE(with_user("medication-refill", "Practitioner/1"));
  EXPECT_TRUE(with_user("allergyintolerance-create", "Practitioner/1"));
  EXPECT_FALSE(with_user("allergyintolerance-create", "PractitionerRole/1"));
  for (const std::string_view user : {"Organization/1", "1", "Practitioner/", "/1",
                                      "Practitioner/1/2", "https://ehr.example/Practitioner/1"}) {
    EXPECT_FALSE(with_user("patient-view", user)) << user;  // CH-065
  }
}

TEST(Hooks, OrderDispatchInItsFirstVersion) {  // CH-203
  EXPECT_TRUE(read("order-dispatch",
                   body("order-dispatch",
                        {kPatient, R"("order":"ServiceRequest/s")",
                         R"("performer":"Practitioner/o")", R"("task":{"resourceType":"Task"})"}))
                  .ok());
  EXPECT_FALSE(read("order-dispatch", body("order-dispatch", {kPatient, R"("order":"nonsense")",
                                                              R"("performer":"Practitioner/o")"}))
                   .ok());
  EXPECT_FALSE(read("order-dispatch", body("order-dispatch", {kPatient, R"("dispatchedOrders":[])",
                                                              R"("performer":"Practitioner/o")"}))
                   .ok());
}

TEST(Hooks, FulfillmentTasksAreTasks) {  // CH-202
  const auto with_tasks = [](std::string_view tasks) {
    const std::string member = fmt::format("\"fulfillmentTasks\":{}", tasks);
    return read("order-dispatch",
                body("order-dispatch", {kPatient, R"("dispatchedOrders":["ServiceRequest/s"])",
                                        R"("performer":"CareTeam/o")", member}))
        .ok();
  };
  EXPECT_TRUE(with_tasks(R"([{"resourceType":"Task"}])"));
  EXPECT_FALSE(with_tasks(R"([{"resourceType":"Condition"}])"));
  EXPECT_FALSE(with_tasks(R"({"resourceType":"Task"})"));
}

TEST(Hooks, AWrappedAllergyIsRead) {  // CH-215
  EXPECT_TRUE(
      read("allergyintolerance-create",
           body("allergyintolerance-create",
                {kUser, kPatient,
                 R"("allergyIntolerance":{"resource":{"resourceType":"AllergyIntolerance"}})"}))
          .ok());
}

TEST(Hooks, BundlesHoldResourcesOfTheHook) {
  const auto read_conditions = [](std::string_view resource) {
    const std::string member = R"("conditions":{"resourceType":"Bundle","entry":[{"resource":)" +
                               std::string(resource) + "}]}";
    return read("problem-list-item-create",
                body("problem-list-item-create", {kUser, kPatient, member}));
  };
  EXPECT_TRUE(read_conditions(R"({"resourceType":"Condition"})").ok());
  const auto other = read_conditions(R"({"resourceType":"Observation"})");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().where, "context.conditions.entry[0].resource");
  EXPECT_FALSE(read_conditions("{}").ok());
  EXPECT_FALSE(read_conditions("null").ok());
}

TEST(Hooks, ResourcesThatCannotBeR4AreRefused) {  // CH-012
  for (
      const std::string_view resource :
      {R"({"resourceType":"ProcedureRequest"})", R"({"resourceType":"MedicationOrder"})",
       R"({"resourceType":"CodeableConcept"})",
       R"({"resourceType":"MedicationRequest","context":{"reference":"Encounter/e"}})",
       R"({"resourceType":"MedicationRequest","requester":{"agent":{"reference":"Practitioner/x"}}})"}) {
    const std::string member = R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)" +
                               std::string(resource) + "}]}";
    const auto request = read("order-sign", body("order-sign", {kUser, kPatient, member}));
    ASSERT_FALSE(request.ok()) << resource;
    EXPECT_EQ(request.error().code, base::Code::kUnprocessable);
    EXPECT_NE(request.error().public_text.find("R4"), std::string::npos);
  }
}

}  // namespace
}  // namespace cramp::cdshooks
