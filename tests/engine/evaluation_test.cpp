// Laziness, errors and their places, budgets.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "engine/support.hpp"

namespace cramp::engine {
namespace {

using test::define;
using test::library;
using testing::HasSubstr;

constexpr std::string_view kFail =
    R"({"type":"Message","locator":"21:5-21:9","source":{"type":"Null"},
        "severity":{"type":"Literal","valueType":"{urn:hl7-org:elm-types:r1}String","value":"Error"}})";

std::string reference(std::string_view name) {
  return fmt::format(R"({{"type":"ExpressionRef","name":"{}"}})", name);
}

std::string integer(int value) {
  return fmt::format(
      R"({{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}Integer","value":"{}"}})",
      value);
}

/// A function `name` of one operand `x`.
std::string function(std::string_view name, std::string_view body) {
  return fmt::format(
      R"({{"type":"FunctionDef","name":"{}","locator":"30:1-30:2","expression":{},
          "operand":[{{"name":"x","operandType":"{{urn:hl7-org:elm-types:r1}}Integer"}}]}})",
      name, body);
}

std::string call(std::string_view name, std::string_view argument) {
  return fmt::format(R"({{"type":"FunctionRef","name":"{}","operand":[{}]}})", name, argument);
}

class Evaluating : public testing::Test {
 protected:
  void link(std::initializer_list<std::string> statements) {
    std::string all;
    for (const std::string& statement : statements) all += (all.empty() ? "" : ",") + statement;
    linked_.add(library("L", all));
    program_ = linked_.link();
    ASSERT_NE(program_, nullptr) << testing::PrintToString(linked_.faults());
    start({});
  }
  void start(const Budget& budget) {
    evaluation_.emplace(*program_, data_, test::noon(), std::span<const Parameter>(), budget);
  }
  std::string value(std::string_view name) {
    return test::evaluate(*evaluation_, *program_, "L", name);
  }

  test::Linked linked_;
  fhir::PatientData data_{""};
  const Program* program_ = nullptr;
  std::optional<Evaluation> evaluation_;
};

TEST_F(Evaluating, AnErrorNamesTheInnermostLineAndStaysWithItsDefinition) {
  link({define("Bad", kFail, 20), define("Uses", reference("Bad"), 40),
        define("Good", integer(1), 50)});
  EXPECT_THAT(value("Uses"), HasSubstr(R"({"error":"L:21: )"));
  EXPECT_EQ(value("Bad"), value("Uses"));
  EXPECT_EQ(value("Bad"), value("Bad"));
  EXPECT_EQ(value("Good"), "1");
}

TEST_F(Evaluating, ADefinitionThatDependsOnItselfFails) {
  link(
      {define("A", reference("B"), 1), define("B", reference("A"), 2), define("C", integer(3), 3)});
  EXPECT_THAT(value("A"), HasSubstr("A depends on itself"));
  EXPECT_THAT(value("B"), HasSubstr("A depends on itself"));
  EXPECT_EQ(value("C"), "3");
}

TEST_F(Evaluating, RecursionIsPossibleAndBounded) {
  const std::string x = R"({"type":"OperandRef","name":"x"})";
  const std::string less = fmt::format(R"({{"type":"Subtract","operand":[{},{}]}})", x, integer(1));
  const std::string factorial = fmt::format(
      R"({{"type":"If","condition":{{"type":"LessOrEqual","operand":[{0},{1}]}},"then":{1},
          "else":{{"type":"Multiply","operand":[{0},{2}]}}}})",
      x, integer(1), call("Factorial", less));
  link({function("Factorial", factorial), function("Endless", call("Endless", x)),
        define("Ten", call("Factorial", integer(10))), define("Never", call("Endless", integer(1))),
        define("Good", integer(1))});
  EXPECT_EQ(value("Ten"), "3628800");
  EXPECT_THAT(value("Never"), HasSubstr("nested more than 256 deep"));
  EXPECT_EQ(value("Ten"), "3628800");
  EXPECT_EQ(value("Good"), "1");
  start({.recursion = 9});
  EXPECT_THAT(value("Ten"), HasSubstr("nested more than 9 deep"));
  start({.recursion = 10});
  EXPECT_EQ(value("Ten"), "3628800");
}

TEST_F(Evaluating, DeepExpressionsDoNotExhaustTheMachinesStack) {
  // Each call is 200 nodes deep, and 20,000 calls are allowed.
  std::string body = call("Deep", R"({"type":"OperandRef","name":"x"})");
  for (int i = 0; i < 200; ++i) body = fmt::format(R"({{"type":"Negate","operand":{}}})", body);
  link({function("Deep", body), define("D", call("Deep", integer(1)))});
  start({.recursion = 20'000});
  EXPECT_THAT(value("D"), HasSubstr("too deep"));
}

TEST_F(Evaluating, StepsAreBounded) {
  std::string list = R"({"type":"List","element":[)";
  for (int i = 0; i < 100; ++i) list += (i == 0 ? "" : ",") + integer(i);
  list += "]}";
  std::string sources;
  for (const char* alias : {"A", "B", "C"}) {
    sources += fmt::format(R"({}{{"alias":"{}","expression":{}}})", sources.empty() ? "" : ",",
                           alias, list);
  }
  link({define("Small", integer(1)),
        define("Big", fmt::format(R"({{"type":"Query","source":[{}],"where":{{"type":"IsNull",
                        "operand":{{"type":"AliasRef","name":"A"}}}}}})",
                                  sources))});
  EXPECT_EQ(value("Big"), "[]");
  start({.steps = 100'000});
  EXPECT_EQ(value("Small"), "1");
  EXPECT_THAT(value("Big"), HasSubstr("more than 100000 steps"));
}

/// All pairs of a list with itself: 10,000 rows.
std::string pairs() {
  std::string list = R"({"type":"List","element":[)";
  for (int i = 0; i < 100; ++i) list += (i == 0 ? "" : ",") + integer(i);
  list += "]}";
  return fmt::format(
      R"({{"type":"Query","source":[{{"alias":"A","expression":{0}}},{{"alias":"B","expression":{0}}}]}})",
      list);
}

TEST_F(Evaluating, ListsAreBounded) {
  link({define("D", pairs(), 8)});
  start({.list_items = 9'999});
  EXPECT_THAT(value("D"), HasSubstr("L:8: a list of more than 9999 items"));
  start({.list_items = 10'000});
  EXPECT_THAT(value("D"), testing::StartsWith("[{"));
}

TEST_F(Evaluating, MemoryIsBounded) {
  link({define("D", pairs(), 8), define("Good", integer(1))});
  start({.arena_bytes = 100'000});
  EXPECT_THAT(value("D"), HasSubstr("L:8: more than 100000 bytes"));
  EXPECT_EQ(value("Good"), "1");
  EXPECT_LE(evaluation_->arena_bytes(), 100'000U);
}

TEST_F(Evaluating, NowIsTheGivenInstantForAllDefinitions) {
  link({define("Now", R"({"type":"Now"})"), define("Today", R"({"type":"Today"})"),
        define("Time", R"({"type":"TimeOfDay"})")});
  EXPECT_EQ(value("Now"), R"("2026-01-15T12:00:00.000+00:00")");
  EXPECT_EQ(value("Today"), R"("2026-01-15")");
  EXPECT_EQ(value("Time"), R"("12:00:00.000")");
}

TEST_F(Evaluating, LoopsOutsideQueries) {
  const std::string numbers =
      fmt::format(R"({{"type":"List","element":[{},{},{}]}})", integer(4), integer(5), integer(6));
  const auto binary = [](std::string_view op, std::string_view a, std::string_view b) {
    return fmt::format(R"({{"type":"{}","operand":[{},{}]}})", op, a, b);
  };
  const std::string item = R"({"type":"Current"})";
  const std::string index = R"({"type":"Iteration"})";
  const std::string total = R"({"type":"Total"})";
  const auto loop = [&](std::string_view type, std::string_view slot, std::string_view body) {
    return fmt::format(R"({{"type":"{}","source":{},"{}":{},"scope":"s"}})", type, numbers, slot,
                       body);
  };
  link({define("Each", loop("ForEach", "element", binary("Multiply", item, index))),
        define("Kept", loop("Filter", "condition", binary("Greater", item, integer(4)))),
        define("Folded", fmt::format(R"({{"type":"Aggregate","source":{},"iteration":{},
                                       "initialValue":{}}})",
                                     numbers, binary("Add", total, item), integer(100))),
        define("Repeated", loop("Repeat", "element",
                                fmt::format(R"({{"type":"If","condition":{},"then":{}}})",
                                            binary("Less", item, integer(8)),
                                            binary("Add", item, integer(1))))),
        define("Sorted", fmt::format(R"({{"type":"Sort","source":{},
                                       "by":[{{"type":"ByDirection","direction":"desc"}}]}})",
                                     numbers)),
        define("OfNull",
               R"({"type":"ForEach","source":{"type":"Null"},"element":{"type":"Null"}})")});
  EXPECT_EQ(value("Each"), "[0,5,12]");
  EXPECT_EQ(value("Kept"), "[5,6]");
  EXPECT_EQ(value("Folded"), "115");
  EXPECT_EQ(value("Repeated"), "[4,5,6,7,8]");
  EXPECT_EQ(value("Sorted"), "[6,5,4]");
  EXPECT_EQ(value("OfNull"), "null");
}

/// A function `name` of one operand of the type, that gives the text.
std::string overload(std::string_view name, std::string_view type, std::string_view text) {
  return fmt::format(
      R"({{"type":"FunctionDef","name":"{}","operand":[{{"name":"x","operandType":"{}"}}],
          "expression":{{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}String","value":"{}"}}}})",
      name, type, text);
}

TEST_F(Evaluating, OverloadsAreChosenByWhatIsKnown) {
  constexpr std::string_view kInteger = "{urn:hl7-org:elm-types:r1}Integer";
  constexpr std::string_view kString = "{urn:hl7-org:elm-types:r1}String";
  constexpr std::string_view kUri = "{http://hl7.org/fhir}uri";
  constexpr std::string_view kCanonical = "{http://hl7.org/fhir}canonical";
  const auto null_of = [](std::string_view type) {
    return fmt::format(R"({{"type":"Null","resultTypeName":"{}"}})", type);
  };
  const std::string canonical = fmt::format(
      R"({{"type":"Instance","classType":"{}","element":[{{"name":"value","value":{}}}]}})",
      kCanonical, integer(1));
  link({overload("Kind", kInteger, "integer"), overload("Kind", kString, "string"),
        overload("Base", kUri, "uri"), overload("Base", kCanonical, "canonical"),
        define("ByResultType", call("Kind", null_of(kString))),
        define("ByLiteral", call("Kind", integer(1))),
        define("ByValue", call("Kind", R"({"type":"Coalesce","operand":[)" + integer(1) + "]}")),
        define("ByExactType", call("Base", canonical)),
        define("ByNothing", call("Kind", R"({"type":"Today"})"), 14)});
  EXPECT_EQ(value("ByResultType"), R"("string")");
  EXPECT_EQ(value("ByLiteral"), R"("integer")");
  EXPECT_EQ(value("ByValue"), R"("integer")");
  EXPECT_EQ(value("ByExactType"), R"("canonical")");
  EXPECT_THAT(value("ByNothing"), HasSubstr("L:14: no overload"));
}

TEST_F(Evaluating, WhatNoRowChangesIsEvaluatedOnce) {
  // Each row of the loop would add 100 steps for the inner query.
  std::string list = R"({"type":"List","element":[)";
  for (int i = 0; i < 100; ++i) list += (i == 0 ? "" : ",") + integer(i);
  list += "]}";
  const auto exists = [&](std::string_view where) {
    return fmt::format(R"({{"type":"Exists","operand":{{"type":"Query",
        "source":[{{"alias":"B","expression":{}}}],"where":{}}}}})",
                       list, where);
  };
  const auto rows = [&](std::string_view where) {
    return fmt::format(R"({{"type":"Count","source":{{"type":"Query",
        "source":[{{"alias":"A","expression":{}}}],"where":{}}}}})",
                       list, exists(where));
  };
  const std::string alias = R"({"type":"AliasRef","name":")";
  const std::string closed =
      fmt::format(R"({{"type":"Equal","operand":[{}B"}},{}]}})", alias, integer(99));
  const std::string open = fmt::format(R"({{"type":"Equal","operand":[{0}B"}},{0}A"}}]}})", alias);
  link({define("Closed", rows(closed)), define("Open", rows(open))});
  EXPECT_EQ(value("Closed"), "100");
  EXPECT_EQ(value("Open"), "100");
  start({.steps = 1'000});
  EXPECT_EQ(value("Closed"), "100");
  EXPECT_THAT(value("Open"), HasSubstr("more than 1000 steps"));
}

/// `from` X where X is not 2; fails at 2.
std::string query_failing_at_two(std::string_view from, std::string_view more = {}) {
  return fmt::format(
      R"({{"type":"Query","source":[{{"alias":"X","expression":{}}}],"relationship":[],"where":
          {{"type":"If","condition":{{"type":"Equal","operand":[{{"type":"AliasRef","name":"X"}},{}]}},
            "then":{},"else":{{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}Boolean",
                              "value":"true"}}}}{}}})",
      from, integer(2), kFail, more);
}

TEST_F(Evaluating, ExistsAndFirstStopAtTheRowThatDecides) {
  const auto list = [](int first, int second) {
    return fmt::format(R"({{"type":"List","element":[{},{}]}})", integer(first), integer(second));
  };
  const auto of = [](std::string_view type, std::string_view slot, std::string_view query) {
    return fmt::format(R"({{"type":"{}","{}":{}}})", type, slot, query);
  };
  const std::string good = query_failing_at_two(list(1, 2));
  const std::string bad = query_failing_at_two(list(2, 1));
  const std::string sorted = query_failing_at_two(
      list(1, 2), R"(,"sort":{"by":[{"type":"ByDirection","direction":"asc"}]})");
  link({define("Exists", of("Exists", "operand", good)),
        define("First", of("First", "source", good)), define("Last", of("Last", "source", good)),
        define("ExistsBad", of("Exists", "operand", bad)),
        define("FirstBad", of("First", "source", bad)),
        define("ExistsSorted", of("Exists", "operand", sorted)),
        define("FirstSorted", of("First", "source", sorted))});
  EXPECT_EQ(value("Exists"), "true");
  EXPECT_EQ(value("First"), "1");
  EXPECT_EQ(value("ExistsSorted"), "true");
  for (const std::string_view all : {"Last", "ExistsBad", "FirstBad", "FirstSorted"}) {
    EXPECT_THAT(value(all), HasSubstr("L:21")) << all;
  }
}

TEST_F(Evaluating, ExistsAndFirstOfAQueryWithoutRows) {
  const auto over = [](std::string_view type, std::string_view slot, std::string_view source) {
    return fmt::format(R"({{"type":"{}","{}":{}}})", type, slot, query_failing_at_two(source));
  };
  constexpr std::string_view kNull = R"({"type":"Null"})";
  constexpr std::string_view kEmpty = R"({"type":"List","element":[]})";
  constexpr std::string_view kNulls = R"({"type":"List","element":[{"type":"Null"}]})";
  link({define("ExistsNull", over("Exists", "operand", kNull)),
        define("ExistsEmpty", over("Exists", "operand", kEmpty)),
        define("ExistsNulls", over("Exists", "operand", kNulls)),
        define("FirstNull", over("First", "source", kNull)),
        define("FirstEmpty", over("First", "source", kEmpty)),
        define("ExistsSingle", over("Exists", "operand", integer(1)))});
  for (const std::string_view none : {"ExistsNull", "ExistsEmpty", "ExistsNulls"}) {
    EXPECT_EQ(value(none), "false") << none;
  }
  EXPECT_EQ(value("FirstNull"), "null");
  EXPECT_EQ(value("FirstEmpty"), "null");
  EXPECT_THAT(value("ExistsSingle"), HasSubstr("Exists is not defined for Integer"));
}

TEST_F(Evaluating, ThreadsShareAProgram) {
  link({define("D", pairs())});
  const std::string expected = value("D");
  std::vector<std::string> results(4);
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([this, &result] {
      Evaluation own(*program_, data_, test::noon());
      result = test::evaluate(own, *program_, "L", "D");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(results, testing::Each(expected));
}

TEST_F(Evaluating, PathsWithDotsAndIndexes) {
  const std::string tuple = fmt::format(
      R"({{"type":"Tuple","element":[{{"name":"a","value":{{"type":"List","element":[
          {{"type":"Tuple","element":[{{"name":"b","value":{}}}]}}]}}}}]}})",
      integer(7));
  const auto path = [&](std::string_view text) {
    return fmt::format(R"({{"type":"Property","path":"{}","source":{}}})", text, tuple);
  };
  link({define("Found", path("a[0].b")), define("Past", path("a[1].b")),
        define("Absent", path("x.y")), define("OfList", path("a.b"), 12)});
  EXPECT_EQ(value("Found"), "7");
  EXPECT_EQ(value("Past"), "null");
  EXPECT_EQ(value("Absent"), "null");
  EXPECT_THAT(value("OfList"), HasSubstr("L:12: a value of type List has no property b"));
}

}  // namespace
}  // namespace cramp::engine
