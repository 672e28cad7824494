// What queries leave out because it cannot change the result: Distinct over rows that differ
// anyway, and evaluating again for each row what is the same for all.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/forms/form_text.hpp"
#include "engine/support.hpp"

namespace cramp::engine {
namespace {

using testing::HasSubstr;

class Rows : public testing::Test {
 protected:
  /// One definition, in short ELM.
  void link(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    std::string_view elm = text;
    linked_.add(test::library("L", test::define("X", cases::take_elm(elm))));
    program_ = linked_.link();
    ASSERT_NE(program_, nullptr) << testing::PrintToString(linked_.faults());
  }
  std::string value(std::string_view records, const Budget& budget = {}) {
    const json::Document document = *json::parse(std::string(records));
    fhir::PatientData data("");
    for (const json::View resource : document.root().items()) data.add(resource);
    Evaluation evaluation(*program_, data, test::noon(), {}, budget);
    return test::evaluate(evaluation, *program_, "L", "X");
  }

 private:
  test::Linked linked_;
  const Program* program_ = nullptr;
};

constexpr std::string_view kNamed = R"([{"resourceType":"Observation","id":"a","status":"final"},
                                        {"resourceType":"Observation","id":"b","status":"final"}])";
constexpr std::string_view kNameless = R"([{"resourceType":"Observation","status":"final"},
                                           {"resourceType":"Observation","status":"final"}])";

constexpr std::string_view kCount =
    "Count(source: Query(source: [{{alias: \"A\", expression: Retrieve(dataType: %Observation)}}], "
    "return: {{expression: {}}}))";

TEST_F(Rows, DuplicatesOfResourcesWithoutIdAreDropped) {
  link(fmt::format(fmt::runtime(kCount), R"(AliasRef(name: "A"))"));
  EXPECT_EQ(value(kNamed), "2");
  EXPECT_EQ(value(kNameless), "1");
}

TEST_F(Rows, TuplesThatHoldTheResourceAreAsDifferentAsIt) {
  link(fmt::format(
      fmt::runtime(kCount),
      R"(Tuple(element: [{name: "n", value: 1}, {name: "o", value: AliasRef(name: "A")}]))"));
  EXPECT_EQ(value(kNamed), "2");
  EXPECT_EQ(value(kNameless), "1");
}

TEST_F(Rows, WhatIsReadFromDifferentResourcesMayBeTheSame) {
  link(
      fmt::format(fmt::runtime(kCount),
                  R"(Tuple(element: [{name: "s", value: Property(path: "status", scope: "A")}]))"));
  EXPECT_EQ(value(kNamed), "1");
}

TEST_F(Rows, ListsMadeOfDifferentOnesMayRepeat) {
  // Two lists of the same resources side by side are no list of different ones.
  link(R"(Count(source: Query(source: [{alias: "A", expression: Flatten(
      L[Retrieve(dataType: %Observation), Retrieve(dataType: %Observation)])}],
      return: {expression: AliasRef(name: "A")})))");
  EXPECT_EQ(value(kNamed), "2");
}

TEST_F(Rows, WhatDependsOnTheOuterRowOnlyIsEvaluatedOnceForIt) {
  std::string list = "L[0";
  for (int i = 1; i < 100; ++i) list += fmt::format(", {}", i);
  list += "]";
  // The innermost query asks about X alone, from among the rows of Y.
  link(fmt::format(
      R"(Query(source: [{{alias: "X", expression: L[5, 500, 7, 700]}}], where: Equal(Count(source:
           Query(source: [{{alias: "Y", expression: {0}}}], where: Equal(Count(source:
             Query(source: [{{alias: "Z", expression: {0}}}],
                   where: Equal(AliasRef(name: "Z"), AliasRef(name: "X")))), 1))), 100)))",
      list));
  EXPECT_EQ(value("[]"), "[5,7]");
  // 4 rows of X times 100 rows of Y and 100 of Z; for each Y anew it would be 40,000 rows of Z.
  EXPECT_EQ(value("[]", {.steps = 4'000}), "[5,7]");
  EXPECT_THAT(value("[]", {.steps = 500}), HasSubstr("more than 500 steps"));
}

}  // namespace
}  // namespace cramp::engine
