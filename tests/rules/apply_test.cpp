// PlanDefinition/$apply (conformance checklist, section L; CH-094, CH-122,
// CH-123, CH-124).

#include "rules/apply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "content_copy.hpp"
#include "json/writer.hpp"
#include "rules/snapshot.hpp"

namespace cramp::rules {
namespace {

using test::ContentCopy;
using test::kPlan;
using ::testing::ElementsAre;

const std::string kCramp =
    R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},)"
    R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"449918009"}]}})";
std::string potassium(std::string_view value, std::string_view code = "2823-3") {
  return R"({"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p"},"code":{"coding":)"
         R"([{"system":"http://loinc.org","code":")" +
         std::string(code) + R"("}]},"valueQuantity":{"value":)" + std::string(value) +
         R"(,"unit":"mmol/L"}})";
}

/// A content directory, and one call of its first service with these resources.
class Applying {
 public:
  explicit Applying(const std::filesystem::path& content,
                    const std::vector<std::string>& resources = {})
      : data_("p") {
    base::Faults faults;
    snapshot_ = load(content, faults);
    for (const base::Error& fault : faults) ADD_FAILURE() << describe(fault);
    for (const std::string& text : resources) {
      documents_.push_back(std::move(json::parse(text)).value());
      data_.add(documents_.back().root());
    }
  }

  Applied run(std::string_view encounter = "e", std::string_view user = "Practitioner/u",
              std::vector<std::string_view> unavailable = {}) {
    if (snapshot_ == nullptr) return {};
    return apply(snapshot_->services()[0],
                 {.data = data_,
                  .now = *time::parse_datetime("2026-03-01T12:00:00.000+01:00", 0),
                  .unavailable = unavailable,
                  .encounter_id = encounter,
                  .user = user});
  }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<json::Document> documents_;
  fhir::PatientData data_;
};

/// The same with the sound package.
class Demo : public Applying {
 public:
  explicit Demo(const std::vector<std::string>& resources)
      : Applying(test::content_folder(), resources) {}
};

std::vector<std::string> titles(const Applied& applied) {
  std::vector<std::string> all;
  for (const AppliedAction& action : applied.actions) all.push_back(action.title);
  return all;
}
std::vector<std::string> titles(const AppliedAction& action) {
  std::vector<std::string> all;
  for (const AppliedChild& child : action.children) all.push_back(child.title);
  return all;
}

TEST(Apply, ActionsApplyWhenAllTheirConditionsAreTrue) {  // CH-232
  EXPECT_THAT(titles(Demo({}).run()), ElementsAre());
  EXPECT_THAT(titles(Demo({kCramp}).run()), ElementsAre("Potassium not measured"));
  EXPECT_THAT(titles(Demo({potassium("4.0")}).run()), ElementsAre("Fixed only"));
  EXPECT_THAT(titles(Demo({kCramp, potassium("4.0")}).run()),
              ElementsAre("Potassium 4.0", "Fixed only"));
  EXPECT_THAT(titles(Demo({potassium("4.0", "6298-4")}).run()), ElementsAre());
}

TEST(Apply, DynamicValuesReplaceFixedOnes) {  // CH-233
  const Applied applied = Demo({kCramp, potassium("2.9")}).run("e", "Practitioner/u", {"a", "b"});
  ASSERT_EQ(applied.actions.size(), 2U);
  const AppliedAction& card = applied.actions[0];
  EXPECT_EQ(card.index, 0U);
  EXPECT_EQ(card.title, "Potassium 2.9");
  EXPECT_EQ(card.description, "Unavailable: a, b; encounter: e; user: Practitioner/u");
  EXPECT_EQ(card.priority, Priority::kStat);
  EXPECT_THAT(card.rules, ElementsAre("rule-a", "rule-b"));
  EXPECT_EQ(card.key, "k-2.9");
}

TEST(Apply, NullLeavesTheFixedValue) {
  const Applied applied = Demo({potassium("4.0")}).run();
  ASSERT_EQ(applied.actions.size(), 1U);
  EXPECT_EQ(applied.actions[0].title, "Fixed only");
  EXPECT_EQ(applied.actions[0].priority, Priority::kAsap);
  EXPECT_EQ(applied.actions[0].index, 2U);
  EXPECT_TRUE(applied.failures.empty());
}

TEST(Apply, WhatTheCallDoesNotHaveIsNull) {
  const Applied applied = Demo({kCramp}).run("", "");
  ASSERT_EQ(applied.actions.size(), 1U);
  EXPECT_EQ(applied.actions[0].description, "Unavailable: nothing; encounter: none; user: none");
}

TEST(Apply, ChildrenAndTheirDraftsHaveConditionsOfTheirOwn) {  // CH-230, CH-123
  const Applied low = Demo({kCramp, potassium("3.4")}).run();
  EXPECT_THAT(titles(low.actions.at(0)),
              ElementsAre("Order potassium", "Order and review", "Advice without an order"));
  EXPECT_EQ(low.actions[0].children[1].drafts.size(), 2U);
  const Applied normal = Demo({kCramp, potassium("3.5")}).run();
  EXPECT_THAT(titles(normal.actions.at(0)),
              ElementsAre("Order potassium", "Order and review", "Advice without an order"));
  ASSERT_EQ(normal.actions[0].children[1].drafts.size(), 1U);
  EXPECT_EQ(normal.actions[0].children[1].drafts[0].description, "Review the medicines");
}

TEST(Apply, AtMostOneIsRecommended) {  // CH-121, CH-122
  // The first is recommended by its expression, the second by precheckBehavior.
  const Applied low = Demo({kCramp, potassium("3.4")}).run();
  EXPECT_TRUE(low.actions.at(0).children.at(0).recommended);
  EXPECT_FALSE(low.actions[0].children.at(1).recommended);
  ASSERT_EQ(low.failures.size(), 1U);
  EXPECT_EQ(low.failures[0].definition, "Order and review");
  const Applied normal = Demo({kCramp, potassium("3.5")}).run();
  EXPECT_FALSE(normal.actions.at(0).children.at(0).recommended);
  EXPECT_TRUE(normal.actions[0].children.at(1).recommended);
  EXPECT_TRUE(normal.failures.empty());
}

TEST(Apply, DraftsAreFilledFromTheCallAndTheLogic) {  // CH-130, CH-233
  const Applied applied = Demo({kCramp, potassium("3.4")}).run();
  const Draft& draft = applied.actions.at(0).children.at(0).drafts.at(0);
  EXPECT_EQ(draft.description, "Order potassium");
  EXPECT_EQ(
      json::write(draft.resource),
      R"({"resourceType":"ServiceRequest","instantiatesCanonical":)"
      R"(["https://example.org/fhir/ActivityDefinition/order-potassium"],"status":"draft","intent":"order",)"
      R"("priority":"routine","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}],)"
      R"("text":"Potassium 3.4"},"subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},)"
      R"("authoredOn":"2026-03-01T12:00:00.000+01:00","requester":{"reference":"Practitioner/u"},)"
      R"("reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"449918009",)"
      R"("display":"Cramp in lower leg"}]}],"note":[{"text":"drafted on 2026-03-01"}],)"
      R"("occurrenceDateTime":"2026-03-08"})");
  const Draft& task = applied.actions[0].children.at(1).drafts.at(1);
  EXPECT_EQ(task.resource.find("for")->find("reference")->string()->c_str(),
            std::string("Patient/p"));
  EXPECT_EQ(task.resource.find("subject"), nullptr);
}

TEST(Apply, DraftsHoldNothingThatTheCallDoesNotHave) {  // CH-007
  const Applied applied = Demo({kCramp}).run("", "");
  const json::Value& resource = applied.actions.at(0).children.at(0).drafts.at(0).resource;
  EXPECT_EQ(resource.find("encounter"), nullptr);
  EXPECT_EQ(resource.find("requester"), nullptr);
}

/// One edit that makes a definition of the plan fail, and what is left.
struct Lost {
  std::string_view name, from, to;
  std::vector<std::string> cards, children;
  std::string_view action, definition;
};
// clang-format off
const std::vector<Lost> kLost{
    {"Condition", R"("expression": "DemoFacts.Has Cramp")", R"("expression": "Fails")", {"Fixed only"}, {}, "action[0]", "Demo.Fails"},
    {"ConditionOfAnotherType", R"("expression": "DemoFacts.Has Cramp")", R"("expression": "A Number")", {"Fixed only"}, {}, "action[0]", "Demo.A Number"},
    {"Title", R"("expression": "Summary")", R"("expression": "Fails As Text")", {"Fixed only"}, {}, "action[0]", "Demo.Fails As Text"},
    {"TitleOfAnotherType", R"("expression": "Summary")", R"("expression": "A Number")", {"Fixed only"}, {}, "action[0]", "Demo.A Number"},
    {"Description", R"("expression": "Detail")", R"("expression": "Fails As Text")", {"Fixed only"}, {}, "action[0]", "Demo.Fails As Text"},
    {"Priority", R"("expression": "Priority")", R"("expression": "No Priority")", {"Fixed only"}, {}, "action[0]", "Demo.No Priority"},
    {"Rules", R"("expression": "Rule Ids")", R"("expression": "Fails")", {"Potassium 4.0", "Fixed only"}, {"Order potassium", "Order and review", "Advice without an order"}, "action[0]", "Demo.Fails"},
    {"RulesOfAnotherType", R"("expression": "Rule Ids")", R"("expression": "A Number")", {"Potassium 4.0", "Fixed only"}, {"Order potassium", "Order and review", "Advice without an order"}, "action[0]", "Demo.A Number"},
    {"Key", R"("expression": "Card Key")", R"("expression": "Fails As Text")", {"Potassium 4.0", "Fixed only"}, {"Order potassium", "Order and review", "Advice without an order"}, "action[0]", "Demo.Fails As Text"},
    {"ChildCondition", R"("expression": "Never")", R"("expression": "Fails")", {"Potassium 4.0", "Fixed only"}, {"Order potassium", "Order and review", "Advice without an order"}, "action[0].action[2]", "Demo.Fails"},
    {"DraftValue", R"({ "path": "code.text", "expression": { "language": "text/cql-identifier", "expression": "Summary")", R"({ "path": "code.text", "expression": { "language": "text/cql-identifier", "expression": "Fails")", {"Potassium 4.0", "Fixed only"}, {"Order and review", "Advice without an order"}, "action[0].action[0]", "Demo.Fails"},
    {"DraftValueThatDoesNotFit", R"({ "path": "code.text", "expression": { "language": "text/cql-identifier", "expression": "Summary")", R"({ "path": "code.text", "expression": { "language": "text/cql-identifier", "expression": "A Number")", {"Potassium 4.0", "Fixed only"}, {"Order and review", "Advice without an order"}, "action[0].action[0]", "code.text"},
    {"DraftCondition", R"("expression": "Unknown" } }
              ])", R"("expression": "Fails" } }
              ])", {"Potassium 4.0", "Fixed only"}, {"Order potassium", "Order and review", "Advice without an order"}, "action[0].action[3].action[0]", "Demo.Fails"},
};
// clang-format on

class LostAlone : public testing::TestWithParam<Lost> {};

TEST_P(LostAlone, AndRecorded) {  // CH-094, CH-124
  ContentCopy content;
  content.edit(kPlan, GetParam().from, GetParam().to);
  const Applied applied = Applying(content.path(), {kCramp, potassium("4.0")}).run();
  EXPECT_EQ(titles(applied), GetParam().cards);
  if (!GetParam().children.empty()) {
    EXPECT_EQ(titles(applied.actions.at(0)), GetParam().children);
  }
  ASSERT_EQ(applied.failures.size(), 1U);
  EXPECT_EQ(applied.failures[0].action, GetParam().action);
  EXPECT_EQ(applied.failures[0].definition, GetParam().definition);
  EXPECT_FALSE(applied.failures[0].text.empty());
}

INSTANTIATE_TEST_SUITE_P(Definitions, LostAlone, testing::ValuesIn(kLost),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Apply, FailuresNameLibraryAndLine) {  // CH-094
  ContentCopy content;
  content.edit(kPlan, R"("expression": "DemoFacts.Has Cramp")", R"("expression": "Fails")");
  const Applied applied = Applying(content.path(), {kCramp}).run();
  ASSERT_EQ(applied.failures.size(), 1U);
  EXPECT_EQ(applied.failures[0].where.substr(0, 5), "Demo:");
}

TEST(Apply, ABlankTitleIsNoCard) {
  ContentCopy content;
  content.edit(kPlan, "Fixed only", " ");
  const Applied applied = Applying(content.path(), {potassium("4.0")}).run();
  EXPECT_TRUE(applied.actions.empty());
  ASSERT_EQ(applied.failures.size(), 1U);
  EXPECT_EQ(applied.failures[0].definition, "title");
}

TEST(Apply, ADeviceIsNotRequestedByAPatient) {
  ContentCopy content;
  content.edit(test::kOrder, "\"ServiceRequest\"", "\"DeviceRequest\"");
  content.edit(kPlan, "code.text", "codeCodeableConcept.text");
  const auto requester = [&](std::string_view user) {
    const Applied applied = Applying(content.path(), {kCramp}).run("", user);
    return applied.actions.at(0).children.at(0).drafts.at(0).resource.find("requester") != nullptr;
  };
  EXPECT_TRUE(requester("Practitioner/u"));
  EXPECT_FALSE(requester("Patient/p"));
  EXPECT_FALSE(requester("RelatedPerson/r"));
}

}  // namespace
}  // namespace cramp::rules
