#include "ucum/wide.hpp"

#include <gtest/gtest.h>

namespace cramp::ucum {
namespace {

constexpr Unsigned128 bit(int position) {
  return static_cast<Unsigned128>(1) << position;
}
constexpr Unsigned128 kAllOnes = ~static_cast<Unsigned128>(0);

TEST(Wide, ProductsAreExact) {
  EXPECT_TRUE((wide_product(kAllOnes, kAllOnes) == Wide{kAllOnes - 1, 1}));
  EXPECT_TRUE((wide_product(bit(127), 2) == Wide{1, 0}));
  EXPECT_TRUE((wide_product(bit(64) + 1, bit(64) - 1) == Wide{0, kAllOnes}));
  EXPECT_TRUE((Wide{1, 0} > Wide{0, kAllOnes}));
}

TEST(Wide, QuotientsAreRoundedHalfUp) {
  const auto equal = [](std::optional<Unsigned128> actual, std::optional<Unsigned128> expected) {
    return actual == expected;
  };
  EXPECT_TRUE(equal(rounded_quotient({0, 7}, 2), 4));
  EXPECT_TRUE(equal(rounded_quotient({0, 7}, 3), 2));
  EXPECT_TRUE(equal(rounded_quotient({1, 0}, bit(126)), 4));
  EXPECT_TRUE(equal(rounded_quotient({1, 1}, bit(126)), 4));
  EXPECT_TRUE(equal(rounded_quotient({1, bit(125)}, bit(126)), 5));
  EXPECT_TRUE(equal(rounded_quotient({1, bit(125) - 1}, bit(126)), 4));
  EXPECT_TRUE(equal(rounded_quotient(wide_product(bit(125) + 9, bit(125) - 3), bit(125) - 3),
                    bit(125) + 9));
  EXPECT_TRUE(equal(rounded_quotient({5, 0}, 5), std::nullopt));
  EXPECT_TRUE(equal(rounded_quotient({1, 0}, 8), bit(125)));
  EXPECT_TRUE(equal(rounded_quotient({0, bit(126)}, 1), std::nullopt));
}

}  // namespace
}  // namespace cramp::ucum
