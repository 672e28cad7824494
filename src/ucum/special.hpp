#pragma once
// The functions of special units (UCUM 2.2 §§21-22, table of functions).

#include <optional>

#include "num/decimal.hpp"
#include "ucum/atoms.hpp"

namespace cramp::ucum {

/// From the number in the special unit to that in its reference unit, and back. NaN or infinity
/// where the function has no value.
long double to_reference(Special function, long double value);
long double from_reference(Special function, long double value);

/// What is added to a value on a scale of temperature to count from absolute zero; 0 for no
/// function, nothing for a function that is more than a shift.
std::optional<num::Decimal> zero_of(Special function);

}  // namespace cramp::ucum
