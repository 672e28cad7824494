#include "num/decimal.hpp"

#include <cmath>

#include "num/powers.hpp"

namespace cramp::num {

namespace {

constexpr int kWholeDigits = 20;  // before the point

std::optional<Decimal> checked(__int128 scaled) {
  const Decimal value = Decimal::from_scaled(scaled);
  if (value < Decimal::min() || value > Decimal::max()) return std::nullopt;
  return value;
}

/// Quotient rounded half away from zero; `divisor` is not 0 and |dividend| is below 2^126.
__int128 rounded_quotient(__int128 dividend, __int128 divisor) {
  const __int128 quotient = dividend / divisor;
  const __int128 rest = dividend % divisor;
  const __int128 twice = rest < 0 ? -2 * rest : 2 * rest;
  if (twice < (divisor < 0 ? -divisor : divisor)) return quotient;
  return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1;
}

}  // namespace

std::optional<Decimal> add(Decimal a, Decimal b) {
  return checked(a.scaled() + b.scaled());
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  return checked(a.scaled() - b.scaled());
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  // A product within the limits is below 10^36 here, so what leaves 127 bits is out of range
  // anyway.
  __int128 product = 0;
  if (__builtin_mul_overflow(a.scaled(), b.scaled(), &product)) return std::nullopt;
  const __int128 quotient = product / Decimal::kOne;
  const auto rest = static_cast<std::int64_t>(product % Decimal::kOne);
  return checked(quotient + rest / (Decimal::kOne / 2));
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  if (b.scaled() == 0) return std::nullopt;
  return checked(rounded_quotient(a.scaled() * Decimal::kOne, b.scaled()));
}

std::optional<Decimal> truncated_divide(Decimal a, Decimal b) {
  if (b.scaled() == 0) return std::nullopt;
  return checked(a.scaled() / b.scaled() * Decimal::kOne);
}

std::optional<Decimal> modulo(Decimal a, Decimal b) {
  if (b.scaled() == 0) return std::nullopt;
  return Decimal::from_scaled(a.scaled() % b.scaled());
}

std::optional<Decimal> round(Decimal value, int digits) {
  if (digits >= Decimal::kScale) return value;
  if (digits < -kWholeDigits) return Decimal{};
  const auto step = static_cast<__int128>(power_of_ten(Decimal::kScale - digits));
  return checked(rounded_quotient(value.scaled(), step) * step);
}

std::optional<Decimal> floor(Decimal value) {
  const Decimal whole = truncate(value);
  return checked(value < whole ? whole.scaled() - Decimal::kOne : whole.scaled());
}

std::optional<Decimal> ceiling(Decimal value) {
  const Decimal whole = truncate(value);
  return checked(value > whole ? whole.scaled() + Decimal::kOne : whole.scaled());
}

Decimal truncate(Decimal value) {
  return Decimal::from_scaled(value.scaled() - value.scaled() % Decimal::kOne);
}

std::optional<std::int64_t> to_integer(Decimal value) {
  const __int128 whole = value.scaled() / Decimal::kOne;
  const auto result = static_cast<std::int64_t>(whole);
  if (result != whole) return std::nullopt;
  return result;
}

std::optional<Decimal> from_double(double value) {
  constexpr int kMantissaBits = 53;
  if (!std::isfinite(value) || std::fabs(value) >= 1e20) return std::nullopt;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, kMantissaBits));
  exponent -= kMantissaBits;
  const __int128 scaled = static_cast<__int128>(mantissa) * Decimal::kOne;  // below 2^80
  if (exponent >= 0) return checked(scaled * (static_cast<__int128>(1) << exponent));
  if (exponent < -90) return Decimal{};
  return checked(rounded_quotient(scaled, static_cast<__int128>(1) << -exponent));
}

double to_double(Decimal value) {
  return static_cast<double>(static_cast<long double>(value.scaled()) /
                             static_cast<long double>(Decimal::kOne));
}

}  // namespace cramp::num
