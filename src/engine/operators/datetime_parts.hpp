#pragma once
// The pieces of the date and time family; datetime.cpp has the table.

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// The calendar date, to the day at most.
Value date_from_datetime(Context& context, const time::Temporal& datetime);
/// The time on the value's own clock; null when it has no hour.
Value time_from_datetime(Context& context, const time::Temporal& datetime);

/// Whole periods of the precision attribute between two temporals; uncertain when one lacks
/// components, null past the range of Integer.
Value duration_between(Context& context, Operands operands, const Attributes& attributes);

// Constructors. Operands are the components from coarse to fine, for DateTime the timezone offset
// in hours last; absent ones at the end may be left out. Null when all components are; a component
// after a missing one or out of range fails.
Value make_date(Context& context, Operands operands, const Attributes&);
Value make_datetime(Context& context, Operands operands, const Attributes&);
Value make_time(Context& context, Operands operands, const Attributes&);

}  // namespace cramp::engine
