#pragma once
// Products of two 128-bit numbers, exact.

#include <compare>
#include <optional>

#include "ucum/factor.hpp"

namespace cramp::ucum {

struct Wide {
  Unsigned128 high;
  Unsigned128 low;

  friend constexpr auto operator<=>(const Wide&, const Wide&) = default;
};

constexpr Wide wide_product(Unsigned128 a, Unsigned128 b) {
  const auto low_half = [](Unsigned128 x) { return x & ~std::uint64_t{0}; };
  const Unsigned128 low = low_half(a) * low_half(b);
  const Unsigned128 middle = (a >> 64) * low_half(b) + (low >> 64);
  const Unsigned128 middle2 = low_half(a) * (b >> 64) + low_half(middle);
  return {(a >> 64) * (b >> 64) + (middle >> 64) + (middle2 >> 64),
          (middle2 << 64) + low_half(low)};
}

/// Rounded half up; nothing when the quotient needs 127 bits or more. `divisor` is below 2^127.
constexpr std::optional<Unsigned128> rounded_quotient(Wide dividend, Unsigned128 divisor) {
  if (dividend.high >= divisor) return std::nullopt;
  Unsigned128 quotient = 0;
  Unsigned128 rest = dividend.high;
  if (rest == 0) {
    quotient = dividend.low / divisor;
    rest = dividend.low % divisor;
  } else {
    for (int bit = 127; bit >= 0; --bit) {
      rest = rest << 1 | (dividend.low >> bit & 1);
      quotient <<= 1;
      if (rest >= divisor) {
        rest -= divisor;
        quotient |= 1;
      }
    }
  }
  if (quotient >> 126 != 0) return std::nullopt;
  return quotient + (rest >= divisor - rest ? 1 : 0);
}

}  // namespace cramp::ucum
