// Loading a sound package (conformance checklist, section L).

#include <gtest/gtest.h>

#include <string>

#include "content_copy.hpp"
#include "json/writer.hpp"
#include "rules/snapshot.hpp"

namespace cramp::rules {
namespace {

using test::ContentCopy;

std::string all(const base::Faults& faults) {
  std::string text;
  for (const base::Error& fault : faults) text += describe(fault) + "\n";
  return text;
}

std::shared_ptr<const Snapshot> load_demo() {
  base::Faults faults;
  auto snapshot = load(test::content_folder(), faults);
  EXPECT_TRUE(faults.empty()) << all(faults);
  return snapshot;
}

TEST(Load, ThePlanIsAService) {  // CH-226
  const auto snapshot = load_demo();
  ASSERT_NE(snapshot, nullptr);
  ASSERT_EQ(snapshot->services().size(), 1U);
  const Service& service = snapshot->services()[0];
  EXPECT_EQ(service.id, "demo-view");
  EXPECT_EQ(service.trigger, "patient-view");
  EXPECT_EQ(service.title, "Demo");
  EXPECT_EQ(service.description, "Shows what a package can do.");
  EXPECT_EQ(service.usage, "For tests.");
  EXPECT_EQ(service.file, test::kPlan);
  EXPECT_TRUE(snapshot->warnings().empty()) << all(snapshot->warnings());

  EXPECT_EQ(snapshot->find("demo-view", "patient-view"), &service);
  EXPECT_EQ(snapshot->find("demo-view", "order-sign"), nullptr);
  EXPECT_EQ(snapshot->find("other", "patient-view"), nullptr);
}

TEST(Load, DataRequirementsKeepTheirOrder) {  // CH-227
  const auto snapshot = load_demo();
  ASSERT_NE(snapshot, nullptr);
  const auto& requirements = snapshot->services()[0].requirements;
  ASSERT_EQ(requirements.size(), 2U);
  EXPECT_EQ(requirements[0].key, "conditions");
  EXPECT_TRUE(requirements[0].required);
  EXPECT_EQ(requirements[1].key, "potassium");
  EXPECT_EQ(requirements[1].type, "Observation");
  EXPECT_FALSE(requirements[1].required);
  ASSERT_EQ(requirements[1].code_filters.size(), 1U);
  EXPECT_EQ(requirements[1].code_filters[0].path, "code");
  ASSERT_EQ(requirements[1].date_filters.size(), 1U);
  EXPECT_EQ(requirements[1].date_filters[0].days, 90);
}

TEST(Load, ActionsAreCardsSuggestionsAndDrafts) {  // CH-228, CH-229, CH-230, CH-231
  const auto snapshot = load_demo();
  ASSERT_NE(snapshot, nullptr);
  const auto& actions = snapshot->services()[0].actions;
  ASSERT_EQ(actions.size(), 3U);
  const TopAction& first = actions[0];
  EXPECT_EQ(first.title, "Fixed title");
  EXPECT_EQ(first.priority, Priority::kRoutine);
  EXPECT_TRUE(first.dynamic_title && first.dynamic_description && first.dynamic_priority);
  EXPECT_EQ(first.conditions.size(), 2U);
  ASSERT_EQ(first.documentation.size(), 2U);
  EXPECT_EQ(first.documentation[0].label, "Demo source");
  EXPECT_EQ(first.documentation[1].url, "https://example.org/evidence");
  EXPECT_EQ(first.selection_behavior, SelectionBehavior::kAtMostOne);
  ASSERT_EQ(first.override_reasons.size(), 2U);
  EXPECT_EQ(first.override_reasons[0].code, "seen");
  EXPECT_EQ(first.override_reasons[1].display, "Managed elsewhere");
  ASSERT_TRUE(first.topic);
  EXPECT_EQ(first.topic->code, "demo");
  ASSERT_EQ(first.children.size(), 5U);
  EXPECT_EQ(first.children[0].drafts.size(), 1U);
  EXPECT_TRUE(first.children[0].recommended);
  EXPECT_TRUE(first.children[1].prechecked);
  EXPECT_EQ(first.children[1].drafts.size(), 2U);
  EXPECT_TRUE(first.children[4].drafts.empty());
}

TEST(Load, DescriptionsOfDraftsAreNeverEmpty) {  // CH-129
  const auto snapshot = load_demo();
  ASSERT_NE(snapshot, nullptr);
  const auto& children = snapshot->services()[0].actions[0].children;
  EXPECT_EQ(children[0].drafts[0].description, "Order potassium");       // title of the action
  EXPECT_EQ(children[1].drafts[1].description, "Review the medicines");  // its description
  EXPECT_EQ(children[2].drafts[0].description, "Medication review");     // title of the activity
}

TEST(Load, ActivitiesBecomeDrafts) {  // CH-130
  const auto snapshot = load_demo();
  ASSERT_NE(snapshot, nullptr);
  const auto& drafts = snapshot->services()[0].actions[0].children[1].drafts;
  EXPECT_EQ(
      json::write(drafts[0].activity->resource),
      R"({"resourceType":"ServiceRequest","instantiatesCanonical":)"
      R"(["https://example.org/fhir/ActivityDefinition/order-potassium"],"status":"draft",)"
      R"("intent":"order","priority":"routine","code":{"coding":[{"system":"http://loinc.org",)"
      R"("code":"2823-3"}],"text":"Potassium"}})");
  EXPECT_EQ(json::write(drafts[1].activity->resource),
            R"({"resourceType":"Task","instantiatesCanonical":)"
            R"("https://example.org/fhir/ActivityDefinition/review","status":"draft",)"
            R"("intent":"proposal","code":{"coding":[{"system":"http://snomed.info/sct",)"
            R"("code":"182836005"}]}})");
}

TEST(Load, NoPackagesIsNoFault) {  // CH-016
  ContentCopy content;
  content.remove("rules/demo");
  base::Faults faults;
  const auto snapshot = load(content.path(), faults);
  ASSERT_NE(snapshot, nullptr) << all(faults);
  EXPECT_TRUE(snapshot->services().empty());
}

TEST(Load, OneIdMayStandForSeveralHooks) {  // CH-025, CH-026
  ContentCopy content;
  std::string plan = content.read(test::kPlan);
  for (std::size_t at = 0; (at = plan.find("\"patient-view\"")) != std::string::npos;) {
    plan.replace(at, 14, "\"order-sign\"");
  }
  const std::size_t url = plan.find("https://example.org/fhir/PlanDefinition/");
  plan.insert(url + 20, "v2/");
  content.write("rules/demo/plans/sign.json", plan);
  base::Faults faults;
  const auto snapshot = load(content.path(), faults);
  ASSERT_NE(snapshot, nullptr) << all(faults);
  EXPECT_EQ(snapshot->services().size(), 2U);
  EXPECT_NE(snapshot->find("demo-view", "order-sign"), snapshot->find("demo-view", "patient-view"));
}

TEST(Load, ChecksOfHigherLayersTakePart) {
  base::Faults faults;
  const std::array<Check, 1> checks{
      [](const Snapshot& snapshot, base::Faults& found, base::Faults&) {
        found.push_back({base::Code::kContent, "", snapshot.services()[0].id, "here"});
      }};
  EXPECT_EQ(load(test::content_folder(), faults, checks), nullptr);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(describe(faults[0]), "here: demo-view");
}

TEST(Load, WarnsOfWhatKeepsNothingFromGoingLive) {  // CH-018
  ContentCopy content;
  content.edit(test::kPlan, R"("title": "Demo",)", "");
  content.write(
      "rules/demo/activities/unused.json",
      R"({"resourceType":"ActivityDefinition","url":"https://example.org/unused","kind":"Task"})");
  base::Faults faults;
  const auto snapshot = load(content.path(), faults);
  ASSERT_NE(snapshot, nullptr) << all(faults);
  ASSERT_EQ(snapshot->warnings().size(), 2U) << all(snapshot->warnings());
  EXPECT_EQ(snapshot->warnings()[0].where, "rules/demo/activities/unused.json");
  EXPECT_EQ(snapshot->warnings()[1].where, "rules/demo/plans/demo-view.json:title");
}

}  // namespace
}  // namespace cramp::rules
