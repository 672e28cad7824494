#pragma once
// A unit reduced to its size and dimension.

#include <array>
#include <optional>
#include <string_view>

#include "ucum/atoms.hpp"
#include "ucum/factor.hpp"

namespace cramp::ucum {

/// How often an arbitrary unit occurs in a unit; two of these never cancel unless they are equal.
struct ArbitraryPower {
  const Atom* atom = nullptr;
  int exponent = 0;

  friend bool operator==(const ArbitraryPower&, const ArbitraryPower&) = default;
};

struct Unit {
  Factor factor;                   // in base units; of the reference unit when special
  std::array<int, 7> dimension{};  // as in Atom
  std::array<ArbitraryPower, 2> arbitrary{};
  Special special = Special::kNone;
  Factor special_scale;  // the prefix and the factors of a special unit, before its function
};

/// UCUM code, or nothing. "" is "1". A special unit may be scaled, by a prefix and by factors
/// without dimension, and is in no other product or power (UCUM 2.2 §22). Units of more than two
/// arbitrary atoms are not supported.
std::optional<Unit> parse_unit(std::string_view text);

bool same_dimension(const Unit& a, const Unit& b);

}  // namespace cramp::ucum
