// What explanation.hpp promises, on data/cql/Explain.cql.

#include "engine/explanation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "engine/explain_support.hpp"

namespace cramp::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Explanation, OfAComparisonNamesTheElementsThatWereRead) {
  test::Traced traced;
  const auto evidence = traced.evidence("Potassium Is Low");
  EXPECT_THAT(evidence, Contains("Observation/o1 value.value"));
  EXPECT_THAT(evidence, Not(Contains(StartsWith("Observation/o2"))));
  EXPECT_THAT(evidence, Not(Contains(StartsWith("Observation/o3"))));
}

TEST(Explanation, OfExistsNamesTheRowThatDecided) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("Cramp Is Recorded"), ElementsAre("Condition/c1 subject"));
}

TEST(Explanation, OfWhatWasNotFoundNamesWhatWasRejectedAndWhatWasSearched) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("Nothing Found"), ElementsAre("Condition/c1 subject"));
  const Explanation why = traced.explain("Absent Procedures");
  EXPECT_THAT(why.evidence, IsEmpty());
  ASSERT_EQ(why.searched.size(), 1U);
  EXPECT_EQ(why.searched[0].type, "Procedure");
  EXPECT_EQ(why.searched[0].found, 0U);
  const Explanation cramp = traced.explain("Nothing Found");
  ASSERT_EQ(cramp.searched.size(), 1U);
  EXPECT_EQ(cramp.searched[0].value_set, "http://example.org/ValueSet/cramp");
  EXPECT_EQ(cramp.searched[0].code_property, "code");
  EXPECT_EQ(cramp.searched[0].found, 1U);
}

TEST(Explanation, OfLogicNamesTheOperandThatDecided) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("Either"), ElementsAre("Condition/c1 subject"));
  EXPECT_THAT(traced.evidence("Neither Needed"), ElementsAre("Condition/c1 subject"));
  // The right sides were not evaluated at all.
  EXPECT_FALSE(Explainer(traced.evaluation()).explain(traced.id("Potassium Is Low")).evaluated);
}

TEST(Explanation, InheritsFromWhatWasEvaluatedBefore) {
  test::Traced traced;
  const auto direct = traced.evidence("Cramp Is Recorded");
  EXPECT_EQ(traced.evidence("Either"), direct);
}

TEST(Explanation, OfAChoiceNamesTheBranchAndItsCondition) {
  test::Traced traced;
  const auto evidence = traced.evidence("Chosen");
  EXPECT_THAT(evidence, IsSupersetOf({"Condition/c1 subject", "Observation/o1 status"}));
  EXPECT_THAT(evidence, Not(Contains(StartsWith("Patient"))));
}

TEST(Explanation, OfAnElementOfATupleLeavesOutItsNeighbours) {
  test::Traced traced;
  const auto evidence = traced.evidence("The Potassium Finding");
  EXPECT_THAT(evidence, Contains("Observation/o1 value.value"));
  EXPECT_THAT(evidence, Not(Contains(StartsWith("Condition"))));
}

TEST(Explanation, OfAListNamesItsItems) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("Final Observations"),
              ElementsAre("Observation/o1 status", "Observation/o3 status"));
}

TEST(Explanation, OfARelationNamesBothSides) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("Linked"),
              ElementsAre("Encounter/e1 subject.reference", "Observation/o1 status",
                          "Observation/o1 subject.reference"));
}

TEST(Explanation, FollowsArgumentsIntoFunctions) {
  test::Traced traced;
  EXPECT_THAT(traced.evidence("By Function"), ElementsAre("Observation/o1 status"));
  const auto calls = Explainer(traced.evaluation()).explain_calls("Explain", "Is Final");
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_TRUE((*calls[0].value)->is_true());
  EXPECT_EQ(Explainer(traced.evaluation()).explain_calls("Explain", "Never Called").size(), 0U);
}

TEST(Explanation, NamesParameters) {
  test::Traced traced;
  EXPECT_THAT(traced.explain("Known").parameters, ElementsAre("Unavailable Data"));
}

TEST(Explanation, OfAFailureHasTheError) {
  test::Traced traced;
  const Explanation why = traced.explain("Depends On Failure");
  ASSERT_TRUE(why.value.has_value());
  ASSERT_FALSE(why.value->ok());
  EXPECT_THAT(why.value->error().where, StartsWith("Explain:"));
}

TEST(Explanation, HasTheTextOfTheSource) {
  test::Traced traced;
  const Explanation why = traced.explain("Either");
  EXPECT_EQ(why.text, "define \"Either\":\n  \"Cramp Is Recorded\" or \"Potassium Is Low\"");
  ASSERT_EQ(why.because.size(), 1U);
  const Reason& either = why.because[0];
  EXPECT_EQ(either.operation, "Or");
  EXPECT_EQ(either.text, "\"Cramp Is Recorded\" or \"Potassium Is Low\"");
  EXPECT_EQ(either.yes, 1U);
  ASSERT_EQ(either.because.size(), 1U);  // the right side was not evaluated
  EXPECT_EQ(either.because[0].name, "Cramp Is Recorded");
  EXPECT_TRUE(either.because[0].value.is_true());
}

TEST(Explanation, CountsRows) {
  test::Traced traced;
  const Explanation why = traced.explain("Final Observations");
  ASSERT_FALSE(why.because.empty());
  const Reason& where = why.because.back();
  EXPECT_EQ(where.operation, "Equal");
  EXPECT_EQ(where.times, 3U);
  EXPECT_EQ(where.yes, 2U);
  EXPECT_EQ(where.no, 1U);
}

TEST(Explanation, IsWrittenAsJson) {
  test::Traced traced;
  std::string text;
  write_json(text, traced.explain("Absent Procedures"));
  EXPECT_EQ(text, R"json({"value":false,"source":{"library":"Explain","locator":"32:1-32:46",)json"
                  R"json("text":"define \"Absent Procedures\": exists [Procedure]"},)json"
                  R"json("searched":[{"type":"Procedure","found":0,"library":"Explain",)json"
                  R"json("locator":"32:36-32:46"}],"because":[{"operation":"Exists",)json"
                  R"json("locator":"32:29-32:46","text":"exists [Procedure]","value":false,)json"
                  R"json("because":[{"operation":"Retrieve","locator":"32:36-32:46",)json"
                  R"json("text":"[Procedure]","kind":"List","count":0}]}]})json");
  text.clear();
  traced.restart();
  write_json(text, Explainer(traced.evaluation()).explain(traced.id("Either")));
  EXPECT_THAT(text, StartsWith(R"({"evaluated":false,"source":)"));
}

/// Annotations and files say the same.
TEST(SourceText, IsTheSameFromAnnotationsAndFiles) {
  for (const char* name : {"LegCrampLines", "LegCrampComplaint", "LegCrampDiseases"}) {
    const auto folder = std::filesystem::path(CRAMP_SOURCE_DIR) / "rules/leg-cramps";
    base::Faults faults;
    const elm::Library library =
        elm::load(test::read_json(folder / "elm" / (std::string(name) + ".json")), faults);
    const elm::SourceText annotations(library);
    const elm::SourceText file(*base::read_file(folder / "cql" / (std::string(name) + ".cql")));
    std::size_t compared = 0;
    for (const elm::Statement& statement : library.statements) {
      if (statement.name == "Patient" || statement.body == nullptr) continue;
      EXPECT_EQ(annotations.at(statement.locator), file.at(statement.locator)) << statement.name;
      EXPECT_EQ(annotations.at(statement.body->locator), file.at(statement.body->locator));
      EXPECT_THAT(file.at(statement.locator), StartsWith("define "));
      ++compared;
    }
    EXPECT_GT(compared, 10U);
  }
}

TEST(SourceText, CountsCharactersAndKnowsWhatItHasNot) {
  const elm::SourceText text("näme: 'ö'\nsecond");
  EXPECT_EQ(text.at({1, 7, 1, 9}), "'ö'");
  EXPECT_EQ(text.at({1, 7, 2, 3}), "'ö'\nsec");
  EXPECT_EQ(text.at({3, 1, 3, 2}), "");
  EXPECT_EQ(text.at({2, 3, 1, 1}), "");
  EXPECT_EQ(text.line(2), "second");
  EXPECT_EQ(text.line(9), "");
  EXPECT_EQ(elm::text({1, 2, 3, 4}), "1:2-3:4");
  EXPECT_EQ(elm::text({1, 2, 1, 2}), "1:2");
  EXPECT_EQ(elm::text({}), "");
}

}  // namespace
}  // namespace cramp::engine
