// `cramp-cds test` on the demo package of tests/rules, with cases written here.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "process.hpp"
#include "rules/content_copy.hpp"

namespace cramp::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

/// A case about a patient with a cramp, who gets one card with rule-a and rule-b.
std::string test_case(std::string_view id, std::string_view rules, std::string_view more = "",
                      std::string_view members = "") {
  return std::string(R"({"id":")") + std::string(id) +
         R"(","title":"A cramp","service":"demo-view","now":"2026-03-01T12:00:00Z",)" +
         std::string(members) +
         R"("context":{},"data":[{"resourceType":"Patient","id":"p"},
         {"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
          "code":{"coding":[{"system":"http://snomed.info/sct","code":"449918009"}]}}],
         "expected":{"cards":[{"indicator":"warning","rules":)" +
         std::string(rules) + "}]" + std::string(more) + "}}";
}

class TestCommand : public ::testing::Test {
 protected:
  void add(const std::string& name, const std::string& text) {
    content_.write("rules/demo/cases/" + name + ".json", text);
  }
  Finished run_tests(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"test", "--content", content_.path().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  rules::test::ContentCopy content_;
};

TEST_F(TestCommand, CountsForEachRuleWhatTheCasesProve) {
  content_.write("rules/demo/rules.json", R"({"rules":[{"id":"rule-z"},{"id":"rule-a"}]})");
  add("1", test_case("1", R"(["rule-a","rule-b"])", R"(,"notRules":["rule-c"])"));
  add("2", test_case("2", R"(["rule-a","rule-b"])", R"(,"notRules":["rule-c"])",
                     R"("unavailable":["potassium"],)"));
  add("3", test_case("3", R"(["rule-a","rule-b"])",
                     R"(,"unknown":["rule-d"],"suppressed":["rule-c"],"notRules":["rule-d"])"));
  const Finished done = run_tests();
  EXPECT_EQ(done.status, 0) << done.out << done.err;
  EXPECT_THAT(done.out, ContainsRegex("rule-z +0 +0 +0 +0 +0 +0\nrule-a +3 +0 +0 +0 +3 +0\n"
                                      "rule-b +3 +0 +0 +0 +3 +0\nrule-c +0 +1 +1 +1 +3 +0\n"
                                      "rule-d +0 +0 +1 +0 +1 +0\n3 passed, 0 failed"));
}

TEST_F(TestCommand, ShowsExpectedAndActualSideBySide) {
  add("1", test_case("1", R"(["rule-b"])", R"(,"suppressed":["rule-a"])"));
  const Finished done = run_tests();
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("FAIL 1  A cramp\n"));
  EXPECT_THAT(done.out, ContainsRegex("card 1 rules +\\| rule-b +\\| rule-a, rule-b\n"));
  EXPECT_THAT(done.out, ContainsRegex("suppressed +\\| not rule-a +\\| rule-a, rule-b\n"));
  EXPECT_THAT(done.out, HasSubstr("0 passed, 1 failed"));
}

TEST_F(TestCommand, SaysWhichCardsCameWhenTheirNumberIsWrong) {
  std::string text = test_case("1", "[]");
  const std::size_t at = text.find(R"([{"indicator")");
  text.replace(at, text.find("}]", at) + 2 - at, "[]");
  add("1", text);
  EXPECT_THAT(run_tests().out, ContainsRegex("cards +\\| no card +\\| warning: rule-a, rule-b\n"));
}

TEST_F(TestCommand, AMemberThatIsNotComparedFailsTheCase) {
  add("1", test_case("1", R"(["rule-a","rule-b"])", R"(,"offered":["2823-3"])"));
  const Finished done = run_tests();
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("offered is not compared here"));
}

TEST_F(TestCommand, RunsOnlyWhatTheFilterIsAbout) {
  add("1", test_case("first", R"(["rule-a","rule-b"])"));
  add("2", test_case("second", R"(["rule-a","rule-b"])", R"(,"notRules":["rule-x"])"));
  const Finished done = run_tests({"--filter", "rule-x", "--verbose"});
  EXPECT_THAT(done.out, HasSubstr("ok   second"));
  EXPECT_THAT(done.out, Not(HasSubstr("first")));
  EXPECT_THAT(done.out, HasSubstr("1 passed, 0 failed"));
  const Finished none = run_tests({"--filter", "rule-y"});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("no case was run"));
}

TEST_F(TestCommand, WritesEveryResponse) {
  add("1", test_case("1", R"(["rule-a","rule-b"])"));
  add("2", test_case("2", R"(["rule-a","rule-b"])"));
  const Finished done = run_tests({"--responses", (content_.path() / "responses.ndjson").string()});
  EXPECT_EQ(done.status, 0) << done.out << done.err;
  const std::string text = content_.read("responses.ndjson");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_THAT(text, ::testing::StartsWith("{\"cards\":["));
}

TEST_F(TestCommand, ACaseThatCannotBeReadFails) {
  add("1", "{");
  const Finished done = run_tests();
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, HasSubstr("1.json"));
}

TEST_F(TestCommand, NamesWhatNoCaseReachedUnlessItIsExcepted) {
  add("1", test_case("1", R"(["rule-a","rule-b"])"));
  const Finished bare = run_tests({"--coverage"});
  EXPECT_EQ(bare.status, 1);
  EXPECT_THAT(bare.out, HasSubstr("1 passed, 0 failed"));
  EXPECT_THAT(bare.out, ContainsRegex("DemoFacts +[0-9]+ of [0-9]+"));
  EXPECT_THAT(bare.out, ContainsRegex("Demo:[0-9:-]+ \"Fails As Text\" never evaluated\n"));
  EXPECT_THAT(bare.out, ContainsRegex("never (reached|true)\n    \\| "));

  const std::string file = "rules/demo/coverage-exceptions.json";
  content_.write(file, R"({"exceptions":[{"library":"Demo*","reason":"a demo"},
                          {"library":"FHIRHelpers","reason":"shared"}]})");
  const Finished excepted = run_tests({"--coverage"});
  EXPECT_EQ(excepted.status, 0) << excepted.out;
  EXPECT_THAT(excepted.out, HasSubstr(" excepted with a reason, 0 not\n"));
}

TEST_F(TestCommand, AnExceptionThatNothingNeedsFails) {
  add("1", test_case("1", R"(["rule-a","rule-b"])"));
  content_.write("rules/demo/coverage-exceptions.json",
                 R"({"exceptions":[{"library":"Demo*","reason":"a demo"},
                     {"library":"FHIRHelpers","reason":"shared"},
                     {"library":"Demo","definition":"Summary","missing":"definition","reason":"x"},
                     {"library":"Demo"}]})");
  const Finished done = run_tests({"--coverage"});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("the exception for Demo \"Summary\"  fits nothing: remove it\n"));
  EXPECT_THAT(done.out, HasSubstr("an exception needs a library and a reason\n"));
}

TEST_F(TestCommand, CoverageIsOfAllCases) {
  EXPECT_EQ(run_tests({"--coverage", "--filter", "x"}).status, 2);
}

}  // namespace
}  // namespace cramp::testing
