#pragma once
// The table of UCUM: prefixes and atoms.

#include <array>
#include <cstdint>
#include <string_view>

#include "ucum/factor.hpp"

namespace cramp::ucum {

/// The function that takes a value in a reference unit to a special unit (UCUM 2.2 §§21-22).
enum class Special : std::uint8_t {
  kNone,
  kCelsius,
  kFahrenheit,
  kReaumur,
  kNegativeLog,
  kLn,
  kLog,
  kTwoLog,
  kLog2,
  kHundredTan,
  kRoot,
  kNegativeLog100,
  kNegativeLog1000,
  kNegativeLog50000,
};

struct Prefix {
  std::string_view code;
  std::uint64_t num;
  std::uint64_t den;
  int exponent;

  constexpr Factor factor() const { return {num, den, exponent}; }
};

struct Atom {
  std::string_view code;
  std::uint64_t num;
  std::uint64_t den;
  int exponent;
  int pi;
  std::array<std::int8_t, 7> dimension;  // metre, second, gram, radian, kelvin, coulomb, candela
  bool metric;                           // may have a prefix
  bool arbitrary;                        // compares with itself only (UCUM 2.2 §24)
  Special special;

  constexpr Factor factor() const { return {num, den, exponent, pi}; }
};

/// A symbol taken apart. `atom` is null when it is not one of the table's.
struct Symbol {
  const Atom* atom = nullptr;
  const Prefix* prefix = nullptr;
};

/// An atom, or a prefix and a metric atom; an atom of the whole text goes first ("cd" is candela).
Symbol find_symbol(std::string_view text);

}  // namespace cramp::ucum
