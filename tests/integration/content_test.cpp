// What the shipped rules do not use, on the wire with content that does: system actions, one id
// under several hooks, private hooks.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http.hpp"
#include "json/writer.hpp"
#include "process.hpp"
#include "rules/content_copy.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using rules::test::ContentCopy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kService = "/cds-services/demo-view";

/// A call for a patient with a cramp and a potassium of 2.9.
std::string request(std::string_view hook, std::string_view more_context = "") {
  return R"({"hook":")" + std::string(hook) +
         R"(","hookInstance":"b0a1d5f2-54f5-4f0e-9a55-1f4b9e5a7c10","context":{"userId":)"
         R"("Practitioner/u","patientId":"p")" +
         std::string(more_context) +
         R"(},"prefetch":{"conditions":{"resourceType":"Condition","id":"c","subject":{"reference":)"
         R"("Patient/p"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"449918009"}]}},)"
         R"("potassium":{"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p"},)"
         R"("code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"valueQuantity":)"
         R"({"value":2.9,"unit":"mmol/L"}}}})";
}

void make_system_action(const ContentCopy& content) {
  content.edit(
      rules::test::kPlan, R"("extension": [)",
      R"("extension": [{ "url": "https://cramp-cds.org/fhir/StructureDefinition/system-action",
                  "valueBoolean": true },)");
  content.edit(rules::test::kPlan, R"("selectionBehavior": "at-most-one",)", "");
}

TEST(Content, SystemActionsStandBesideTheCards) {  // CH-090, CH-116, CH-129, CH-130
  const ContentCopy content;
  make_system_action(content);
  const Service service({"--content", content.path()});
  const Answer answer = exchange(service.port(), "POST", kService, request("patient-view"));
  ASSERT_EQ(answer.result_int(), 200U) << answer.body();
  const auto body = json::parse(answer.body());
  ASSERT_EQ(body->root().find("cards").size(), 1U) << "that of the other action";
  EXPECT_EQ(body->root().find("cards").at(0).string("summary"), "Fixed only");
  const json::View actions = body->root().find("systemActions");
  ASSERT_EQ(actions.size(), 3U) << answer.body();
  for (const json::View action : actions.items()) {
    EXPECT_EQ(action.string("type"), "create");
    EXPECT_FALSE(action.string("description").empty());
    EXPECT_FALSE(action.find("resource").string("resourceType").empty());
    EXPECT_FALSE(action.find("uuid"));
  }
  EXPECT_THAT(exchange(service.admin_port(), "GET", "/metrics", "", "").body(),
              HasSubstr("cramp_system_actions_total{service=\"demo-view\"} 3"));
}

TEST(Content, ASilentServiceDoesNothingUnasked) {
  const ContentCopy content;
  make_system_action(content);
  const Folder folder;
  const Service service({"--content", content.path(), "--config",
                         folder.write("c.toml", "[policy]\nsilent_services = [\"demo-view\"]\n")});
  EXPECT_EQ(exchange(service.port(), "POST", kService, request("patient-view")).body(),
            R"({"cards":[]})");
}

TEST(Content, ASystemActionDoesSomethingAndNobodySelects) {
  const auto check = [](const ContentCopy& content) {
    const Finished checked = run({"check", "--content", content.path()});
    EXPECT_EQ(checked.status, 1);
    return checked.out + checked.err;
  };
  const ContentCopy selecting;
  make_system_action(selecting);
  selecting.edit(rules::test::kPlan, R"("trigger")", R"("selectionBehavior": "any", "trigger")");
  EXPECT_THAT(check(selecting), HasSubstr("action[0].selectionBehavior"));
  const ContentCopy idle;
  idle.edit(rules::test::kPlan, R"("title": "Never shown",)",
            R"("title": "Never shown", "extension": [{ "url":
               "https://cramp-cds.org/fhir/StructureDefinition/system-action",
               "valueBoolean": true }],)");
  EXPECT_THAT(check(idle), HasSubstr("action[1].action"));
}

/// The demo plan once more under the same id, for another hook.
void add_plan(const ContentCopy& content, const std::string& hook) {
  std::string plan = content.read(rules::test::kPlan);
  for (std::size_t at = 0; (at = plan.find("\"patient-view\"")) != std::string::npos;) {
    plan.replace(at, 14, '"' + hook + '"');
  }
  const std::string base = "https://example.org/fhir/PlanDefinition/";
  plan.insert(plan.find(base) + base.size(), hook + "/");
  content.write("rules/demo/plans/" + hook + ".json", plan);
}

TEST(Content, OneIdAnswersSeveralHooks) {  // CH-026, CH-097
  const ContentCopy content;
  add_plan(content, "order-sign");
  const Service service({"--content", content.path()});
  const auto discovery =
      json::parse(exchange(service.port(), "GET", "/cds-services", "", "").body());
  std::vector<std::pair<std::string, std::string>> offered;
  for (const json::View one : discovery->root().find("services").items()) {
    offered.emplace_back(one.string("id"), one.string("hook"));
  }
  EXPECT_THAT(offered, ::testing::UnorderedElementsAre(::testing::Pair("demo-view", "patient-view"),
                                                       ::testing::Pair("demo-view", "order-sign")));
  const auto status = [&](std::string_view hook, std::string_view context = "") {
    return exchange(service.port(), "POST", kService, request(hook, context)).result_int();
  };
  constexpr std::string_view kOrders = R"(,"draftOrders":{"resourceType":"Bundle"})";
  EXPECT_EQ(status("patient-view"), 200U);
  EXPECT_EQ(status("order-sign", kOrders), 200U);
  EXPECT_EQ(status("order-sign"), 422U) << "each hook has its own context";
  EXPECT_EQ(status("order-select", kOrders), 422U);
}

TEST(Content, DiscoveryTellsTheVersions) {  // CH-023, CH-024, CH-220
  const ContentCopy content;
  add_plan(content, "order-dispatch");
  add_plan(content, "com.example.rounds");
  const Service service({"--content", content.path()});
  const auto discovery =
      json::parse(exchange(service.port(), "GET", "/cds-services", "", "").body());
  std::map<std::string, std::string> versions;
  for (const json::View one : discovery->root().find("services").items()) {
    EXPECT_TRUE(one.string("version").starts_with("3.0.0")) << one.string("hook");
    versions.emplace(one.string("hook"), one.string("hookVersion"));
  }
  EXPECT_EQ(versions["patient-view"], "1.0");
  EXPECT_EQ(versions["order-dispatch"], "1.1");
  EXPECT_EQ(versions["com.example.rounds"], "");
  EXPECT_EQ(exchange(service.port(), "POST", kService, request("com.example.rounds")).result_int(),
            200U);
  EXPECT_EQ(exchange(service.port(), "POST", kService,
                     request("order-dispatch", R"(,"dispatchedOrders":["ServiceRequest/1"],)"
                                               R"("performer":"Organization/o")"))
                .result_int(),
            200U);
}

}  // namespace
}  // namespace cramp::testing
