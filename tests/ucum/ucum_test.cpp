#include "ucum/ucum.hpp"

#include <gtest/gtest.h>

namespace cramp::ucum {
namespace {

num::Decimal dec(std::string_view text) {
  return num::Decimal::parse(text).value();
}

std::string converted(std::string_view value, std::string_view from, std::string_view to) {
  const auto result = convert(dec(value), from, to);
  return result ? result->text() : "null";
}

struct Conversion {
  std::string_view value;
  std::string_view from;
  std::string_view to;
  std::string_view expected;
};

TEST(Convert, IsExactForRatioUnits) {
  constexpr Conversion kCases[] = {
      {"1.7", "mg", "g", "0.0017"},
      {"3.5", "mmol/L", "umol/L", "3500.0"},
      {"0.1", "mmol/L", "umol/mL", "0.1"},
      {"4", "meq/L", "eq/m3", "4.0"},
      {"4", "mosm/L", "mmol/L", "4.0"},
      {"100", "mg/dL", "g/L", "1.0"},
      {"1", "g/L", "mg/dL", "100.0"},
      {"1", "[lb_av]", "g", "453.59237"},
      {"2", "2+10", "1", "2048.0"},
      {"5", "10-2.m", "cm", "5.0"},
      {"48", "mmol/mol", "%", "4.8"},
      {"7", "10*3/uL", "10*9/L", "7.0"},
      {"0.4", "m[IU]/L", "u[IU]/mL", "0.4"},
      {"0.4", "m[iU]/L", "u[IU]/mL", "0.4"},
      {"60", "mL/min/{1.73_m2}", "mL/min", "60.0"},
      {"1", "[lb_av]", "kg", "0.45359237"},
      {"100", "[lb_av]", "g", "45359.237"},
      {"1", "[in_i]", "cm", "2.54"},
      {"1", "[ft_us]", "m", "0.30480061"},
      {"1", "mm[Hg]", "Pa", "133.322"},
      {"1", "deg", "'", "60.0"},
      {"1", "mol", "10*23", "6.02214076"},
      {"1", "[e].V", "eV", "1.0"},
      {"60", "U", "umol/s", "1.0"},
      {"1", "a", "d", "365.25"},
      {"1", "wk", "h", "168.0"},
      {"9", "[degR]", "K", "5.0"},
      {"0.00000001", "g", "mg", "0.00001"},
      {"99999999999999999999.99999999", "mg", "mg", "99999999999999999999.99999999"},
      {"99999999999999999999.99999999", "mg", "g", "100000000000000000.0"},
      {"99999999999999999999.99999999", "g", "mg", "null"},
      {"-12345678901234567.12345678", "g", "kg", "-12345678901234.56712346"},
      {"12345678901234567.12345678", "g.u/u.u/u.u/u.u/u.u/u.u/u", "kg", "12345678901234.56712346"},
      {"5", "", "1", "5.0"},
      {"5", "", "%", "500.0"},
      {"5", "mg{dry}", "mg", "5.0"},
      {"2", "[diop]", "/m", "2.0"},
      {"1", "Ym", "ym", "null"},
      {"1", "ym", "Ym", "0.0"},
      {"180", "deg", "rad", "3.14159265"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(converted(c.value, c.from, c.to), c.expected) << c.from << " to " << c.to;
  }
}

TEST(Convert, GoesThroughTheFunctionsOfSpecialUnits) {
  constexpr Conversion kCases[] = {
      {"37", "Cel", "K", "310.15"},
      {"37", "Cel", "[degF]", "98.6"},
      {"9876543210987654321.5", "Cel", "K", "9876543210987654594.65"},
      {"0.00000002", "[degRe]", "Cel", "0.00000003"},
      {"3.7", "10.Cel", "K", "310.15"},
      {"310.15", "K", "Cel.10", "3.7"},
      {"370", "Cel/10", "[degF]", "98.6"},
      {"-1", "[m/s2/Hz^(1/2)]", "m2/s4/Hz", "null"},
      {"2", "Np", "Np", "2.0"},
      {"20", "dB[SPL]", "Pa", "0.0002"},
      {"3", "[hp'_X]", "1", "0.001"},
      {"2", "[hp'_C]", "1", "0.0001"},
      {"100", "[p'diop]", "deg", "45.0"},
      {"98.6", "[degF]", "Cel", "37.0"},
      {"-40", "[degF]", "Cel", "-40.0"},
      {"80", "[degRe]", "Cel", "100.0"},
      {"310.15", "K", "Cel", "37.0"},
      {"37000", "mCel", "K", "310.15"},
      {"7", "[pH]", "umol/L", "0.1"},
      {"0.1", "umol/L", "[pH]", "7.0"},
      {"20", "dB", "1", "100.0"},
      {"100", "%[slope]", "deg", "45.0"},
      {"8", "bit_s", "1", "256.0"},
      {"-1", "1", "[hp'_X]", "null"},
      {"1000", "B", "1", "null"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(converted(c.value, c.from, c.to), c.expected) << c.from << " to " << c.to;
  }
}

TEST(Convert, NeverGuesses) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"mg/dL", "mmol/L"},
      {"mEq/L", "mmol/L"},
      {"meq/L", "mmol/L"},
      {"mol", "g"},
      {"mol/L", "g/L"},
      {"Torr", "Pa"},
      {"Cel2", "K2"},
      {"Cel/m", "K/m"},
      {"1/Cel", "/K"},
      {"10.Cel.[degF]", "K2"},
      {"[iU]", "[arb'U]"},
      {"[iU]", "[iU]2"},
      {"mEq/L", "mEq/L"},
      {"mIU/L", "u[IU]/mL"},
      {"cm", "cm2"},
      {"[iU]/L", "U/L"},
      {"[iU]", "1"},
      {"[CFU]", "[PFU]"},
      {"U/L", "mmol/L"},
      {"mL/min/1.73.m2", "mL/min"},
      {"mL/min/1.73 m2", "mL/min"},
      {"pH", "[pH]"},
      {"(score)", "{score}"},
      {"g", ""},
      {"mg/dL ", "mg/dL"},
      {"MG/DL", "mg/dL"},
      {"mcg", "ug"},
      {"mmHg", "mm[Hg]"},
      {"kmin", "min"},
  };
  for (const auto& [from, to] : kPairs) {
    EXPECT_EQ(converted("1", from, to), "null") << from << " to " << to;
    EXPECT_EQ(compare(dec("1"), from, dec("1"), to), std::nullopt) << from << " and " << to;
  }
}

TEST(Commensurable, GoesByDimensionAndArbitraryUnit) {
  EXPECT_TRUE(commensurable("mg/dL", "kg/m3"));
  EXPECT_TRUE(commensurable("Cel", "K"));
  EXPECT_TRUE(commensurable("k[iU]/L", "[IU]/mL"));
  EXPECT_TRUE(commensurable("[CFU]/[iU]", "[CFU].k[iU]-1"));
  EXPECT_TRUE(commensurable("[iU].[CFU]/[iU]", "[CFU]"));
  EXPECT_TRUE(commensurable("{score}", "1"));
  EXPECT_TRUE(commensurable("days", "h"));
  EXPECT_FALSE(commensurable("[iU]/[CFU]", "[CFU]/[iU]"));
  EXPECT_FALSE(commensurable("[iU]", "[iU]2"));
  EXPECT_FALSE(commensurable("mg", "mL"));
  EXPECT_FALSE(commensurable("nonsense", "nonsense"));
}

struct Comparison {
  std::string_view a;
  std::string_view unit_a;
  std::string_view b;
  std::string_view unit_b;
  std::optional<int> expected;
};

TEST(Compare, IsExactWhereAConversionWouldRound) {
  constexpr Comparison kCases[] = {
      {"1", "m", "100", "cm", 0},
      {"1", "m", "100.00000001", "cm", -1},
      {"0.00000001", "ug", "0.00000001", "g", -1},
      {"0.00000001", "g", "0", "kg", 1},
      {"-1", "g", "0.00000001", "kg", -1},
      {"-1000", "g", "-1", "kg", 0},
      {"-1000.00000001", "g", "-1", "kg", -1},
      {"1", "[ft_us]", "0.30480061", "m", -1},
      {"3937", "[ft_us]", "1200", "m", 0},
      {"1", "deg", "60", "'", 0},
      {"1", "deg", "0.01745329", "rad", 1},
      {"180", "deg", "3.14159266", "rad", -1},
      {"99999999999999999999", "Ym", "1", "ym", 1},
      {"99999999999999999999", "kg", "99999999999999999999", "g", 1},
      {"1", "mol", "6.02214076", "10*23", 0},
      {"37", "Cel", "310.15", "K", 0},
      {"37", "Cel", "98.6", "[degF]", 0},
      {"37.1", "Cel", "98.6", "[degF]", 1},
      {"37.00000001", "Cel", "98.6", "[degF]", 1},
      {"99999999999999999999.99999999", "Cel", "99999999999999999999.99999999", "K", 0},
      {"7", "mg/dL", "7", "mg/dL", 0},
      {"7", "[pH]", "0.1", "umol/L", 0},
      {"7", "[pH]", "0.2", "umol/L", -1},
      {"7", "[pH]", "6", "[pH]", 1},
      {"20", "dB", "2", "B", 0},
      {"2", "B", "99", "1", 1},
      {"1", "B[V]", "7", "B[mV]", 0},
      {"1", "B[V]", "2", "B[mV]", 1},
      {"-1", "[m/s2/Hz^(1/2)]", "1", "m2/s4/Hz", std::nullopt},
      {"7", "", "700", "%", 0},
      {"1", "g", "1", "m", std::nullopt},
      {"1", "nonsense", "1", "nonsense", std::nullopt},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(compare(dec(c.a), c.unit_a, dec(c.b), c.unit_b), c.expected)
        << c.a << " " << c.unit_a << ", " << c.b << " " << c.unit_b;
    const auto reversed = c.expected ? std::optional<int>(-*c.expected) : std::nullopt;
    EXPECT_EQ(compare(dec(c.b), c.unit_b, dec(c.a), c.unit_a), reversed) << c.unit_b;
  }
}

TEST(CalendarWords, YearAndMonthAreNotComparedWithDefiniteDurations) {
  EXPECT_EQ(compare(dec("1"), "year", dec("1"), "a"), std::nullopt);
  EXPECT_EQ(compare(dec("1"), "mo", dec("1"), "months"), std::nullopt);
  EXPECT_EQ(compare(dec("1"), "month", dec("30"), "d"), std::nullopt);
  EXPECT_EQ(compare(dec("1"), "year", dec("12"), "months"), 0);
  EXPECT_EQ(compare(dec("1"), "year", dec("365"), "days"), 0);
  EXPECT_EQ(compare(dec("1"), "month", dec("30"), "days"), 0);
  EXPECT_EQ(compare(dec("31"), "days", dec("1"), "month"), 1);
  EXPECT_EQ(compare(dec("1"), "week", dec("1"), "wk"), 0);
  EXPECT_EQ(compare(dec("1"), "day", dec("24"), "hours"), 0);
  EXPECT_EQ(compare(dec("1"), "second", dec("1000"), "ms"), 0);
}

TEST(CalendarWords, ConvertToTheirEquivalents) {
  EXPECT_EQ(converted("1", "year", "a"), "1.0");
  EXPECT_EQ(converted("3", "mo", "months"), "3.0");
  EXPECT_EQ(converted("1", "year", "months"), "12.0");
  EXPECT_EQ(converted("730", "days", "years"), "2.0");
  EXPECT_EQ(converted("6", "months", "year"), "0.5");
  EXPECT_EQ(converted("1", "week", "hours"), "168.0");
  EXPECT_EQ(converted("1", "year", "kg"), "null");
  EXPECT_TRUE(is_valid("milliseconds"));
  EXPECT_FALSE(is_valid("mg/day"));
  EXPECT_FALSE(is_valid("Day"));
}

struct Product {
  std::string_view a;
  std::string_view b;
  std::string_view product;
  std::string_view quotient;
};

TEST(UnitAlgebra, GivesANormalForm) {
  constexpr Product kCases[] = {
      {"cm", "cm", "cm2", "1"},
      {"cm2", "cm", "cm3", "cm"},
      {"g/cm3", "g/cm3", "g2/cm6", "1"},
      {"g/L", "L", "g", "g/L2"},
      {"mg", "1", "mg", "mg"},
      {"mg", "", "mg", "mg"},
      {"1", "L", "L", "/L"},
      {"", "", "1", "1"},
      {"/s", "/L", "/L/s", "L/s"},
      {"mg/(kg.d)", "d", "mg/kg", "mg/d2/kg"},
      {"10*3/uL", "uL", "10*3", "10*3/uL2"},
      {"10.L", "10.L", "10.10.L2", "1"},
      {"10.L", "1.s", "10.L.s", "10.L/s"},
      {"mL/min/{1.73_m2}", "min", "mL", "mL/min2"},
      {"s", "kg.m/s2", "kg.m/s", "s3/kg/m"},
      {"year", "1", "year", "year"},
      {"days", "d", "d2", "1"},
      {"{score}", "kg", "kg", "/kg"},
      {"mm[Hg]", "mm[Hg]", "mm[Hg]2", "1"},
      {"m98", "m", "m99", "m97"},
      {"m99", "m", "null", "m98"},
      {"Cel", "1", "null", "null"},
      {"K", "Cel", "null", "null"},
      {"Cel", "Cel", "null", "null"},
      {"mg", "mEq/L", "null", "null"},
      {"nonsense", "nonsense", "null", "null"},
      {"nonsense", "1", "null", "null"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(multiply_units(c.a, c.b).value_or("null"), c.product) << c.a << " " << c.b;
    EXPECT_EQ(divide_units(c.a, c.b).value_or("null"), c.quotient) << c.a << " " << c.b;
    EXPECT_TRUE(c.product == "null" || is_valid(c.product)) << c.product;
    EXPECT_TRUE(c.quotient == "null" || is_valid(c.quotient)) << c.quotient;
  }
}

TEST(UnitAlgebra, RefusesAResultThatIsTooLong) {
  std::string integers = "9";
  while (integers.size() < 255) integers += ".9";
  ASSERT_TRUE(is_valid(integers));
  EXPECT_EQ(multiply_units(integers, "9"), std::nullopt);
  EXPECT_NE(multiply_units("9", "9"), std::nullopt);
}

}  // namespace
}  // namespace cramp::ucum
