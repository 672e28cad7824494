#pragma once
// The pieces of the arithmetic family, one file each; arithmetic.cpp has the table.

#include "engine/operators/common.hpp"

namespace cramp::engine {

// Quantities. Null when the units do not allow the operation or the result does not fit.
Value add_quantities(Context& context, const Quantity& a, const Quantity& b);
Value subtract_quantities(Context& context, const Quantity& a, const Quantity& b);
Value multiply_quantities(Context& context, const Quantity& a, const Quantity& b);
Value divide_quantities(Context& context, const Quantity& a, const Quantity& b);
Value truncated_divide_quantities(Context& context, const Quantity& a, const Quantity& b);
Value modulo_quantities(Context& context, const Quantity& a, const Quantity& b);

/// A Date, DateTime or Time plus (`sign` 1) or minus (-1) a duration. Fails for a unit that the
/// type does not take, for 'a' and 'mo' (no calendar durations), and past the years 1 to 9999.
Value add_duration(Context& context, const Value& temporal, const Quantity& duration, int sign);

// Operators by file: arithmetic_whole.cpp, arithmetic_real.cpp, arithmetic_boundary.cpp.
Value abs_operator(Context& context, Operands operands, const Attributes&);
Value negate_operator(Context& context, Operands operands, const Attributes&);
Value ceiling_operator(Context& context, Operands operands, const Attributes&);
Value floor_operator(Context& context, Operands operands, const Attributes&);
Value truncate_operator(Context& context, Operands operands, const Attributes&);
Value round_operator(Context& context, Operands operands, const Attributes&);
Value predecessor_operator(Context& context, Operands operands, const Attributes&);
Value successor_operator(Context& context, Operands operands, const Attributes&);
Value min_value_operator(Context& context, Operands operands, const Attributes& attributes);
Value max_value_operator(Context& context, Operands operands, const Attributes& attributes);

Value exp_operator(Context& context, Operands operands, const Attributes&);
Value ln_operator(Context& context, Operands operands, const Attributes&);
Value log_operator(Context& context, Operands operands, const Attributes&);
Value power_operator(Context& context, Operands operands, const Attributes&);

Value precision_operator(Context& context, Operands operands, const Attributes&);
Value low_boundary_operator(Context& context, Operands operands, const Attributes&);
Value high_boundary_operator(Context& context, Operands operands, const Attributes&);

}  // namespace cramp::engine
