#pragma once
// The functions of special units (UCUM 2.1 §§21-22, table of functions).

#include "ucum/atoms.hpp"

namespace cramp::ucum {

/// From the number in the special unit to that in its reference unit, and back. NaN or infinity
/// where the function has no value.
long double to_reference(Special function, long double value);
long double from_reference(Special function, long double value);

}  // namespace cramp::ucum
