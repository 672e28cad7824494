#pragma once
// The size of a unit as an exact number: num/den * 10^exponent * pi^pi.

#include <cstdint>

namespace cramp::ucum {

using Unsigned128 = unsigned __int128;

/// Exact as long as numerator and denominator fit in 128 bits; past that `exact` is false and only
/// `approximate()` may be used. A power of pi stays apart, so that it cancels exactly.
class Factor {
 public:
  constexpr Factor() = default;
  constexpr Factor(std::uint64_t num, std::uint64_t den, int exponent, int pi = 0)
      : num_(num), den_(den), exponent_(exponent), pi_(pi) {}

  bool exact() const { return exact_; }
  Unsigned128 num() const { return num_; }
  Unsigned128 den() const { return den_; }
  int exponent() const { return exponent_; }
  int pi() const { return pi_; }
  bool is_one() const { return exact_ && num_ == 1 && den_ == 1 && exponent_ == 0 && pi_ == 0; }
  long double approximate() const;

  Factor inverse() const;
  /// Times other^power, |power| at most a few hundred.
  void multiply(const Factor& other, int power = 1);

 private:
  void multiply_once(Unsigned128 num, Unsigned128 den);
  void reduce();
  void give_up();

  Unsigned128 num_ = 1;
  Unsigned128 den_ = 1;
  long double rounded_ = 1;  // num/den once they are no longer exact
  int exponent_ = 0;
  int pi_ = 0;
  bool exact_ = true;
};

}  // namespace cramp::ucum
