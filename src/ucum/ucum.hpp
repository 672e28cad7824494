#pragma once
// Units of measure (UCUM 2.2, https://ucum.org): parse, compare dimensions, convert.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "num/decimal.hpp"

namespace cramp::ucum {

/// True for a unit string of the UCUM grammar (case sensitive) whose atoms are known. "1" and ""
/// are valid and mean no unit. CQL calendar words (day, days, year, ...) are valid too, alone.
/// No spelling outside of UCUM is: not mEq/L (meq/L), mIU/L (m[IU]/L), mmHg (mm[Hg]), mcg (ug), nor
/// anything with a space. Beware of spellings that are UCUM but mean something else: pH is a
/// picohenry ([pH]), and mL/min/1.73.m2 is mL/min times 73 m2.
/// Limits: 256 characters, exponents to 99, 16 levels of parentheses, 2 arbitrary units.
bool is_valid(std::string_view unit);

/// True when both are valid and can be converted into each other. Arbitrary units ([iU], ...) only
/// with themselves, and eq, whose mol depend on the ion (docs/decisions/030). Amounts are numbers
/// in UCUM (mol is 6.02214076*10^23, osm is mol), so mol/L goes with /L; never with g/L or eq/L.
bool commensurable(std::string_view a, std::string_view b);

/// `value` in `from` expressed in `to`; nothing when either is invalid, they are incommensurable,
/// or the result does not fit. Exact where the table is exact (mg -> g, mmol/L -> umol/L,
/// [degF] -> Cel), rounded once. Logarithmic units ([pH], dB) and those of other functions through
/// these, in floating point. Never guesses: an unknown unit is nothing, not a number.
std::optional<num::Decimal> convert(num::Decimal value, std::string_view from, std::string_view to);

/// -1, 0, 1 of two quantities, the same from both sides: exact for units of an exact ratio,
/// temperatures and special units of one kind, to 12 digits for others, which are compared in their
/// proper unit (7 [pH] is less than 1 umol/L). Nothing when incommensurable, nor between a calendar
/// year or month and a UCUM unit (CQL 1.5 §Equal).
std::optional<int> compare(num::Decimal a, std::string_view unit_a, num::Decimal b,
                           std::string_view unit_b);

/// Product and quotient units for Quantity Multiply and Divide, in a normal form ("mg", "g/L",
/// "1").
std::optional<std::string> multiply_units(std::string_view a, std::string_view b);
std::optional<std::string> divide_units(std::string_view a, std::string_view b);

}  // namespace cramp::ucum
