// One card for each item, links of a card, resources to remove and earlier outcomes
// (docs/content.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "content_copy.hpp"
#include "rules/apply.hpp"
#include "rules/snapshot.hpp"

namespace cramp::rules {
namespace {

using test::ContentCopy;
using ::testing::ElementsAre;

constexpr std::string_view kSignPlan = "rules/demo/plans/demo-sign.json";

std::string expression(std::string_view name) {
  return R"({"language":"text/cql-identifier","expression":")" + std::string(name) + R"("})";
}
std::string extension(std::string_view name, std::string_view definition) {
  return R"({"url":"https://cramp-cds.org/fhir/StructureDefinition/)" + std::string(name) +
         R"(","valueExpression":)" + expression(definition) + "}";
}

/// A card for each item of a definition, with a suggestion that removes what the card is about.
std::string sign_plan(std::string_view each, std::string_view condition, std::string_view links,
                      const std::string& reasons = "") {
  return R"({"resourceType":"PlanDefinition","url":"https://example.org/fhir/PlanDefinition/demo-sign",)"
         R"("status":"active","title":"Sign","description":"For each order.",)"
         R"("library":["https://example.org/fhir/Library/DemoSign"],"action":[{"title":"Order",)"
         R"("documentation":[{"type":"documentation","label":"a","url":"https://example.org/first"},)"
         R"({"type":"citation","label":"b","url":"https://example.org/second"},)"
         R"({"type":"citation","label":"c","url":"https://example.org/third"}],)"
         R"("trigger":[{"type":"named-event","name":"order-sign"}],"selectionBehavior":"any",)"
         R"("extension":[)" +
         extension("card-for-each", each) + "," + extension("card-links", links) + reasons +
         R"(],"condition":[{"kind":"applicability","expression":)" + expression(condition) +
         R"(}],"dynamicValue":[{"path":"title","expression":)" + expression("Which Order") +
         R"(},{"path":"description","expression":)" + expression("Told Before") +
         R"(}],"action":[{"title":"Remove it","action":[{"title":"Remove the draft",)"
         R"("type":{"coding":[{"code":"remove"}]},"extension":[)" +
         extension("removed-resource", "The Order") + "]}]}]}]}";
}

class Signing {
 public:
  explicit Signing(std::string_view plan) {
    content_.write(kSignPlan, plan);
    content_.write("rules/demo/libraries/DemoSign.json",
                   R"({"resourceType":"Library","url":"https://example.org/fhir/Library/DemoSign",)"
                   R"("name":"Demo"})");
    snapshot_ = load(content_.path(), faults_);
  }

  Applied run(std::vector<std::string_view> orders, std::vector<std::string_view> selections = {},
              std::vector<Outcome> history = {}) const {
    for (const base::Error& fault : faults_) ADD_FAILURE() << describe(fault);
    if (snapshot_ == nullptr) return {};
    const fhir::PatientData data("p");
    return apply(*snapshot_->find("demo-sign", "order-sign"),
                 {.data = data,
                  .now = *time::parse_datetime("2026-03-01T12:00:00.000+01:00", 0),
                  .context_resources = orders,
                  .selections = selections,
                  .history = history});
  }
  const base::Faults& faults() const { return faults_; }

 private:
  ContentCopy content_;
  base::Faults faults_;
  std::shared_ptr<const Snapshot> snapshot_;
};

std::vector<std::string> titles(const Applied& applied) {
  std::vector<std::string> all;
  for (const AppliedAction& action : applied.actions) all.push_back(action.title);
  return all;
}

TEST(ApplyForEach, GivesOneActionForEachItemInItsOrder) {
  const Signing signing(sign_plan("Each Order", "Always", "Links Of The Card"));
  const Applied applied = signing.run({"MedicationRequest/b", "MedicationRequest/a"});
  EXPECT_THAT(titles(applied),
              ElementsAre("Order MedicationRequest/b", "Order MedicationRequest/a"));
  EXPECT_EQ(applied.actions[1].children.at(0).drafts.at(0).resource_id, "MedicationRequest/a");
  EXPECT_TRUE(applied.failures.empty());
  EXPECT_TRUE(signing.run({}).actions.empty());
}

TEST(ApplyForEach, ConditionsAreThoseOfTheItem) {  // CH-223
  const Signing signing(sign_plan("Each Order", "An Order Is Selected", "Links Of The Card"));
  EXPECT_THAT(
      titles(signing.run({"MedicationRequest/a", "MedicationRequest/b"}, {"MedicationRequest/b"})),
      ElementsAre("Order MedicationRequest/b"));
}

TEST(ApplyForEach, AFailureIsRecordedForTheItem) {
  const Applied applied =
      Signing(sign_plan("Each Order", "Fails", "Links Of The Card")).run({"A/1", "A/2"});
  EXPECT_TRUE(applied.actions.empty());
  EXPECT_EQ(applied.failures.size(), 2U);
  EXPECT_TRUE(
      Signing(sign_plan("Fails", "Always", "Links Of The Card")).run({"A/1"}).actions.empty());
}

TEST(ApplyForEach, StopsAfterFiftyItems) {
  std::vector<std::string> ids;
  for (int i = 0; i < 17; ++i) ids.push_back("A/" + std::to_string(i));
  const std::vector<std::string_view> orders(ids.begin(), ids.end());
  const Applied applied =
      Signing(sign_plan("Too Many Orders", "Always", "Links Of The Card")).run(orders);
  EXPECT_EQ(applied.actions.size(), 50U);
  ASSERT_EQ(applied.failures.size(), 1U);
  EXPECT_EQ(applied.failures[0].definition, "Demo.Too Many Orders");
}

TEST(ApplyLinks, AreThoseThatTheExpressionNames) {
  const Applied named =
      Signing(sign_plan("Each Order", "Always", "Links Of The Card")).run({"A/1"});
  EXPECT_THAT(named.actions.at(0).links.value(), ElementsAre(2U, 1U));
  const Applied unknown =
      Signing(sign_plan("Each Order", "Always", "Links Elsewhere")).run({"A/1"});
  EXPECT_THAT(unknown.actions.at(0).links.value(), ElementsAre(1U));
  EXPECT_EQ(unknown.failures.size(), 1U);
}

/// The reasons of a card, of which an expression chooses.
std::string plan_with_reasons(std::string_view definition) {
  return sign_plan(
      "Each Order", "Always", "Links Of The Card",
      R"(,{"url":"https://cramp-cds.org/fhir/StructureDefinition/card-override-reasons",)"
      R"("valueCanonical":"https://example.org/fhir/ValueSet/reasons"},)" +
          extension("card-override-codes", definition));
}

TEST(ApplyOverrideReasons, AreThoseThatTheExpressionNames) {
  const Applied named = Signing(plan_with_reasons("Reasons Of The Card")).run({"A/1"});
  EXPECT_THAT(named.actions.at(0).override_reasons.value(), ElementsAre(1U));
  const Applied unknown = Signing(plan_with_reasons("Reasons Elsewhere")).run({"A/1"});
  EXPECT_THAT(unknown.actions.at(0).override_reasons.value(), ElementsAre(0U));
  EXPECT_EQ(unknown.failures.size(), 1U);
  const Applied failed = Signing(plan_with_reasons("Fails")).run({"A/1"});
  EXPECT_FALSE(failed.actions.at(0).override_reasons.has_value()) << "all are offered";
  EXPECT_EQ(failed.failures.size(), 1U);
}

TEST(ApplyHistory, ReachesTheLogicAsTuples) {
  const Signing signing(sign_plan("Each Order", "Always", "Links Of The Card"));
  const auto described = [&](std::vector<Outcome> history) {
    return signing.run({"A/1"}, {}, std::move(history)).actions.at(0).description;
  };
  EXPECT_EQ(described({{"rule-a", "overridden", "other-cause", "2026-02-01T10:00:00Z", ""},
                       {"rule-b", "shown", "", "2026-02-02T10:00:00+01:00", "key"}}),
            "rule-a overridden other-cause 2026-02-01 -; rule-b shown - 2026-02-02 key");
  EXPECT_EQ(described({}), "");
  EXPECT_TRUE(signing.run({"A/1"}).asked_history);
  EXPECT_FALSE(signing.run({}).asked_history) << "no card wanted to know";
}

TEST(ApplyRemoval, BelongsToTheActionOfASuggestion) {
  std::string plan = sign_plan("Each Order", "Always", "Links Of The Card");
  const std::string without = extension("removed-resource", "The Order");
  plan.replace(plan.find(without), without.size(), "");
  const Signing nothing_named(plan);
  ASSERT_EQ(nothing_named.faults().size(), 1U);
  EXPECT_NE(nothing_named.faults()[0].internal_text.find("removed-resource"), std::string::npos);

  plan = sign_plan("Each Order", "Always", "Links Of The Card");
  plan.replace(plan.find(R"("title":"Remove it")"), 19,
               R"("title":"Remove it","type":{"coding":[{"code":"remove"}]})");
  EXPECT_FALSE(Signing(plan).faults().empty());
}

TEST(Outcomes, AreReadFromJson) {
  const auto read = [](std::string text) {
    const auto document = json::parse(std::move(text));
    return read_outcomes(document->root());
  };
  const auto good =
      read(R"([{"rule":"r","outcome":"shown","time":"2026-02-01T10:00:00Z","cardKey":"k"},)"
           R"({"rule":"s","outcome":"overridden","reason":"other-cause","time":"2026-02-01"}])");
  ASSERT_TRUE(good);
  ASSERT_EQ(good->size(), 2U);
  EXPECT_EQ((*good)[0].card_key, "k");
  EXPECT_EQ((*good)[1].reason, "other-cause");
  EXPECT_TRUE(read_outcomes({})->empty());
}

TEST(Outcomes, ThatAreWrongAreRefusedWithTheirPlace) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"({"rule":"r"})", ""},
      {R"([{"outcome":"shown","time":"2026-02-01T10:00:00Z"}])", "[0].rule"},
      {R"([{"rule":"r","outcome":"seen","time":"2026-02-01T10:00:00Z"}])", "[0].outcome"},
      {R"([{"rule":"r","outcome":"shown","time":"yesterday"}])", "[0].time"},
      {R"([{"rule":"r","outcome":"shown","time":"2026-02"}])", "[0].time"},
  };
  for (const auto& [text, where] : rows) {
    const auto document = json::parse(text);
    const auto outcomes = read_outcomes(document->root());
    ASSERT_FALSE(outcomes) << text;
    EXPECT_EQ(outcomes.error().where, where) << text;
  }
}

}  // namespace
}  // namespace cramp::rules
