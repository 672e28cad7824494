#pragma once
// Set operations of two intervals, giving one interval (CQL 1.5 Appendix B). Null where the result
// is no interval or not known. A bound that is only known to lie in a range becomes an open null,
// of imprecise temporals the less precise one.

#include "engine/operators/interval_bounds.hpp"

namespace cramp::engine {

Value interval_union(Context& context, const Interval& a, const Interval& b);
Value interval_intersect(Context& context, const Interval& a, const Interval& b);
Value interval_except(Context& context, const Interval& a, const Interval& b);

/// From the earlier start to the later end.
Value interval_span(Context& context, const Interval& a, const Interval& b);

}  // namespace cramp::engine
