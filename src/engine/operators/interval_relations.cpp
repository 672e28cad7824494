#include "engine/operators/interval_relations.hpp"

#include "engine/limits.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

/// A point cut off at `precision`, so that its next point is one unit of it away.
Point at_precision(Context& context, const Point& point, Precision precision) {
  if (!point.exact || precision == Precision::kNone || !is_temporal(point.low.kind())) return point;
  const Value cut = Value::temporal(
      point.low.kind(),
      context.arena.make<time::Temporal>(time::truncated(point.low.as_temporal(), precision)));
  return {cut, cut, true};
}

bool is_coarser(const Point& a, const Point& b) {
  return a.exact && b.exact && is_temporal(a.low.kind()) && is_temporal(b.low.kind()) &&
         a.low.as_temporal().precision < b.low.as_temporal().precision;
}

Truth above_low(Context& context, const Interval& interval, const Bounds& bounds,
                const Point& point, Precision precision) {
  if (interval.low.is_null()) {
    if (interval.low_closed) return true;
    return less_or_equal(context, bounds.start, point, precision);
  }
  const Point low = point_of(context, interval.low);
  return interval.low_closed ? less_or_equal(context, low, point, precision)
                             : less(context, low, point, precision);
}

Truth below_high(Context& context, const Interval& interval, const Bounds& bounds,
                 const Point& point, Precision precision) {
  if (interval.high.is_null()) {
    if (interval.high_closed) return true;
    return less_or_equal(context, point, bounds.end, precision);
  }
  const Point high = point_of(context, interval.high);
  return interval.high_closed ? less_or_equal(context, point, high, precision)
                              : less(context, point, high, precision);
}

/// The point is a closed bound of the interval.
bool is_bound(Context& context, const Value& bound, bool closed, const Point& point,
              Precision precision) {
  return closed && !bound.is_null() &&
         is_true(same(context, point_of(context, bound), point, precision));
}

bool has_open_null(const Interval& interval) {
  return (interval.low.is_null() && !interval.low_closed) ||
         (interval.high.is_null() && !interval.high_closed);
}

}  // namespace

Truth interval_contains(Context& context, const Interval& interval, const Value& point,
                        Precision precision) {
  const Point tested = point_of(context, point);
  if (!tested.known()) return std::nullopt;
  const Bounds bounds = has_open_null(interval) ? bounds_of(context, interval) : Bounds();
  const Truth inside = conjunction(above_low(context, interval, bounds, tested, precision),
                                   below_high(context, interval, bounds, tested, precision));
  if (inside) return inside;
  // A bound is in its interval even where the other bound cannot be compared with it.
  const bool at_end = is_bound(context, interval.low, interval.low_closed, tested, precision) ||
                      is_bound(context, interval.high, interval.high_closed, tested, precision);
  return at_end ? Truth(true) : std::nullopt;
}

Truth interval_properly_contains(Context& context, const Interval& interval, const Value& point,
                                 Precision precision) {
  const Bounds bounds = bounds_of(context, interval);
  const Point tested = point_of(context, point);
  return conjunction(less(context, bounds.start, tested, precision),
                     less(context, tested, bounds.end, precision));
}

Truth includes(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(less_or_equal(context, a.start, b.start, precision),
                     less_or_equal(context, b.end, a.end, precision));
}

Truth properly_includes(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(includes(context, a, b, precision),
                     negation(same_interval(context, a, b, precision)));
}

Truth overlaps(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(less_or_equal(context, a.start, b.end, precision),
                     less_or_equal(context, b.start, a.end, precision));
}

Truth overlaps_before(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(overlaps(context, a, b, precision),
                     less(context, a.start, b.start, precision));
}

Truth overlaps_after(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(overlaps(context, a, b, precision), less(context, b.end, a.end, precision));
}

Truth meets_before(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  if (!a.end.known() || !b.start.known()) return std::nullopt;
  const Point end = at_precision(context, a.end, precision);
  const Point start = at_precision(context, b.start, precision);
  // The step is taken from the more precise of the two: that of a month would pass over its days.
  const bool from_start = is_coarser(end, start);
  const Point last = from_start ? end : next_point(context, end);
  const Point first = from_start ? previous_point(context, start) : start;
  if (!last.known() || !first.known()) return false;  // nothing is beyond the end of the type
  return same(context, last, first, precision);
}

Truth meets_after(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return meets_before(context, b, a, precision);
}

Truth meets(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return disjunction(meets_before(context, a, b, precision), meets_after(context, a, b, precision));
}

Truth starts(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(same(context, a.start, b.start, precision),
                     less_or_equal(context, a.end, b.end, precision));
}

Truth ends(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(less_or_equal(context, b.start, a.start, precision),
                     same(context, a.end, b.end, precision));
}

Truth same_interval(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return conjunction(same(context, a.start, b.start, precision),
                     same(context, a.end, b.end, precision));
}

}  // namespace cramp::engine
