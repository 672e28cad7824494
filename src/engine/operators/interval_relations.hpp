#pragma once
// How two intervals, or a point and an interval, lie to one another (CQL 1.5 Appendix B, Interval
// Operators). Comparison at `precision` where the points are temporals.

#include "engine/operators/interval_bounds.hpp"

namespace cramp::engine {

/// By the bounds as they are written: an open one excludes itself at any precision, a closed null
/// one excludes nothing.
Truth interval_contains(Context& context, const Interval& interval, const Value& point,
                        time::Precision precision);
/// Strictly between the ends.
Truth interval_properly_contains(Context& context, const Interval& interval, const Value& point,
                                 time::Precision precision);

using Relation = Truth (*)(Context& context, const Bounds& a, const Bounds& b,
                           time::Precision precision);

Truth includes(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth properly_includes(Context& context, const Bounds& a, const Bounds& b,
                        time::Precision precision);
Truth overlaps(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth overlaps_before(Context& context, const Bounds& a, const Bounds& b,
                      time::Precision precision);
Truth overlaps_after(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth meets(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth meets_before(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth meets_after(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth starts(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth ends(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);
Truth same_interval(Context& context, const Bounds& a, const Bounds& b, time::Precision precision);

}  // namespace cramp::engine
