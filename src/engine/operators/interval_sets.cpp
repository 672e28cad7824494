#include "engine/operators/interval_sets.hpp"

#include "engine/operators/interval_relations.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

constexpr auto kAny = time::Precision::kNone;

/// A bound as it is written, so that results keep null and open bounds of the operands.
struct Bound {
  Value value;
  bool closed = false;
};

Bound low_of(const Interval& interval) {
  return {interval.low, interval.low_closed};
}
Bound high_of(const Interval& interval) {
  return {interval.high, interval.high_closed};
}

/// `a` where `a_chosen`, `b` where not. Where that is not known, the less precise of two temporals,
/// which can mean all that the result can be, else an open null.
Bound choose(Truth a_chosen, const Bound& a, const Bound& b) {
  if (a_chosen) return *a_chosen ? a : b;
  if (!is_temporal(a.value.kind()) || !is_temporal(b.value.kind())) return {};
  return a.value.as_temporal().precision <= b.value.as_temporal().precision ? a : b;
}

Value make_interval(Context& context, const Bound& low, const Bound& high, const Interval& a,
                    const Interval& b) {
  Kind point = a.point == Kind::kNull ? b.point : a.point;
  for (const Value& bound : {a.low, a.high, b.low, b.high}) {
    if (!bound.is_null() && !bound.is(Kind::kUncertain)) point = bound.kind();
  }
  return context.interval(low.value, low.closed, high.value, high.closed, point);
}

}  // namespace

Value interval_span(Context& context, const Interval& a, const Interval& b) {
  const Bounds left = bounds_of(context, a);
  const Bounds right = bounds_of(context, b);
  const Truth starts_first = less_or_equal(context, left.start, right.start, kAny);
  const Truth ends_last = less_or_equal(context, right.end, left.end, kAny);
  return make_interval(context, choose(starts_first, low_of(a), low_of(b)),
                       choose(ends_last, high_of(a), high_of(b)), a, b);
}

Value interval_union(Context& context, const Interval& a, const Interval& b) {
  const Bounds left = bounds_of(context, a);
  const Bounds right = bounds_of(context, b);
  const Truth touching =
      disjunction(overlaps(context, left, right, kAny), meets(context, left, right, kAny));
  return is_true(touching) ? interval_span(context, a, b) : Value();
}

Value interval_intersect(Context& context, const Interval& a, const Interval& b) {
  const Bounds left = bounds_of(context, a);
  const Bounds right = bounds_of(context, b);
  if (!is_true(overlaps(context, left, right, kAny))) return {};
  const Truth starts_last = less_or_equal(context, right.start, left.start, kAny);
  const Truth ends_first = less_or_equal(context, left.end, right.end, kAny);
  return make_interval(context, choose(starts_last, low_of(a), low_of(b)),
                       choose(ends_first, high_of(a), high_of(b)), a, b);
}

Value interval_except(Context& context, const Interval& a, const Interval& b) {
  const Bounds left = bounds_of(context, a);
  const Bounds right = bounds_of(context, b);
  const Truth overlap = overlaps(context, left, right, kAny);
  if (!overlap) return {};
  if (!*overlap) return Value::interval(&a);
  const Truth starts_first = less(context, left.start, right.start, kAny);
  const Truth ends_last = less(context, right.end, left.end, kAny);
  // Of what is left at both sides, or at none, there is no one interval.
  if (!starts_first || !ends_last || *starts_first == *ends_last) return {};
  if (*starts_first) {
    if (!right.start.exact) return {};
    const Value last = previous_point(context, right.start).high;
    return make_interval(context, low_of(a), {last, true}, a, b);
  }
  if (!right.end.exact) return {};
  const Value first = next_point(context, right.end).low;
  return make_interval(context, {first, true}, high_of(a), a, b);
}

}  // namespace cramp::engine
