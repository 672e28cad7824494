#include <gtest/gtest.h>

#include "fhir/operation_outcome.hpp"
#include "json/writer.hpp"

namespace cramp::fhir {
namespace {

using base::Code;

TEST(OperationOutcome, TellsTheCallerWhatAndWhere) {  // CH-095
  EXPECT_EQ(json::write(operation_outcome(
                {Code::kPreconditionFailed, "The key is missing.", "x", "prefetch.patient"})),
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required",)"
            R"("diagnostics":"The key is missing.","expression":["prefetch.patient"]}]})");
}

TEST(OperationOutcome, HasTheIssueTypeOfEveryCode) {  // CH-095
  const std::pair<Code, std::string> expected[] = {{Code::kMalformed, "structure"},
                                                   {Code::kNotFound, "not-found"},
                                                   {Code::kMethodNotAllowed, "not-supported"},
                                                   {Code::kTimeout, "timeout"},
                                                   {Code::kPreconditionFailed, "required"},
                                                   {Code::kTooLarge, "too-long"},
                                                   {Code::kUnsupportedMedia, "not-supported"},
                                                   {Code::kUnprocessable, "invalid"},
                                                   {Code::kContent, "exception"},
                                                   {Code::kOverloaded, "throttled"},
                                                   {Code::kInternal, "exception"}};
  for (const auto& [code, type] : expected) {
    const json::Value outcome = operation_outcome({code, "text", {}, {}});
    const json::Value& issue = outcome.find("issue")->items()->at(0);
    EXPECT_EQ(*issue.find("code")->string(), type);
    EXPECT_EQ(*issue.find("severity")->string(), "error");
    EXPECT_EQ(*issue.find("diagnostics")->string(), "text");
  }
}

TEST(OperationOutcome, KeepsInternalsBack) {  // CH-096
  const json::Value outcome = operation_outcome(
      {Code::kContent, "A rule is at fault.", "/opt/rules/x.json: stack", "LegCramps:17"});
  const std::string text = json::write(outcome);
  EXPECT_EQ(text.find("/opt"), std::string::npos);
  EXPECT_EQ(text.find("LegCramps"), std::string::npos);
  EXPECT_EQ(text.find("expression"), std::string::npos);
}

TEST(OperationOutcome, SaysWhereJsonBreaks) {  // CH-060, CH-095
  const auto document = json::parse("{\"a\":1,}");
  ASSERT_FALSE(document.ok());
  const json::Value outcome = operation_outcome(document.error());
  const json::Value& issue = outcome.find("issue")->items()->at(0);
  EXPECT_EQ(*issue.find("diagnostics")->string(), "A member name is missing. (offset 7)");
  EXPECT_EQ(issue.find("expression"), nullptr);
}

TEST(OperationOutcome, OmitsEmptyDiagnostics) {  // CH-006
  EXPECT_EQ(
      json::write(operation_outcome({Code::kInternal, "", "secret", ""})),
      R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})");
}

bool found_in(std::string text) {
  const auto document = json::parse(std::move(text));
  return document.ok() && has_operation_outcome(document->root());
}

TEST(OperationOutcome, IsRecognisedInPrefetch) {  // CH-074
  EXPECT_TRUE(found_in(R"({"resourceType":"OperationOutcome"})"));
  EXPECT_TRUE(found_in(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},
                           {"resource":{"resourceType":"OperationOutcome"}}]})"));
  EXPECT_FALSE(
      found_in(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]})"));
  EXPECT_FALSE(found_in(R"({"resourceType":"Bundle"})"));
  EXPECT_FALSE(
      found_in(R"({"resourceType":"Patient","contained":[{"resourceType":"OperationOutcome"}]})"));
  EXPECT_FALSE(found_in("null"));
}

}  // namespace
}  // namespace cramp::fhir
