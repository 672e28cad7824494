#pragma once
// The ends of the ordered types and the steps between their values (CQL 1.5 Appendix B: Minimum,
// Maximum, Predecessor, Successor), and with them the ends of an interval (Start, End).

#include "engine/operator.hpp"

namespace cramp::engine {

/// Integer, Long, Decimal, Quantity (unit '1'), Date, DateTime (UTC), Time; fails for another kind.
Value min_value(Context& context, Kind kind);
Value max_value(Context& context, Kind kind);

/// One step of the type, for temporals one of the value's precision, for Decimal and the value of a
/// Quantity 10^-8. Null for null and past the end of the type; fails for a type without steps.
Value predecessor(Context& context, const Value& value);
Value successor(Context& context, const Value& value);

/// The first and last value of an interval: an open bound is stepped inwards, a closed null bound
/// is the end of the point type (in the other bound's unit), an open null bound is unknown: null.
Value interval_start(Context& context, const Interval& interval);
Value interval_end(Context& context, const Interval& interval);

}  // namespace cramp::engine
