// Broken packages, one for each kind of fault. Nothing with a fault goes live, and every fault says
// where it is and what to do.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "content_copy.hpp"
#include "rules/snapshot.hpp"

namespace cramp::rules {
namespace {

using test::ContentCopy;
using test::kElm;
using test::kFactsElm;
using test::kLibrary;
using test::kOrder;
using test::kPlan;
using test::kReview;

std::vector<std::string> faults_of(const ContentCopy& content) {
  base::Faults faults;
  const auto snapshot = load(content.path(), faults);
  EXPECT_EQ(snapshot == nullptr, !faults.empty());
  std::vector<std::string> texts;
  for (const base::Error& fault : faults) {
    EXPECT_EQ(fault.code, base::Code::kContent);
    texts.push_back(describe(fault));
  }
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

bool holds(const std::vector<std::string>& texts, std::string_view part) {
  for (const std::string& text : texts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

/// One edit of the sound package, and a part of the one fault that it makes.
struct Broken {
  std::string_view name, file, from, to, fault;
};

// clang-format off
const std::vector<Broken> kBroken{
    {"PlanIsNotJson", kPlan, "\"resourceType\"", "resourceType", "plans/demo-view.json: is not JSON"},
    {"PlanIsAnotherResource", kPlan, "\"PlanDefinition\"", "\"Library\"", "demo-view.json:resourceType: is \"Library\""},
    {"LibraryDoesNotResolve", kPlan, "Library/Demo|1.0.0", "Library/Dome", "demo-view.json:library[0]: no Library https://example.org/fhir/Library/Dome is in rules/demo/libraries"},
    {"LibraryOfAnotherVersion", kPlan, "|1.0.0", "|9.0.0", "no Library https://example.org/fhir/Library/Demo|9.0.0"},
    {"LibraryMissing", kPlan, R"("library": ["https://example.org/fhir/Library/Demo|1.0.0"],)", "", "demo-view.json:library: is missing"},
    {"CqlLibraryDoesNotResolve", kLibrary, R"("name": "Demo")", R"("name": "Dome")", "libraries/Demo.json:name: no CQL library Dome is in rules/demo/elm"},
    {"ActivityDoesNotResolve", kPlan, "ActivityDefinition/review", "ActivityDefinition/rewiev", "action[0].action[1].action[1].definitionCanonical: no ActivityDefinition https://example.org/fhir/ActivityDefinition/rewiev is in rules/demo/activities"},
    {"ReasonsDoNotResolve", kPlan, "ValueSet/reasons", "ValueSet/raisins", "extension(card-override-reasons): valueCanonical must name a ValueSet"},
    {"RequirementValueSetDoesNotResolve", kLibrary, "ValueSet/cramp", "ValueSet/clamp", "dataRequirement[0].codeFilter[0].valueSet: no ValueSet https://example.org/fhir/ValueSet/clamp"},
    {"DefinitionMissing", kPlan, R"("expression": "Summary")", R"("expression": "summary")", "library Demo has no definition \"summary\"; it has Summary"},
    {"DefinitionOfAnotherLibraryMissing", kPlan, "DemoFacts.Has Cramp", "DemoFacts.Has Kramp", "library Demo has no definition \"DemoFacts.Has Kramp\""},
    {"DefinitionIsPrivate", kPlan, "DemoFacts.Has Cramp", "DemoFacts.Hidden", "definition DemoFacts.\"Hidden\" is private"},
    {"FunctionIsNoDefinition", kPlan, "DemoFacts.Has Cramp", "DemoFacts.Amount", "has no definition \"DemoFacts.Amount\""},
    {"ExpressionOfAnotherLanguage", kPlan, "text/cql-identifier", "text/fhirpath", "condition[0].expression.language: is \"text/fhirpath\"; put the logic into a CQL definition"},
    {"ExpressionWithoutName", kPlan, R"("expression": "Has Cramp")", R"("name": "Has Cramp")", "condition[0].expression.expression: is missing"},
    {"ConditionOfAnotherKind", kPlan, "applicability", "start", "action[0].condition[0].kind: must be \"applicability\""},
    {"ActivityExpressionMissing", kOrder, R"("expression": "Note")", R"("expression": "Notes")", "order-potassium.json:dynamicValue[1].expression.expression: library Demo has no definition \"Notes\""},
    {"TitleMissing", kPlan, R"("title": "Never shown",)", "", "action[1].title: is missing"},
    {"PriorityUnknown", kPlan, R"("priority": "asap")", R"("priority": "soon")", "action[2].priority: \"soon\" is not one of routine, urgent, asap, stat"},
    {"TriggerMissing", kPlan, R"("type": "named-event")", R"("type": "data-added")", "action[0].trigger: is missing"},
    {"TriggersDisagree", kPlan, R"("trigger": [{ "type": "named-event", "name": "patient-view" }],
      "condition": [
        { "kind": "applicability", "expression": { "language": "text/cql-identifier", "expression": "Unknown" } })", R"("trigger": [{ "type": "named-event", "name": "order-sign" }],
      "condition": [
        { "kind": "applicability", "expression": { "language": "text/cql-identifier", "expression": "Unknown" } })", "action[1].trigger: is order-sign, but other actions have patient-view"},
    {"SelectionBehaviorRefused", kPlan, "\"at-most-one\"", "\"all-or-none\"", "action[0].selectionBehavior: \"all-or-none\" cannot be told to a client; use any or at-most-one"},
    {"SelectionBehaviorMissing", kPlan, R"("selectionBehavior": "at-most-one",)", "", "action[0].selectionBehavior: is missing"},
    {"SourceMissing", kPlan, R"("documentation": [{ "type": "documentation", "label": "Demo source", "url": "https://example.org/source" }],
      "trigger")", R"("trigger")", "action[1].documentation: is missing"},
    {"SourceWithoutLabel", kPlan, R"("label": "Demo source", "url")", R"("display": "Demo source", "url")", "action[0].documentation[0].label: is missing"},
    {"LinkIsNotAbsolute", kPlan, "https://example.org/evidence", "evidence.html", "action[0].documentation[1].url: must be an absolute http or https URL"},
    {"LinkIsScript", kPlan, "https://example.org/evidence", "javascript:alert(1)", "action[0].documentation[1].url: must be an absolute"},
    {"DynamicPathOfACard", kPlan, R"("path": "priority")", R"("path": "prioritty")", "dynamicValue[2].path: \"prioritty\" is not one of title, description, priority"},
    {"DynamicPathUnknown", kPlan, R"("path": "code.text")", R"("path": "code.txet")", "dynamicValue[0].path: path \"code.txet\": CodeableConcept has no element txet"},
    {"DynamicPathOfTheActivity", kOrder, "note[0].text", "note.text", "order-potassium.json:dynamicValue[1].path: path \"note.text\": note is a list; say which item, as in note[0]"},
    {"ExtensionUnknown", kPlan, "StructureDefinition/card-rules", "StructureDefinition/card-rule", "action[0].extension: no extension card-rule is known here; there are card-rules,"},
    {"ExtensionWithoutValue", kPlan, R"("valueCoding": { "system")", R"("valueCode": { "system")", "extension(card-topic): needs valueCoding with system and code"},
    {"ExtensionExpressionMissing", kPlan, R"("expression": "Rule Ids")", R"("expression": "Rules")", "extension(card-rules).valueExpression.expression: library Demo has no definition \"Rules\""},
    {"RecommendedWithoutExpression", kPlan, R"("expression": "Is Low" }
            }
          ])", R"("expression": "Is Lower" }
            }
          ])", "extension(suggestion-recommended).valueExpression.expression: library Demo has no definition"},
    {"RequiredWithoutValue", kLibrary, R"("valueBoolean": true)", R"("valueString": "true")", "extension(data-required): needs valueBoolean"},
    {"CardDraftsDirectly", kPlan, R"("title": "Fixed title",)", R"("title": "Fixed title", "definitionCanonical": "https://example.org/x",)", "action[0].definitionCanonical: is not allowed here"},
    {"SuggestionWithoutLabel", kPlan, R"("title": "Order and review",)", "", "action[0].action[1].title: is missing"},
    {"DraftBesideChildren", kPlan, R"("title": "Order and review",)", R"("title": "Order and review", "definitionCanonical": "https://example.org/fhir/ActivityDefinition/review",)", "action[0].action[1].definitionCanonical: stands beside child actions"},
    {"DraftWithoutActivity", kPlan, R"("description": "Review the medicines",
              "definitionCanonical")", R"("description": "Review the medicines",
              "definitionUri")", "action[0].action[1].action[1].definitionCanonical: is missing"},
    {"FourthLevel", kPlan, R"("description": "Review the medicines",)", R"("description": "Review the medicines", "action": [{}],)", "action[0].action[1].action[1].action: is one level too deep"},
    {"UpdateIsNotDrafted", kPlan, R"("description": "Review the medicines",)", R"("description": "x", "type": {"coding": [{"code": "update"}]},)", "action[1].action[1].type: must be create"},
    {"UnsupportedElement", kPlan, R"("title": "Never shown",)", R"("title": "Never shown", "relatedAction": [],)", "action[1].relatedAction: is not supported"},
    {"KindCannotBeDrafted", kReview, "\"Task\"", "\"Claim\"", "review.json:kind: \"Claim\" cannot be drafted; there are ServiceRequest,"},
    {"ContentHasNoPlace", kReview, R"("kind": "Task",)", R"("kind": "Task", "dosage": [{"text": "x"}],)", "review.json:dosage: has no place in a Task"},
    {"MedicationMissing", kOrder, R"("ServiceRequest")", R"("MedicationRequest")", "order-potassium.json:kind: a MedicationRequest needs medication[x]"},
    {"DescriptionMissing", kPlan, R"("description": "Shows what a package can do.",)", "", "demo-view.json:description: is missing"},
    {"IdIsNoPathSegment", kPlan, "PlanDefinition/demo-view", "PlanDefinition/demo view", "demo-view.json:url: ends in \"demo view\""},
    {"IdIsEmpty", kPlan, "PlanDefinition/demo-view", "PlanDefinition/", "demo-view.json:url: ends in \"\""},
    {"RequirementKey", kLibrary, R"("id": "potassium")", R"("id": "potassium results")", "dataRequirement[1].id: must be the prefetch key"},
    {"RequirementKeyTwice", kLibrary, R"("id": "potassium")", R"("id": "conditions")", "dataRequirement[1].id: \"conditions\" is used twice"},
    {"RequirementQueriedWithoutKey", kLibrary, R"("dataRequirement": [)", R"("dataRequirement": [{"type": "Medication", "extension": [{"url": "https://cramp-cds.org/fhir/StructureDefinition/prefetch-query", "valueString": "Medication?x"}]},)", "dataRequirement[0]: without id it has no prefetch key"},
    {"RequirementWithoutKey", kLibrary, R"("id": "potassium",)", "", "dataRequirement[1].id: is missing; Observation is searched by patient"},
    {"RetrieveWithoutRequirement", kLibrary, R"({ "type": "Medication" })", R"({ "type": "Organization" })", "retrieves Medication without a code filter, and no dataRequirement covers that"},
    {"RequirementTypeUnknown", kLibrary, R"("type": "Observation")", R"("type": "Observations")", "dataRequirement[1].type: \"Observations\" is no FHIR R4 resource type"},
    {"RequirementPathUnknown", kLibrary, R"("path": "effective")", R"("path": "effectiv")", "dataRequirement[1].dateFilter[0].path: Observation has no element \"effectiv\""},
    {"RequirementDurationInMonths", kLibrary, R"("code": "d")", R"("code": "mo")", "dataRequirement[1].dateFilter[0]: needs path and valueDuration in whole days"},
    {"RequirementLimit", kLibrary, R"("id": "potassium",)", R"("id": "potassium", "limit": 1,)", "dataRequirement[1].limit: is not supported"},
    {"RetrieveIsNotCovered", kLibrary, "ValueSet/potassium|2.0.0", "ValueSet/cramp", "DemoFacts:21 retrieves Observation with code in https://example.org/fhir/ValueSet/potassium, and no dataRequirement covers that"},
    {"RequirementIsNotNeeded", kLibrary, R"("dataRequirement": [)", R"("dataRequirement": [{"id": "statements", "type": "MedicationStatement"},)", "dataRequirement[0]: the plan demo-view never retrieves MedicationStatement"},
    {"IdentifierIsNotTheFileName", kElm, R"("id":"Demo")", R"("id":"Dome")", "elm/Demo.json:library.identifier.id: is \"Dome\""},
    {"ValueSetOfTheCqlIsNotLoaded", kFactsElm, "ValueSet/cramp\"", "ValueSet/clamp\"", "DemoFacts:10: value set \"Cramp\" is https://example.org/fhir/ValueSet/clamp, which is not in profiles/valuesets"},
    {"NodeIsNotSupported", kElm, R"("type": "Coalesce")", R"("type": "Divine")", "Divine"},
};
// clang-format on

class BrokenPackage : public testing::TestWithParam<Broken> {};

// CH-017, CH-019, CH-020, CH-021, CH-046, CH-104, CH-105, CH-109, CH-110, CH-129, CH-136, CH-226,
// CH-228, CH-229, CH-231, CH-232, CH-233.
TEST_P(BrokenPackage, IsRefusedWithItsFault) {
  ContentCopy content;
  content.edit(GetParam().file, GetParam().from, GetParam().to);
  const auto faults = faults_of(content);
  EXPECT_TRUE(holds(faults, GetParam().fault)) << joined(faults);
}

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenPackage, testing::ValuesIn(kBroken),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(BrokenPackages, TitlesHaveFewerThan140Characters) {  // CH-099
  for (const std::size_t length : {139U, 140U}) {
    ContentCopy content;
    content.edit(kPlan, "Fixed only", std::string(length, 'x'));
    EXPECT_EQ(holds(faults_of(content), "action[2].title: has 140 characters"), length == 140)
        << length;
  }
  ContentCopy content;
  std::string wide;
  for (int i = 0; i < 70; ++i) wide += "\xF0\x9F\xA6\xB5";
  content.edit(kPlan, "Fixed only", wide);
  EXPECT_TRUE(holds(faults_of(content), "action[2].title: has 140 characters"));
}

TEST(BrokenPackages, UrlsStandForOneResource) {
  ContentCopy content;
  content.write("rules/demo/activities/again.json", content.read(kReview));
  const auto faults = faults_of(content);
  ASSERT_EQ(faults.size(), 1U) << joined(faults);
  EXPECT_TRUE(holds(
      faults,
      "review.json:url: https://example.org/fhir/ActivityDefinition/review is also the url of "
      "rules/demo/activities/again.json"));
}

TEST(BrokenPackages, AServiceIsOfferedOnce) {  // CH-026
  ContentCopy content;
  content.write("rules/demo/plans/other.json", content.read(kPlan));
  content.edit("rules/demo/plans/other.json", "fhir/PlanDefinition", "fhir/other/PlanDefinition");
  const auto faults = faults_of(content);
  ASSERT_EQ(faults.size(), 1U) << joined(faults);
  EXPECT_TRUE(holds(
      faults,
      "service demo-view for patient-view is already offered by rules/demo/plans/demo-view.json"));
}

TEST(BrokenPackages, OverrideReasonsHaveADisplay) {  // CH-111, CH-139, CH-140
  ContentCopy content;
  content.edit("profiles/valuesets/reasons.json", R"(, "display": "Managed elsewhere")", "");
  EXPECT_TRUE(
      holds(faults_of(content),
            "elsewhere in https://example.org/fhir/ValueSet/reasons needs a system and a display"));
}

TEST(BrokenPackages, AtMostOneIsPrechecked) {  // CH-122
  ContentCopy content;
  content.edit(kPlan, R"("title": "Not offered",)",
               R"("title": "Not offered", "precheckBehavior": "yes",)");
  EXPECT_TRUE(
      holds(faults_of(content), "action[0].action: at most one may have precheckBehavior yes"));
}

TEST(BrokenPackages, CodesOfARetrieveAreCoveredByAValueSet) {  // CH-021
  ContentCopy content;
  content.edit("profiles/valuesets/potassium.json", R"("code": "2823-3")", R"("code": "2824-1")");
  const auto faults = faults_of(content);
  EXPECT_TRUE(holds(
      faults, "retrieves Observation with code http://loinc.org|2823-3, and no dataRequirement"))
      << joined(faults);
}

TEST(BrokenPackages, SeveralRequirementsCoverTogether) {  // CH-048
  ContentCopy content;
  for (const std::string_view code : {"2823-3", "6298-4"}) {
    content.write(
        "profiles/valuesets/" + std::string(code) + ".json",
        R"({"resourceType":"ValueSet","url":"https://example.org/one/)" + std::string(code) +
            R"(","compose":{"include":[{"system":"http://loinc.org","concept":[{"code":")" +
            std::string(code) + "\"}]}]}}");
  }
  content.edit(kLibrary, "https://example.org/fhir/ValueSet/potassium|2.0.0",
               "https://example.org/one/2823-3");
  EXPECT_FALSE(faults_of(content).empty());
  content.edit(
      kLibrary, R"("dataRequirement": [)",
      R"("dataRequirement": [{"id": "blood", "type": "Observation", "codeFilter": [{"path": "code",)"
      R"("valueSet": "https://example.org/one/6298-4"}]},)");
  const auto faults = faults_of(content);
  EXPECT_TRUE(faults.empty()) << joined(faults);
}

TEST(BrokenPackages, ARequirementWithoutFilterCoversEverything) {  // CH-021
  ContentCopy content;
  content.edit(
      kLibrary,
      R"("codeFilter": [{ "path": "code", "valueSet": "https://example.org/fhir/ValueSet/potassium|2.0.0" }],)",
      "");
  const auto faults = faults_of(content);
  EXPECT_TRUE(faults.empty()) << joined(faults);
}

TEST(BrokenPackages, TheContentDirectoryHasRules) {
  base::Faults faults;
  EXPECT_EQ(load(test::content_folder() / "profiles", faults), nullptr);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NE(describe(faults[0]).find("has no folder rules/"), std::string::npos);
}

TEST(BrokenPackages, APackageHasAPlan) {
  ContentCopy content;
  content.remove(kPlan);
  EXPECT_TRUE(holds(faults_of(content), "rules/demo/plans: holds no PlanDefinition"));
}

TEST(BrokenPackages, EveryFaultIsListed) {
  ContentCopy content;
  content.edit(kPlan, "Fixed only", std::string(140, 'x'));
  content.edit(kPlan, "ActivityDefinition/review", "ActivityDefinition/rewiev");
  content.edit(kPlan, R"("expression": "Summary")", R"("expression": "Sumary")");
  content.edit(kLibrary, R"("id": "potassium")", R"("id": "potassium results")");
  content.edit(kElm, R"("type": "Coalesce")", R"("type": "Divine")");
  content.edit(kOrder, "note[0].text", "note.text");
  content.write("rules/other/plans/x.json", "{");
  const auto faults = faults_of(content);
  for (const std::string_view part :
       {"action[2].title", "rewiev", "Sumary", "dataRequirement[1].id", "Divine", "note is a list",
        "rules/other/plans/x.json"}) {
    EXPECT_TRUE(holds(faults, part)) << part << "\n" << joined(faults);
  }
}

}  // namespace
}  // namespace cramp::rules
