#include "ucum/special.hpp"

#include <cmath>

namespace cramp::ucum {

namespace {

// The zero of each scale in its own degrees above absolute zero.
constexpr long double kCelsiusZero = 273.15L;
constexpr long double kFahrenheitZero = 459.67L;
constexpr long double kReaumurZero = 218.52L;

}  // namespace

long double to_reference(Special function, long double value) {
  switch (function) {
    case Special::kNone:
      return value;
    case Special::kCelsius:
      return value + kCelsiusZero;
    case Special::kFahrenheit:
      return value + kFahrenheitZero;
    case Special::kReaumur:
      return value + kReaumurZero;
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
      return value * value;
    case Special::kNegativeLog100:
      return std::pow(100.0L, -value);
    case Special::kNegativeLog1000:
      return std::pow(1'000.0L, -value);
    case Special::kNegativeLog50000:
      return std::pow(50'000.0L, -value);
  }
  return std::nanl("");
}

long double from_reference(Special function, long double value) {
  switch (function) {
    case Special::kNone:
      return value;
    case Special::kCelsius:
      return value - kCelsiusZero;
    case Special::kFahrenheit:
      return value - kFahrenheitZero;
    case Special::kReaumur:
      return value - kReaumurZero;
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
  }
  return std::nanl("");
}

}  // namespace cramp::ucum
