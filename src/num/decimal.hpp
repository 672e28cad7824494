#pragma once
// CQL Decimal: exact fixed point, 28 digits of which 8 after the point (CQL 1.5 Author's Guide,
// Decimal; Developer's Guide: -(10^28-1)/10^8 .. (10^28-1)/10^8).

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cramp::num {

/// A value, trivially copyable. Arithmetic returns nothing when the result is not representable
/// (overflow, division by zero): CQL then answers null.
class Decimal {
 public:
  static constexpr int kScale = 8;
  static constexpr std::int64_t kOne = 100'000'000;

  constexpr Decimal() = default;
  static constexpr Decimal from_integer(std::int64_t value) {
    return Decimal(static_cast<__int128>(value) * kOne);
  }
  /// Counts of 10^-8.
  static constexpr Decimal from_scaled(__int128 scaled) { return Decimal(scaled); }
  constexpr __int128 scaled() const { return scaled_; }

  /// JSON or CQL number text, exponent allowed; digits past the 8th are rounded half away from
  /// zero. Nothing when it is not a number or out of range.
  static std::optional<Decimal> parse(std::string_view text);
  /// Shortest plain text with at least one decimal digit: "1.0", "0.00000001".
  std::string text() const;

  static constexpr Decimal max();
  static constexpr Decimal min();

  friend constexpr bool operator==(Decimal, Decimal) = default;
  friend constexpr auto operator<=>(Decimal a, Decimal b) { return a.scaled_ <=> b.scaled_; }

 private:
  constexpr explicit Decimal(__int128 scaled) : scaled_(scaled) {}
  __int128 scaled_ = 0;
};

constexpr Decimal Decimal::max() {
  __int128 limit = 1;
  for (int i = 0; i < 28; ++i) limit *= 10;
  return Decimal(limit - 1);
}
constexpr Decimal Decimal::min() {
  return Decimal(-max().scaled_);
}

std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);  ///< rounded half away from zero
std::optional<Decimal> divide(Decimal a, Decimal b);    ///< rounded half away from zero
std::optional<Decimal> truncated_divide(Decimal a, Decimal b);
std::optional<Decimal> modulo(Decimal a, Decimal b);  ///< sign of the dividend
constexpr Decimal negate(Decimal value) {
  return Decimal::from_scaled(-value.scaled());
}

/// CQL Round: half away from zero (Round(-0.5) = -1.0), at `digits` places after the point;
/// negative `digits` count before it. Nothing when the result is past the limits.
std::optional<Decimal> round(Decimal value, int digits);
std::optional<Decimal> floor(Decimal value);
std::optional<Decimal> ceiling(Decimal value);
Decimal truncate(Decimal value);

/// The whole part towards zero; nothing when it needs more than 64 bits.
std::optional<std::int64_t> to_integer(Decimal value);
/// The binary value to 8 digits, half away from zero. Nothing for NaN, infinity and out of range.
std::optional<Decimal> from_double(double value);
double to_double(Decimal value);  ///< within one unit in the last place

}  // namespace cramp::num
