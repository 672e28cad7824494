// Runs the operator cases: cases/*.txt, one a line:
//   Name(operand, ...) = result      # literals as in literals.hpp; `error` for an evaluation error
//   Name<Attribute>(operand) = ...   # a precision or a type name of the ELM node
// A line `now @2026-01-15T12:00:00.000Z` sets the evaluation instant for the lines after it.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "literals.hpp"

namespace cramp::engine {
namespace {

std::vector<std::filesystem::path> case_files() {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = CRAMP_SOURCE_DIR "/tests/engine/operators/cases";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::span<const Operator>> families() {
  return {arithmetic_operators(), comparison_operators(), logical_operators(),  string_operators(),
          conversion_operators(), datetime_operators(),   interval_operators(), list_operators(),
          aggregate_operators(),  clinical_operators()};
}

const Operator& operator_named(std::string_view name) {
  for (const auto family : families()) {
    for (const Operator& candidate : family) {
      if (candidate.name == name) return candidate;
    }
  }
  throw std::runtime_error("no operator " + std::string(name));
}

struct Instant {
  base::Arena arena;
  Context context{arena, *time::parse_datetime("2026-01-15T12:00:00.000Z", 0), nullptr, {}};
};

/// The result as text, or "error: ...".
std::string evaluate(cases::Reader& reader, Context& context) {
  const Operator& called = operator_named(reader.word());
  Attributes attributes;
  if (reader.take("<")) {
    attributes.type_name = reader.word();
    attributes.precision = time::precision_from(attributes.type_name);
    reader.expect(">");
  }
  std::vector<Value> operands;
  reader.expect("(");
  while (!reader.take(")")) {
    operands.push_back(reader.value());
    reader.take(",");
  }
  EXPECT_GE(operands.size(), called.min_operands);
  EXPECT_LE(operands.size(), called.max_operands);
  try {
    return cases::text(called.function(context, operands, attributes));
  } catch (const EvaluationError& error) {
    return "error: " + error.text;
  }
}

void run_case(std::string_view line, Context& context) {
  cases::Reader reader(line, context);
  if (reader.take("now ")) {
    context.now = reader.value().as_temporal();
    return;
  }
  const std::string actual = evaluate(reader, context);
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
  std::ifstream file(GetParam());
  Instant instant;
  std::string line;
  int count = 0;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    SCOPED_TRACE(GetParam().filename().string() + ":" + std::to_string(number) + ": " + line);
    // The reader keeps views of the line.
    ASSERT_NO_THROW(run_case(instant.arena.copy(line), instant.context));
    ++count;
  }
  EXPECT_GT(count, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, OperatorCases, ::testing::ValuesIn(case_files()),
                         [](const auto& file) { return file.param.stem().string(); });

TEST(OperatorTables, NameEveryOperatorOnce) {
  std::vector<std::string_view> names;
  for (const auto family : families()) {
    for (const Operator& entry : family) {
      EXPECT_NE(entry.function, nullptr) << entry.name;
      EXPECT_LE(entry.min_operands, entry.max_operands) << entry.name;
      names.push_back(entry.name);
    }
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace cramp::engine
