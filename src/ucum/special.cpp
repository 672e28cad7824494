#include "ucum/special.hpp"

#include <cmath>

namespace cramp::ucum {

namespace {

/// The zero of a scale of temperature, in hundredths of its degrees above absolute zero.
std::optional<int> hundredths_of_zero(Special function) {
  switch (function) {
    case Special::kNone:
      return 0;
    case Special::kCelsius:
      return 273'15;
    case Special::kFahrenheit:
      return 459'67;
    case Special::kReaumur:
      return 218'52;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<num::Decimal> zero_of(Special function) {
  const auto zero = hundredths_of_zero(function);
  if (!zero) return std::nullopt;
  return num::Decimal::from_scaled(*zero * (num::Decimal::kOne / 100));
}

long double to_reference(Special function, long double value) {
  if (const auto zero = hundredths_of_zero(function)) return value + *zero / 100.0L;
  switch (function) {
    case Special::kNegativeLog:
      return std::pow(10.0L, -value);
    case Special::kLn:
      return std::exp(value);
    case Special::kLog:
      return std::pow(10.0L, value);
    case Special::kTwoLog:
      return std::pow(10.0L, value / 2);
    case Special::kLog2:
      return std::exp2(value);
    case Special::kHundredTan:
      return std::atan(value / 100);
    case Special::kRoot:
      return value < 0 ? std::nanl("") : value * value;
    case Special::kNegativeLog100:
      return std::pow(100.0L, -value);
    case Special::kNegativeLog1000:
      return std::pow(1'000.0L, -value);
    case Special::kNegativeLog50000:
      return std::pow(50'000.0L, -value);
    default:
      return std::nanl("");
  }
}

long double from_reference(Special function, long double value) {
  if (const auto zero = hundredths_of_zero(function)) return value - *zero / 100.0L;
  switch (function) {
    case Special::kNegativeLog:
      return -std::log10(value);
    case Special::kLn:
      return std::log(value);
    case Special::kLog:
      return std::log10(value);
    case Special::kTwoLog:
      return 2 * std::log10(value);
    case Special::kLog2:
      return std::log2(value);
    case Special::kHundredTan:
      return std::tan(value) * 100;
    case Special::kRoot:
      return std::sqrt(value);
    case Special::kNegativeLog100:
      return -std::log10(value) / 2;
    case Special::kNegativeLog1000:
      return -std::log10(value) / 3;
    case Special::kNegativeLog50000:
      return -std::log(value) / std::log(50'000.0L);
    default:
      return std::nanl("");
  }
}

}  // namespace cramp::ucum
