#pragma once
// The ends of intervals as interval computations see them (CQL 1.5 Language Semantics, Interval
// Operators): closed, and uncertain where an open bound is null.

#include <optional>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// Three-valued logic; nothing is unknown.
using Truth = std::optional<bool>;

inline Truth negation(Truth a) {
  return a ? Truth(!*a) : std::nullopt;
}
inline Truth conjunction(Truth a, Truth b) {
  if ((a && !*a) || (b && !*b)) return false;
  return a && b ? Truth(true) : std::nullopt;
}
inline Truth disjunction(Truth a, Truth b) {
  return negation(conjunction(negation(a), negation(b)));
}
inline bool is_true(Truth a) {
  return a.value_or(false);
}
inline bool is_false(Truth a) {
  return a && !*a;
}

/// Some value in [low, high], and that very value when both are the same one; a null `low` or
/// `high` is not known at all.
struct Point {
  Value low, high;
  bool exact = true;

  bool known() const { return !low.is_null() && !high.is_null(); }
};

/// A value of a point type, of an uncertain number its range.
Point point_of(Context& context, const Value& value);

/// As compare() of two points, with two exceptions. The ends of Quantity lie beyond all quantities
/// of whatever unit, since converting them would overflow. And a second without milliseconds is any
/// moment of it, unknown beside a millisecond of the same second: HL7's tests of intervals and
/// lists have it so (CqlIntervalOperatorsTest DateTimeIncludedInNull, TimeProperInNull).
std::optional<int> compare_points(Context& context, const Value& a, const Value& b,
                                  time::Precision precision);

// Comparison of points, at `precision` where they are temporals (CQL 1.5 Language Semantics,
// Uncertainty).
Truth less(Context& context, const Point& a, const Point& b, time::Precision precision);
Truth less_or_equal(Context& context, const Point& a, const Point& b, time::Precision precision);
Truth same(Context& context, const Point& a, const Point& b, time::Precision precision);

/// The point one step after or before; not known past the end of the type.
Point next_point(Context& context, const Point& point);
Point previous_point(Context& context, const Point& point);

struct Bounds {
  Point start, end;
};

/// Of an interval. An open null bound is uncertain between the other bound and the end of the type.
Bounds bounds_of(Context& context, const Interval& interval);
/// Of an interval, or of a point as the interval of that point alone.
Bounds bounds_of(Context& context, const Value& interval_or_point);

}  // namespace cramp::engine
