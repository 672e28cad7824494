#include "num/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace cramp::num {
namespace {

Decimal dec(std::string_view text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal{});
}

std::string show(std::optional<Decimal> value) {
  return value ? value->text() : "null";
}

struct TextCase {
  std::string_view in;
  std::string_view out;
};

TEST(DecimalText, ReadsAndWrites) {
  constexpr TextCase kCases[] = {
      {"1", "1.0"},
      {"-0", "0.0"},
      {"+2.50", "2.5"},
      {"007", "7.0"},
      {"1e3", "1000.0"},
      {"1.5E-3", "0.0015"},
      {"12345e-2", "123.45"},
      {"0e999999999999", "0.0"},
      {"1e-999999999999", "0.0"},
      {"0.00000001", "0.00000001"},
      {"0.000000005", "0.00000001"},
      {"0.0000000049999999999999999999999999999999999999999999", "0.0"},
      {"-0.000000005", "-0.00000001"},
      {"0.123456785", "0.12345679"},
      {"99999999999999999999.99999999", "99999999999999999999.99999999"},
      {"-99999999999999999999.99999999", "-99999999999999999999.99999999"},
      {"99999999999999999999.999999994", "99999999999999999999.99999999"},
      {"1.0000000000000000000000000000000000000000000000000000", "1.0"},
      {"10000000000000000000000000000000000000000000000000000e-52", "1.0"},
  };
  for (const auto& c : kCases) EXPECT_EQ(show(Decimal::parse(c.in)), c.out) << c.in;
}

TEST(DecimalText, RefusesWhatIsNotANumberOrOutOfRange) {
  for (std::string_view text : {"",
                                "-",
                                "+",
                                ".",
                                ".5",
                                "1.",
                                "1e",
                                "1e+",
                                "1e1.5",
                                "1 ",
                                " 1",
                                "0x1",
                                "1,5",
                                "NaN",
                                "--1",
                                "1e3x",
                                "99999999999999999999.999999995",
                                "100000000000000000000",
                                "1e20",
                                "1e400",
                                "-100000000000000000000",
                                "1e999999999999"}) {
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
  }
}

TEST(DecimalArithmetic, AddsWithinTheLimits) {
  EXPECT_EQ(show(add(dec("0.1"), dec("0.2"))), "0.3");
  EXPECT_EQ(show(subtract(dec("1.0"), dec("2.0"))), "-1.0");
  EXPECT_EQ(show(add(Decimal::max(), dec("0.00000001"))), "null");
  EXPECT_EQ(show(subtract(Decimal::max(), dec("0.00000001"))), "99999999999999999999.99999998");
  EXPECT_EQ(show(subtract(Decimal::min(), dec("0.00000001"))), "null");
  EXPECT_EQ(show(add(Decimal::max(), Decimal::min())), "0.0");
}

TEST(DecimalArithmetic, MultipliesRoundingHalfAwayFromZero) {
  EXPECT_EQ(show(multiply(dec("1.5"), dec("-2"))), "-3.0");
  EXPECT_EQ(show(multiply(dec("0.00000001"), dec("0.5"))), "0.00000001");
  EXPECT_EQ(show(multiply(dec("-0.00000001"), dec("0.5"))), "-0.00000001");
  EXPECT_EQ(show(multiply(dec("0.00000001"), dec("0.49999999"))), "0.0");
  EXPECT_EQ(show(multiply(dec("0.00000003"), dec("0.5"))), "0.00000002");
  EXPECT_EQ(show(multiply(Decimal::max(), dec("1"))), "99999999999999999999.99999999");
  EXPECT_EQ(show(multiply(Decimal::max(), dec("-1"))), "-99999999999999999999.99999999");
  EXPECT_EQ(show(multiply(Decimal::max(), dec("1.00000001"))), "null");
  EXPECT_EQ(show(multiply(Decimal::max(), Decimal::min())), "null");
  EXPECT_EQ(show(multiply(dec("10000000000"), dec("9999999999.99999999"))),
            "99999999999999999900.0");
  EXPECT_EQ(show(multiply(dec("10000000000"), dec("10000000000"))), "null");
}

TEST(DecimalArithmetic, DividesRoundingHalfAwayFromZero) {
  EXPECT_EQ(show(divide(dec("10"), dec("3"))), "3.33333333");
  EXPECT_EQ(show(divide(dec("20"), dec("3"))), "6.66666667");
  EXPECT_EQ(show(divide(dec("-20"), dec("3"))), "-6.66666667");
  EXPECT_EQ(show(divide(dec("20"), dec("-3"))), "-6.66666667");
  EXPECT_EQ(show(divide(dec("0.00000001"), dec("2"))), "0.00000001");
  EXPECT_EQ(show(divide(dec("0.00000001"), dec("-2"))), "-0.00000001");
  EXPECT_EQ(show(divide(dec("0.00000001"), dec("2.00000001"))), "0.0");
  EXPECT_EQ(show(divide(Decimal::max(), Decimal::max())), "1.0");
  EXPECT_EQ(show(divide(Decimal::max(), dec("-1"))), "-99999999999999999999.99999999");
  EXPECT_EQ(show(divide(Decimal::max(), dec("0.5"))), "null");
  EXPECT_EQ(show(divide(dec("1"), dec("0"))), "null");
  EXPECT_EQ(show(divide(dec("0"), dec("0"))), "null");
}

TEST(DecimalArithmetic, TruncatesDivisionTowardsZeroAndKeepsTheSignOfTheDividend) {
  EXPECT_EQ(show(truncated_divide(dec("10.1"), dec("3.1"))), "3.0");
  EXPECT_EQ(show(truncated_divide(dec("-10.1"), dec("3.1"))), "-3.0");
  EXPECT_EQ(show(truncated_divide(dec("10.1"), dec("0"))), "null");
  EXPECT_EQ(show(truncated_divide(Decimal::max(), dec("0.1"))), "null");
  EXPECT_EQ(show(modulo(dec("3.5"), dec("3"))), "0.5");
  EXPECT_EQ(show(modulo(dec("-3.5"), dec("3"))), "-0.5");
  EXPECT_EQ(show(modulo(dec("3.5"), dec("-3"))), "0.5");
  EXPECT_EQ(show(modulo(dec("3.5"), dec("0"))), "null");
}

TEST(DecimalRounding, RoundsHalfAwayFromZero) {
  EXPECT_EQ(show(round(dec("0.5"), 0)), "1.0");
  EXPECT_EQ(show(round(dec("0.49999999"), 0)), "0.0");
  EXPECT_EQ(show(round(dec("-0.5"), 0)), "-1.0");
  EXPECT_EQ(show(round(dec("-0.4"), 0)), "0.0");
  EXPECT_EQ(show(round(dec("-1.5"), 0)), "-2.0");
  EXPECT_EQ(show(round(dec("3.14159"), 3)), "3.142");
  EXPECT_EQ(show(round(dec("3.14159"), 8)), "3.14159");
  EXPECT_EQ(show(round(dec("3.14159"), 100)), "3.14159");
  EXPECT_EQ(show(round(dec("151"), -2)), "200.0");
  EXPECT_EQ(show(round(dec("151"), -29)), "0.0");
  EXPECT_EQ(show(round(dec("151"), std::numeric_limits<int>::min() + 100)), "0.0");
  EXPECT_EQ(show(round(Decimal::max(), 0)), "null");
  EXPECT_EQ(show(round(Decimal::min(), 7)), "null");
}

TEST(DecimalRounding, FloorCeilingTruncate) {
  EXPECT_EQ(show(floor(dec("1.1"))), "1.0");
  EXPECT_EQ(show(floor(dec("-0.1"))), "-1.0");
  EXPECT_EQ(show(floor(dec("-1"))), "-1.0");
  EXPECT_EQ(show(ceiling(dec("1.1"))), "2.0");
  EXPECT_EQ(show(ceiling(dec("-1.1"))), "-1.0");
  EXPECT_EQ(show(ceiling(dec("2"))), "2.0");
  EXPECT_EQ(show(truncate(dec("-1.9"))), "-1.0");
  EXPECT_EQ(show(truncate(dec("1.9"))), "1.0");
  EXPECT_EQ(show(ceiling(Decimal::max())), "null");
  EXPECT_EQ(show(floor(Decimal::max())), "99999999999999999999.0");
  EXPECT_EQ(show(floor(Decimal::min())), "null");
}

TEST(DecimalConversion, Integers) {
  EXPECT_EQ(to_integer(dec("-7.9")), -7);
  EXPECT_EQ(to_integer(dec("9223372036854775807.9")), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(to_integer(dec("9223372036854775808")), std::nullopt);
  EXPECT_EQ(to_integer(dec("-9223372036854775808")), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(Decimal::from_integer(-5).text(), "-5.0");
}

TEST(DecimalConversion, Doubles) {
  EXPECT_EQ(show(from_double(0.1)), "0.1");
  EXPECT_EQ(show(from_double(-2.5)), "-2.5");
  EXPECT_EQ(show(from_double(9007199254740993.0)), "9007199254740992.0");
  EXPECT_EQ(show(from_double(1e19)), "10000000000000000000.0");
  EXPECT_EQ(show(from_double(5e-324)), "0.0");
  EXPECT_EQ(show(from_double(1e20)), "null");
  EXPECT_EQ(show(from_double(-1e300)), "null");
  EXPECT_EQ(show(from_double(std::numeric_limits<double>::quiet_NaN())), "null");
  EXPECT_EQ(show(from_double(-std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(to_double(dec("0.1")), 0.1);
  EXPECT_EQ(to_double(dec("-123.456")), -123.456);
}

TEST(DecimalOrder, Compares) {
  EXPECT_LT(dec("-1"), dec("-0.99999999"));
  EXPECT_EQ(dec("1.0"), dec("1.00"));
  EXPECT_EQ(negate(dec("1.5")), dec("-1.5"));
}

}  // namespace
}  // namespace cramp::num
