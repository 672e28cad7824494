// The tables come from conversions.mjs: another implementation's answers.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "ucum/ucum.hpp"

namespace cramp::ucum {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::ifstream in(std::string(CRAMP_SOURCE_DIR) + "/tests/ucum/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells(1);
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

TEST(Agreement, Conversions) {
  const auto rows = rows_of("conversions.tsv");
  ASSERT_GT(rows.size(), 1'500u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 4u);
    const auto value = num::Decimal::parse(row[0]);
    ASSERT_TRUE(value) << row[0];
    const auto result = convert(*value, row[1], row[2]);
    ASSERT_TRUE(result) << row[1] << " to " << row[2];
    const double expected = std::strtod(row[3].c_str(), nullptr);
    const double tolerance = 1e-8 + 1e-12 * std::fabs(expected);
    EXPECT_NEAR(num::to_double(*result), expected, tolerance)
        << row[0] << " " << row[1] << " to " << row[2];
  }
}

TEST(Agreement, Validity) {
  const auto rows = rows_of("validity.tsv");
  ASSERT_GT(rows.size(), 100u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 2u);
    EXPECT_EQ(is_valid(row[0]), row[1] == "true") << row[0];
  }
}

TEST(Validity, StricterThanTheOtherImplementation) {
  // Prefixes only on metric units, no spaces, no empty or endless text, exponents of two digits.
  for (const std::string& text :
       {std::string("kmin"), std::string("m[in_i]"), std::string("mg dL"), std::string(" mg"),
        std::string("mg\n"), std::string("1.73e2"), std::string("0"), std::string("m100"),
        std::string("10-2"), std::string("1234567890123456789"), std::string("{\xC3\xA9}"),
        std::string("mg{a"), std::string("[H2O"), std::string("[iU].[CFU].[PFU]"),
        std::string(300, '('), "1" + std::string(300, '\''), std::string("m\0", 2),
        std::string(17, '(') + "m" + std::string(17, ')')}) {
    EXPECT_FALSE(is_valid(text)) << text;
  }
  EXPECT_TRUE(is_valid(""));
  EXPECT_TRUE(is_valid(std::string(16, '(') + "m" + std::string(16, ')')));
  EXPECT_TRUE(is_valid("[ft_us]99.[in_us]99/[mi_us]99"));
}

}  // namespace
}  // namespace cramp::ucum
