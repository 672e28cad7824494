// Both sides of each budget: what fits, what does not, and that other definitions go on.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "engine/support.hpp"

namespace cramp::engine {
namespace {

using test::define;
using testing::HasSubstr;

std::string literal(std::string_view type, std::string_view value) {
  return fmt::format(
      R"({{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}{}","value":"{}"}})", type,
      value);
}

std::string integer(int value) {
  return literal("Integer", std::to_string(value));
}

std::string reference(std::string_view name) {
  return fmt::format(R"({{"type":"ExpressionRef","name":"{}"}})", name);
}

std::string operation(std::string_view type, std::string_view a, std::string_view b) {
  return fmt::format(R"({{"type":"{}","operand":[{},{}]}})", type, a, b);
}

std::string list(std::string_view item, int count) {
  std::string text = R"({"type":"List","element":[)";
  for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + std::string(item);
  return text + "]}";
}

class Budgets : public testing::Test {
 protected:
  /// Every library also has Good, which is 1.
  void link(std::initializer_list<std::string> definitions) {
    std::string all = define("Good", integer(1), 90);
    for (const std::string& definition : definitions) all += "," + definition;
    linked_.add(test::library("L", all));
    program_ = linked_.link();
    ASSERT_NE(program_, nullptr) << testing::PrintToString(linked_.faults());
  }
  /// The value of `name`; Good is asked for after it.
  std::string value(std::string_view name, const Budget& budget) {
    Evaluation evaluation(*program_, data_, test::noon(), {}, budget);
    std::string result = test::evaluate(evaluation, *program_, "L", name);
    EXPECT_EQ(test::evaluate(evaluation, *program_, "L", "Good"), "1");
    return result;
  }

  test::Linked linked_;
  fhir::PatientData data_{""};
  const Program* program_ = nullptr;
};

TEST_F(Budgets, Strings) {
  link({define("Half", literal("String", "abcde"), 4),
        define("Twice", operation("Concatenate", reference("Half"), reference("Half")), 5)});
  EXPECT_EQ(value("Twice", {.string_bytes = 10}), R"("abcdeabcde")");
  EXPECT_THAT(value("Twice", {.string_bytes = 9}), HasSubstr("L:5: a string"));
}

TEST_F(Budgets, Expansion) {
  const std::string points = fmt::format(
      R"({{"type":"Expand","operand":[{{"type":"Interval","lowClosed":true,"highClosed":true,
          "low":{},"high":{}}},{{"type":"Quantity","value":1,"unit":"1"}}]}})",
      integer(1), operation("Add", integer(4), integer(5)));
  link({define("Points", points, 6)});
  EXPECT_EQ(value("Points", {.expansion = 9}), "[1,2,3,4,5,6,7,8,9]");
  EXPECT_THAT(value("Points", {.expansion = 8}), HasSubstr("L:6: expand would make more than 8"));
}

TEST_F(Budgets, StepsOfWhatAnOperatorReads) {  // CH-067: no call takes longer than its budget
  const std::string sum = fmt::format(R"({{"type":"Sum","source":{}}})", reference("Ones"));
  link(
      {define("Ones", list(integer(1), 500), 3), define("Sum", sum, 4),
       define("Length", R"({"type":"Length","operand":{"type":"ExpressionRef","name":"Text"}})", 5),
       define("Text", literal("String", std::string(64'000, 'x')), 6)});
  EXPECT_EQ(value("Sum", {.steps = 2'000}), "500");
  EXPECT_THAT(value("Sum", {.steps = 400}), HasSubstr("more than 400 steps"));
  EXPECT_EQ(value("Length", {.steps = 2'000}), "64000");
  EXPECT_THAT(value("Length", {.steps = 500}), HasSubstr("L:5: more than 500 steps"));
}

TEST_F(Budgets, StepsOfComparisons) {
  // No two of these intervals are known to be equal, so that each is compared with all before it.
  const std::string unknown = fmt::format(
      R"({{"type":"Interval","lowClosed":true,"highClosed":false,"low":{},
          "high":{{"type":"As","asType":"{{urn:hl7-org:elm-types:r1}}Integer","operand":{{"type":"Null"}}}}}})",
      integer(1));
  const std::string distinct = fmt::format(
      R"({{"type":"Count","source":{{"type":"Distinct","operand":{}}}}})", list(unknown, 100));
  link({define("Different", distinct, 7)});
  EXPECT_EQ(value("Different", {.steps = 10'000}), "100");
  EXPECT_THAT(value("Different", {.steps = 3'000}), HasSubstr("more than 3000 steps"));
}

/// Each of `levels` definitions is a list of the one before, twice.
std::string doubled(int levels) {
  std::string all = define("V0", list(integer(1), 2));
  for (int i = 1; i < levels; ++i) {
    all += "," + define(fmt::format("V{}", i), list(reference(fmt::format("V{}", i - 1)), 2), i);
  }
  return all;
}

TEST_F(Budgets, StepsOfValuesThatShareTheirParts) {
  link({doubled(60), define("Equal", operation("Equal", reference("V59"), reference("V58")), 70),
        define("Same", operation("Equal", reference("V59"), reference("V59")), 71),
        define("Alike", operation("Equivalent", reference("V59"), reference("V59")), 72),
        define("Fits", reference("V9"), 73), define("Big", reference("V59"), 74),
        define("Different",
               fmt::format(R"({{"type":"Distinct","operand":{}}})", list(reference("V50"), 9)),
               75)});
  for (const std::string_view name : {"Same", "Alike", "Different"}) {
    EXPECT_THAT(value(name, {.steps = 100'000}), HasSubstr("more than 100000 steps")) << name;
  }
  EXPECT_THAT(value("Fits", {.steps = 100'000}), testing::StartsWith("[[[["));
  EXPECT_THAT(value("Big", {.steps = 100'000}), HasSubstr("L:74: more than 100000 steps"));
}

TEST_F(Budgets, EachDefinitionThatIsAskedForHasItsOwnSteps) {
  const std::string sum = fmt::format(R"({{"type":"Sum","source":{}}})", list(integer(1), 500));
  link({define("A", sum, 3), define("B", sum, 4), define("C", sum, 5)});
  Evaluation evaluation(*program_, data_, test::noon(), {}, {.steps = 2'000});
  for (const std::string_view name : {"A", "B", "C"}) {
    EXPECT_EQ(test::evaluate(evaluation, *program_, "L", name), "500");
  }
}

TEST_F(Budgets, ThreadsThatFailDoNotTouchEachOther) {
  link({doubled(40),
        define("Sum", fmt::format(R"({{"type":"Sum","source":{}}})", list(integer(1), 500)))});
  std::vector<std::thread> threads;
  std::vector<std::string> results(4);
  for (std::size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back(
        [this, i, &results] { results[i] = value("Sum", {.steps = i % 2 == 0 ? 2'000U : 400U}); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(results[0], "500");
  EXPECT_EQ(results[2], "500");
  EXPECT_THAT(results[1], HasSubstr("more than 400 steps"));
  EXPECT_THAT(results[3], HasSubstr("more than 400 steps"));
}

}  // namespace
}  // namespace cramp::engine
