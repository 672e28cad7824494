// Runs the operator cases: cases/*.txt (case_file.hpp).

#include <gtest/gtest.h>

#include "case_file.hpp"

namespace cramp::engine {
namespace {

/// The result as text, or "error: ...".
std::string evaluate(const cases::Call& call, Context& context) {
  const Operator* called = find_operator(call.name);
  if (called == nullptr) return "no operator " + std::string(call.name);
  Attributes attributes;
  attributes.type_name = call.attribute;
  attributes.precision = time::precision_from(call.attribute);
  EXPECT_GE(call.operands.size(), called->min_operands);
  EXPECT_LE(call.operands.size(), called->max_operands);
  try {
    return cases::text(called->function(context, call.operands, attributes));
  } catch (const EvaluationError& error) {
    return "error: " + error.text;
  }
}

void run_case(cases::Reader& reader, Context& context) {
  const std::string actual = evaluate(cases::read_call(reader), context);
  reader.expect("=");
  if (reader.take("error")) {
    EXPECT_TRUE(actual.starts_with("error: ")) << actual;
  } else {
    EXPECT_EQ(actual, cases::text(reader.value()));
  }
  EXPECT_TRUE(reader.take("#") || reader.rest().empty()) << reader.rest();
}

class OperatorCases : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(OperatorCases, GiveTheirResults) {
  cases::CaseContext cases;
  int count = 0;
  cases.for_each_case(GetParam(), [&](const std::string& where, cases::Reader& reader) {
    SCOPED_TRACE(where);
    EXPECT_NO_THROW(run_case(reader, cases.context()));
    ++count;
  });
  EXPECT_GT(count, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, OperatorCases, ::testing::ValuesIn(cases::case_files()),
                         [](const auto& file) { return file.param.stem().string(); });

TEST(OperatorTables, NameEveryOperatorOnce) {
  const auto operators = all_operators();
  for (const Operator& entry : operators) {
    EXPECT_NE(entry.function, nullptr) << entry.name;
    EXPECT_LE(entry.min_operands, entry.max_operands) << entry.name;
  }
  const auto same_name = [](const Operator& a, const Operator& b) { return a.name == b.name; };
  EXPECT_EQ(std::adjacent_find(operators.begin(), operators.end(), same_name), operators.end());
}

}  // namespace
}  // namespace cramp::engine
