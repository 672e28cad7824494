#include "engine/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/explain_support.hpp"

namespace cramp::engine {
namespace {

using Missing = Coverage::Gap::Missing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::Not;

auto gap(std::string_view definition, Missing missing, std::string_view operation = {}) {
  return AllOf(
      Field(&Coverage::Gap::library, "Explain"), Field(&Coverage::Gap::definition, definition),
      Field(&Coverage::Gap::missing, missing), Field(&Coverage::Gap::operation, operation));
}

Coverage after(test::Traced& traced, std::initializer_list<std::string_view> names) {
  Coverage coverage(traced.program());
  for (const std::string_view name : names) {
    static_cast<void>(traced.evaluation().value(traced.id(name)));
  }
  coverage.add(traced.evaluation());
  return coverage;
}

TEST(Coverage, NamesWhatWasNotReached) {
  test::Traced traced;
  const auto gaps = after(traced, {"Either", "By Function"}).gaps();
  EXPECT_THAT(gaps, Contains(gap("Potassium Is Low", Missing::kDefinition)));
  EXPECT_THAT(gaps, Contains(gap("Never Called", Missing::kDefinition)));
  EXPECT_THAT(gaps, Not(Contains(gap("Is Final", Missing::kDefinition))));
  // The right side of an `or` that was decided by its left one.
  EXPECT_THAT(gaps, Contains(gap("Either", Missing::kExpression, "ExpressionRef")));
  EXPECT_THAT(gaps, Contains(gap("Either", Missing::kFalse, "Or")));
  EXPECT_THAT(gaps, Not(Contains(gap("Either", Missing::kTrue, "Or"))));
}

TEST(Coverage, NamesTheOutermostPlaceOnly) {
  test::Traced traced;
  const auto gaps = after(traced, {"Chosen"}).gaps();
  const auto of_chosen = std::ranges::count_if(gaps, [](const Coverage::Gap& one) {
    return one.definition == "Chosen" && one.missing == Missing::kExpression;
  });
  EXPECT_EQ(of_chosen, 1);  // the branch that was not taken, not its parts as well
  const auto found = std::ranges::find_if(gaps, [](const Coverage::Gap& one) {
    return one.definition == "Chosen" && one.missing == Missing::kExpression;
  });
  EXPECT_EQ(found->operation, "Property");
  EXPECT_GT(found->locator.line, 0U);
}

TEST(Coverage, AQueryUnderExistsIsReachedWithItsRows) {
  test::Traced traced;
  const auto gaps = after(traced, {"Cramp Is Recorded"}).gaps();
  EXPECT_THAT(gaps, Not(Contains(gap("Cramp Is Recorded", Missing::kExpression, "Query"))));
  EXPECT_THAT(gaps, Contains(gap("Cramp Is Recorded", Missing::kFalse, "Exists")));
}

TEST(Coverage, AddsUpEvaluations) {
  test::Traced traced;
  Coverage sum = after(traced, {"Either"});
  traced.restart();
  const Coverage other = after(traced, {"Potassium Is Low"});
  EXPECT_THAT(sum.gaps(), Contains(gap("Potassium Is Low", Missing::kDefinition)));
  sum.merge(other);
  EXPECT_THAT(sum.gaps(), Not(Contains(gap("Potassium Is Low", Missing::kDefinition))));
  EXPECT_THAT(sum.gaps(), Not(Contains(gap("Either", Missing::kDefinition))));
}

TEST(Coverage, CountsByLibrary) {
  test::Traced traced;
  const auto before = Coverage(traced.program()).totals();
  const auto now = after(traced, {"Either"}).totals();
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].library, "Explain");
  EXPECT_EQ(before[0].definitions_reached, 0U);
  EXPECT_EQ(now[0].definitions_reached, 2U);
  EXPECT_EQ(now[0].definitions, before[0].definitions);
  EXPECT_GT(now[0].expressions_reached, 4U);
  EXPECT_LT(now[0].expressions_reached, now[0].expressions);
  EXPECT_EQ(now[0].outcomes_seen, 3U);  // or, exists, where: true
  EXPECT_EQ(now[1].definitions_reached, 0U);
}

}  // namespace
}  // namespace cramp::engine
