#include "ucum/factor.hpp"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace cramp::ucum {

namespace {

constexpr std::uint64_t low(Unsigned128 value) {
  return static_cast<std::uint64_t>(value);
}

Unsigned128 greatest_common_divisor(Unsigned128 a, Unsigned128 b) {
  while (a != low(a) || b != low(b)) {
    if (b == 0) return a;
    a = std::exchange(b, a % b);
  }
  return std::gcd(low(a), low(b));
}

}  // namespace

long double Factor::approximate() const {
  const long double size =
      exact_ ? static_cast<long double>(num_) / static_cast<long double>(den_) : rounded_;
  const long double pi = pi_ == 0 ? 1.0L : std::pow(std::numbers::pi_v<long double>, pi_);
  // Dividing by a power of ten is exact for more of them than multiplying by its inverse.
  const long double scaled =
      exponent_ < 0 ? size / std::pow(10.0L, -exponent_) : size * std::pow(10.0L, exponent_);
  return scaled * pi;
}

Factor Factor::inverse() const {
  Factor result = *this;
  std::swap(result.num_, result.den_);
  result.rounded_ = 1 / rounded_;
  result.exponent_ = -exponent_;
  result.pi_ = -pi_;
  return result;
}

void Factor::multiply(const Factor& other, int power) {
  if (power < 0) return multiply(other.inverse(), -power);
  exponent_ += other.exponent_ * power;
  pi_ += other.pi_ * power;
  if (!other.exact_) {
    if (exact_) give_up();
    rounded_ *= std::pow(other.rounded_, power);
    return;
  }
  if (other.num_ == 1 && other.den_ == 1) return;
  for (int i = 0; i < power; ++i) multiply_once(other.num_, other.den_);
}

void Factor::multiply_once(Unsigned128 num, Unsigned128 den) {
  Unsigned128 new_num = 0;
  Unsigned128 new_den = 0;
  if (exact_ && (__builtin_mul_overflow(num_, num, &new_num) ||
                 __builtin_mul_overflow(den_, den, &new_den))) {
    give_up();
  }
  if (!exact_) {
    rounded_ *= static_cast<long double>(num) / static_cast<long double>(den);
    return;
  }
  num_ = new_num;
  den_ = new_den;
  reduce();
}

void Factor::reduce() {
  if (num_ == 1 || den_ == 1) return;
  const Unsigned128 common = greatest_common_divisor(num_, den_);
  num_ /= common;
  den_ /= common;
}

void Factor::give_up() {
  rounded_ = static_cast<long double>(num_) / static_cast<long double>(den_);
  exact_ = false;
}

}  // namespace cramp::ucum
