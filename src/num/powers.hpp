#pragma once
// Powers of ten as 128-bit integers.

#include <array>

namespace cramp::num {

inline constexpr int kMaxPower = 38;  ///< the last power of ten below 2^127

namespace detail {
constexpr auto make_powers() {
  std::array<unsigned __int128, kMaxPower + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
inline constexpr auto kPowers = make_powers();
}  // namespace detail

/// 10^exponent for 0 <= exponent <= kMaxPower.
constexpr unsigned __int128 power_of_ten(int exponent) {
  return detail::kPowers[static_cast<std::size_t>(exponent)];
}

}  // namespace cramp::num
