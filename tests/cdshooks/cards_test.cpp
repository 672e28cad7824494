// The response body (conformance checklist, sections F, G, H).

#include "cdshooks/cards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::has_empty_value;
using test::Json;

/// "uuid-1", "uuid-2", ...
UuidSource counting() {
  return [n = 0]() mutable { return "uuid-" + std::to_string(++n); };
}

rules::TopAction plain_action() {
  rules::TopAction action;
  action.documentation = {{"Source", "https://source.example/a"}};
  return action;
}

rules::AppliedAction applied(const rules::TopAction& action, std::string title,
                             rules::Priority priority = rules::Priority::kRoutine) {
  rules::AppliedAction out;
  out.action = &action;
  out.title = std::move(title);
  out.priority = priority;
  return out;
}

Response write(rules::Applied& all, const rules::TopAction& action) {
  return write_response(all, {card_text(action)}, counting());
}

TEST(Cards, NoneIsAnEmptyList) {  // CH-088, CH-089
  EXPECT_EQ(write_response({}, {}).body, R"({"cards":[]})");
}

TEST(Cards, OnlyWhatIsThereIsWritten) {  // CH-007, CH-098, CH-102, CH-104, CH-110
  const rules::TopAction action = plain_action();
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary"));
  EXPECT_EQ(write(all, action).body,
            R"({"cards":[{"uuid":"uuid-1","summary":"Summary","indicator":"info",)"
            R"("source":{"label":"Source","url":"https://source.example/a"}}]})");
}

// CH-107, CH-109, CH-110, CH-111, CH-113, CH-119, CH-120, CH-121, CH-123, CH-128, CH-129, CH-130,
// CH-134, CH-139, CH-140; and what is never written: actionSelectionBehavior (CH-126), appContext
// (CH-135), autolaunchable (CH-137).
TEST(Cards, EverythingIsWritten) {
  rules::TopAction action = plain_action();
  action.documentation.push_back({"More", "https://source.example/b"});
  action.selection_behavior = rules::SelectionBehavior::kAtMostOne;
  action.override_reasons = {{"https://x.example/reasons", "r1", "First", ""},
                             {"https://x.example/reasons", "r2", "Second", ""}};
  action.topic = rules::Coding{"https://x.example/topics", "cramp", "", ""};
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary", rules::Priority::kUrgent));
  rules::AppliedAction& card = all.actions.back();
  card.description = "**Detail** \"quoted\"";
  card.rules = {"rule-a", "rule-b"};
  card.key = "key-1";
  json::Value resource;
  resource.set("resourceType", "ServiceRequest").set("status", "draft");
  card.children.push_back({"Order labs", true, {{"Order potassium", resource}}});
  card.children.push_back({"Refer", false, {}});

  const Response response = write(all, action);
  EXPECT_EQ(
      response.body,
      R"({"cards":[{"uuid":"uuid-1","summary":"Summary","detail":"**Detail** \"quoted\"",)"
      R"("indicator":"warning","source":{"label":"Source","url":"https://source.example/a",)"
      R"("topic":{"code":"cramp","system":"https://x.example/topics"}},)"
      R"("suggestions":[{"label":"Order labs","uuid":"uuid-2","isRecommended":true,)"
      R"("actions":[{"type":"create","description":"Order potassium",)"
      R"("resource":{"resourceType":"ServiceRequest","status":"draft"}}]},)"
      R"({"label":"Refer","uuid":"uuid-3"}],"selectionBehavior":"at-most-one",)"
      R"("overrideReasons":[{"code":"r1","system":"https://x.example/reasons","display":"First"},)"
      R"({"code":"r2","system":"https://x.example/reasons","display":"Second"}],)"
      R"("links":[{"label":"More","url":"https://source.example/b","type":"absolute"}],)"
      R"("extension":{"org.cramp-cds.rules":["rule-a","rule-b"],"org.cramp-cds.card-key":"key-1"}}]})");
  EXPECT_FALSE(has_empty_value(Json(response.body)));  // CH-005, CH-006
  ASSERT_EQ(response.cards.size(), 1U);
  EXPECT_EQ(response.cards[0].uuid, "uuid-1");
  EXPECT_EQ(response.cards[0].indicator, "warning");
  EXPECT_EQ(response.cards[0].action, &card);
}

TEST(Cards, DeletesNameTheResourceAndComeBeforeCreates) {  // CH-125, CH-128, CH-129, CH-132
  rules::TopAction action = plain_action();
  action.selection_behavior = rules::SelectionBehavior::kAny;
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary"));
  json::Value resource;
  resource.set("resourceType", "ServiceRequest");
  all.actions[0].children.push_back(
      {"Replace", false, {{"Order", resource}, {"Remove", {}, "MedicationRequest/d"}}});
  EXPECT_NE(write(all, action)
                .body.find(
                    R"("actions":[{"type":"delete","description":"Remove",)"
                    R"("resourceId":"MedicationRequest/d"},{"type":"create","description":"Order",)"
                    R"("resource":{"resourceType":"ServiceRequest"}}])"),
            std::string::npos);
}

TEST(Cards, OverrideReasonsAreThoseThatTheActionChose) {
  rules::TopAction action = plain_action();
  action.override_reasons = {{"https://x.example/reasons", "r1", "First", ""},
                             {"https://x.example/reasons", "r2", "Second", ""}};
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary"));
  all.actions[0].override_reasons = {1};
  EXPECT_NE(
      write(all, action)
          .body.find(
              R"("overrideReasons":[{"code":"r2","system":"https://x.example/reasons","display":"Second"}])"),
      std::string::npos);
  all.actions[0].override_reasons.emplace();
  EXPECT_EQ(write(all, action).body.find("overrideReasons"), std::string::npos);  // CH-006
}

TEST(Cards, LinksAreThoseThatTheActionChose) {  // CH-113
  rules::TopAction action = plain_action();
  action.documentation.push_back({"B", "https://source.example/b"});
  action.documentation.push_back({"C", "https://source.example/c"});
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary"));
  const auto links = [&] {
    const Json json(write(all, action).body);
    std::string labels;
    for (const json::View link : json.root().find("cards").at(0).find("links").items()) {
      labels += link.string("label");
    }
    return labels;
  };
  EXPECT_EQ(links(), "BC");
  all.actions[0].links = {2, 0, 1};
  EXPECT_EQ(links(), "CB");
  all.actions[0].links.emplace();
  EXPECT_EQ(write(all, action).body.find("links"), std::string::npos);  // CH-006
}

TEST(Cards, SuggestionsBringTheirSelectionBehavior) {  // CH-109
  rules::TopAction action = plain_action();
  action.selection_behavior = rules::SelectionBehavior::kAny;
  rules::Applied all;
  all.actions.push_back(applied(action, "Summary"));
  EXPECT_EQ(write(all, action).body.find("selectionBehavior"), std::string::npos);  // CH-110
  all.actions[0].children.push_back({"Refer", false, {}});
  EXPECT_NE(write(all, action).body.find(R"("selectionBehavior":"any")"), std::string::npos);
}

TEST(Cards, AreOrderedBySeverityThenAsInThePlan) {  // CH-118, CH-228
  const rules::TopAction action = plain_action();
  rules::Applied all;
  using enum rules::Priority;
  const std::vector<std::pair<std::string, rules::Priority>> plan{
      {"a", kRoutine}, {"b", kUrgent}, {"c", kStat}, {"d", kAsap}, {"e", kRoutine}, {"f", kStat}};
  for (const auto& [title, priority] : plan) {
    all.actions.push_back(applied(action, title, priority));
  }
  const Json json(write(all, action).body);
  std::string order;
  std::vector<std::string> indicators;
  for (const json::View card : json.root().find("cards").items()) {
    order += card.string("summary");
    indicators.emplace_back(card.string("indicator"));
  }
  EXPECT_EQ(order, "cfbdae");
  EXPECT_THAT(indicators,
              testing::ElementsAre("critical", "critical", "warning", "warning", "info", "info"));
}

TEST(Cards, UuidsAreRandomAndUnlikeEachOther) {  // CH-098, CH-120
  rules::TopAction action = plain_action();
  action.selection_behavior = rules::SelectionBehavior::kAny;
  rules::Applied all;
  for (int i = 0; i < 3; ++i) {
    all.actions.push_back(applied(action, "x"));
    all.actions.back().children.push_back({"y", false, {}});
  }
  std::set<std::string> seen;
  for (int call = 0; call < 2; ++call) {
    const Json json(write_response(all, {card_text(action)}).body);
    for (const json::View card : json.root().find("cards").items()) {
      seen.emplace(card.string("uuid"));
      seen.emplace(card.find("suggestions").at(0).string("uuid"));
    }
  }
  EXPECT_EQ(seen.size(), 12U);
  for (const std::string& uuid : seen) EXPECT_TRUE(base::is_uuid(uuid)) << uuid;
}

TEST(Cards, TextIsMadeSafeAndShort) {  // CH-099, CH-101
  const rules::TopAction action = plain_action();
  rules::Applied all;
  all.actions.push_back(applied(action, "a\n" + std::string(200, 'x')));
  all.actions[0].description =
      "<script>x</script> [see](https://source.example/a) [bad](https://evil.example)";
  const Json json(write(all, action).body);
  const json::View card = json.root().find("cards").at(0);
  EXPECT_LT(card.string("summary").size(), 143U);  // 139 characters, of which one has three bytes
  EXPECT_EQ(
      card.string("detail"),
      "&lt;script>x&lt;/script> [see](https://source.example/a) \\[bad](https&#58;//evil.example)");
}

TEST(Cards, TextThatIsNotUtf8StillMakesJson) {
  const rules::TopAction action = plain_action();
  rules::Applied all;
  all.actions.push_back(applied(action, "bad \xFF\xC3 text"));
  const Json json(write(all, action).body);
  EXPECT_FALSE(json.root().find("cards").at(0).string("summary").empty());
}

TEST(Cards, ExtensionNamesAreReverseDomain) {  // CH-010
  const rules::TopAction action = plain_action();
  rules::Applied all;
  all.actions.push_back(applied(action, "x"));
  all.actions[0].rules = {"r"};
  all.actions[0].key = "k";
  const Json json(write(all, action).body);
  const json::View extension = json.root().find("cards").at(0).find("extension");
  ASSERT_EQ(extension.size(), 2U);
  for (const auto [name, value] : extension.members())
    EXPECT_TRUE(name.starts_with("org.cramp-cds.")) << name;
}

}  // namespace
}  // namespace cramp::cdshooks
