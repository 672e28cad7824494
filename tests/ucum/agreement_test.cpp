// agreement.txt is what another implementation answers (tools/ucum-agreement.mjs makes it). Where
// this one answers otherwise, differences.txt says what it answers and why:
//   = why, with the clause of UCUM
//   convert FROM TO ANSWER
//   unit TEXT ANSWER
// with tabs between. A difference that is not listed fails, and so does a listed one that is none.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "ucum/ucum.hpp"

namespace cramp::ucum {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& file) {
  std::ifstream in(std::string(CRAMP_SOURCE_DIR) + "/tests/ucum/" + file);
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '=') continue;
    Row cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    rows.push_back(cells);
  }
  return rows;
}

/// What was asked, as differences.txt has it: without the value and the answer.
std::string question(const Row& row) {
  return row[0] == "unit" ? "unit\t" + row[1] : "convert\t" + row[2] + "\t" + row[3];
}

std::string answer(const Row& row) {
  if (row[0] == "unit") return is_valid(row[1]) ? "true" : "false";
  const auto result = convert(num::Decimal::parse(row[1]).value(), row[2], row[3]);
  return result ? result->text() : "none";
}

/// The other implementation computes in double.
bool agree(const std::string& ours, const std::string& theirs) {
  if (ours == theirs) return true;
  char* end = nullptr;
  const double a = std::strtod(ours.c_str(), &end);
  if (*end != 0) return false;
  const double b = std::strtod(theirs.c_str(), &end);
  return *end == 0 && std::fabs(a - b) <= 1e-8 + 1e-12 * std::fabs(b);
}

TEST(Agreement, WithAnotherImplementationButForDeclaredDifferences) {
  std::map<std::string, std::string> declared;
  for (Row& row : rows_of("differences.txt")) {
    const std::string ours = row.back();
    row.pop_back();
    std::string key = row[0];
    for (std::size_t i = 1; i < row.size(); ++i) key += "\t" + row[i];
    EXPECT_TRUE(declared.emplace(key, ours).second) << "twice: " << key;
  }
  std::size_t conversions = 0;
  std::size_t texts = 0;
  for (const Row& row : rows_of("agreement.txt")) {
    ASSERT_EQ(row.size(), row[0] == "unit" ? 3u : 5u) << row[0];
    (row[0] == "unit" ? texts : conversions) += 1;
    const std::string ours = answer(row);
    const auto difference = declared.find(question(row));
    if (difference == declared.end()) {
      EXPECT_TRUE(agree(ours, row.back()))
          << question(row) << "\t" << ours << "\tinstead of " << row.back();
      continue;
    }
    EXPECT_EQ(ours, difference->second) << question(row);
    EXPECT_FALSE(agree(ours, row.back())) << "no difference: " << question(row);
    declared.erase(difference);
  }
  for (const auto& [key, ours] : declared) ADD_FAILURE() << "not asked: " << key;
  EXPECT_GE(conversions, 3'000u);
  EXPECT_GE(texts, 2'500u);
}

TEST(Agreement, OfComparisonsFromBothSidesAndWithConversions) {
  for (const Row& row : rows_of("agreement.txt")) {
    if (row[0] == "unit") continue;
    const auto value = num::Decimal::parse(row[1]).value();
    const std::string& from = row[2];
    const std::string& to = row[3];
    const auto converted = convert(value, from, to);
    EXPECT_EQ(commensurable(from, to), commensurable(to, from)) << question(row);
    EXPECT_TRUE(!converted || commensurable(from, to)) << question(row);
    for (const auto other : {converted, std::optional(num::Decimal::from_integer(1))}) {
      if (!other) continue;
      const auto forth = compare(value, from, *other, to);
      const auto back = compare(*other, to, value, from);
      EXPECT_EQ(forth.has_value(), back.has_value()) << question(row);
      EXPECT_EQ(forth.value_or(0), -back.value_or(0)) << question(row);
      EXPECT_TRUE(forth || other != converted) << question(row);
    }
  }
}

TEST(Validity, StricterThanTheOtherImplementation) {
  // Prefixes only on metric units, no spaces, no empty or endless text, exponents of two digits.
  for (const std::string& text :
       {std::string("kmin"), std::string("m[in_i]"), std::string("mg dL"), std::string(" mg"),
        std::string("mg\n"), std::string("1.73e2"), std::string("0"), std::string("m100"),
        std::string("10-"), std::string("0-2"), std::string("1234567890123456789"),
        std::string("{\xC3\xA9}"), std::string("mg{a"), std::string("[H2O"),
        std::string("[iU].[CFU].[PFU]"), std::string(300, '('), "1" + std::string(300, '\''),
        std::string("m\0", 2), std::string(17, '(') + "m" + std::string(17, ')')}) {
    EXPECT_FALSE(is_valid(text)) << text;
  }
  EXPECT_TRUE(is_valid(""));
  EXPECT_TRUE(is_valid(std::string(16, '(') + "m" + std::string(16, ')')));
  EXPECT_TRUE(is_valid("[ft_us]99.[in_us]99/[mi_us]99"));
}

}  // namespace
}  // namespace cramp::ucum
