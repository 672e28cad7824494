// What the cases of list operators do not show: long lists, FHIR elements, budgets.

#include "engine/operators/list_sets.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <functional>

#include "engine/operators/element_index.hpp"
#include "literals.hpp"

namespace cramp::engine {
namespace {

class ListSetsTest : public ::testing::Test {
 protected:
  Value literal(const std::string& text) {
    return cases::Reader(arena_.copy(text), context_).value();
  }

  /// `count` literals, twice each: all of one round, then all again.
  std::vector<Value> twice(int count, const std::function<std::string(int)>& text) {
    std::vector<Value> values;
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < count; ++i) values.push_back(literal(text(i)));
    }
    return values;
  }

  Value element(std::string_view type, std::string json) {
    auto parsed = json::parse(std::move(json));
    EXPECT_TRUE(parsed.ok());
    documents_.push_back(std::move(parsed).value());
    return Value::element(documents_.back().root(), fhir::find_type(type));
  }

  std::size_t distinct(Operands values) {
    return list_distinct(context_, values).as_list().items.size();
  }

  base::Arena arena_;
  std::deque<json::Document> documents_;
  Context context_{arena_, *time::parse_datetime("2026-01-15T12:00:00.000Z", 0), nullptr, {}};
};

std::string day(int i) {
  return "2" + std::to_string(100 + i / 300) + "-" + std::to_string(10 + i % 3) + "-" +
         std::to_string(10 + i / 3 % 19);
}

TEST_F(ListSetsTest, FewPairsOfLongListsAreCompared) {
  constexpr int kCount = 5'000;
  const std::pair<const char*, std::function<std::string(int)>> kinds[] = {
      {"Integer", [](int i) { return std::to_string(i); }},
      {"Long", [](int i) { return std::to_string(i) + "L"; }},
      {"Decimal", [](int i) { return std::to_string(i) + ".25"; }},
      {"String", [](int i) { return "'" + std::to_string(i) + "'"; }},
      {"Date", [](int i) { return "@" + day(i % 5'000); }},
      {"DateTime",
       [](int i) { return "@2020-01-01T10:00:00." + std::to_string(100 + i % 900) + "Z"; }},
      {"Code", [](int i) { return "Code{'" + std::to_string(i) + "', 's', null, null}"; }},
      {"Concept",
       [](int i) { return "Concept{'x', Code{'" + std::to_string(i) + "', 's', null, null}}"; }},
      {"Tuple", [](int i) { return "Tuple{a: 1, b: " + std::to_string(i) + "}"; }},
      {"List", [](int i) { return "{1, " + std::to_string(i) + "}"; }},
      {"Interval", [](int i) { return "Interval[" + std::to_string(i) + ", 1000000]"; }},
  };
  for (const auto& [kind, text] : kinds) {
    SCOPED_TRACE(kind);
    const auto values = twice(kCount, text);
    // Some comparisons an element; there are 25 million pairs.
    context_.steps_left = 100 * kCount;
    const std::size_t different = distinct(values);
    EXPECT_GT(different, 100U);
    EXPECT_LE(different, static_cast<std::size_t>(kCount));
    EXPECT_TRUE(list_includes(context_, values, values).value_or(false));
    EXPECT_EQ(list_except(context_, values, values).as_list().items.size(), 0U);
    EXPECT_EQ(list_intersect(context_, values, values).as_list().items.size(), different);
  }
}

TEST_F(ListSetsTest, WhatTakesTooManyComparisonsFails) {
  const auto values = twice(200, [](int i) { return std::to_string(i) + " 'mg'"; });
  EXPECT_EQ(distinct(values), 200U);
  context_.steps_left = 1'000;
  EXPECT_THROW(distinct(values), EvaluationError);
  context_.steps_left = 1'000;
  EXPECT_THROW(list_contains(context_, twice(1'001, [](int i) { return std::to_string(i); }),
                             Value::integer(-1)),
               EvaluationError);
}

TEST_F(ListSetsTest, ListsAreLimited) {
  context_.budget.list_items = 3;
  const auto values = twice(2, [](int i) { return std::to_string(i); });
  EXPECT_EQ(distinct(values), 2U);
  EXPECT_THROW(distinct(twice(4, [](int i) { return std::to_string(i); })), EvaluationError);
}

TEST_F(ListSetsTest, ResourcesAreTheSameByContent) {
  const std::vector<Value> values = {
      element("Condition", R"({"resourceType": "Condition", "id": "1", "onsetAge": {"value": 5}})"),
      element("Condition", R"({"resourceType": "Condition", "id": "2", "onsetAge": {"value": 5}})"),
      element("Condition",
              R"({"id": "1", "onsetAge": {"value": 5.0}, "resourceType": "Condition"})"),
      element("Condition", R"({"resourceType": "Condition", "id": "1", "onsetAge": {"value": 6}})"),
  };
  EXPECT_EQ(distinct(values), 3U);
}

TEST_F(ListSetsTest, FhirPrimitivesAreTheSameAsTheirValues) {
  const std::vector<Value> values = {
      element("date", R"("2020-01-01")"), literal("@2020-01-01"),
      element("string", R"("a")"),        literal("'a'"),
      element("decimal", "1.50"),         literal("1.5"),
  };
  EXPECT_EQ(distinct(values), 3U);
}

TEST_F(ListSetsTest, EqualValuesHaveTheSameHash) {
  const std::pair<const char*, const char*> pairs[] = {
      {"1", "1.0"},
      {"1", "1L"},
      {"1 'g'", "1000 'mg'"},
      {"@2012-10-05T10:00:00.000+02:00", "@2012-10-05T08:00:00.000Z"},
      {"@2012-10-05T10:00+02:00", "@2012-10-05T08:00Z"},
      {"@2012-12-31T23+00:00", "@2013-01-01T00+01:00"},
      {"@2012-10-05", "@2012-10-05T"},
      {"Interval[1, 5)", "Interval(0, 4]"},
      {"Interval[null, 5)", "Interval[-2147483648, 4]"},
      {"Tuple{a: 1, b: 2}", "Tuple{b: 2, a: 1}"},
      {"{1, null}", "{1.0, null}"},
  };
  for (const auto& [a, b] : pairs) {
    const Value left = literal(a);
    const Value right = literal(b);
    EXPECT_EQ(same_element(context_, left, right), true) << a << " and " << b;
    EXPECT_EQ(element_hash(context_, left), element_hash(context_, right)) << a << " and " << b;
  }
}

}  // namespace
}  // namespace cramp::engine
