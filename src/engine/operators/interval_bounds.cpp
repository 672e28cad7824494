#include "engine/operators/interval_bounds.hpp"

#include "engine/compare.hpp"
#include "engine/limits.hpp"
#include "engine/scalar.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

bool is_end_of_type(const Quantity& quantity) {
  return quantity.value == num::Decimal::min() || quantity.value == num::Decimal::max();
}

/// One of two moments lacks the milliseconds that the comparison would look at.
bool lacks_milliseconds(const Value& a, const Value& b, Precision precision) {
  if (!is_temporal(a.kind()) || !is_temporal(b.kind())) return false;
  const auto [coarse, fine] = std::minmax(a.as_temporal().precision, b.as_temporal().precision);
  return coarse == Precision::kSecond && fine == Precision::kMillisecond &&
         precision == Precision::kNone;
}

/// True when a < b for sure, false when it is sure that not, where `sign` is of compare(a, b).
Truth below(std::optional<int> sign) {
  return sign ? Truth(*sign < 0) : std::nullopt;
}

Point exact(const Value& value) {
  return {value, value, true};
}

/// One point type for both bounds: an interval of nulls may say it by `point`.
Kind point_kind(const Interval& interval) {
  for (const Value& bound : {interval.low, interval.high}) {
    if (bound.is(Kind::kUncertain)) return bound.as_interval().low.kind();
    if (!bound.is_null()) return bound.kind();
  }
  return interval.point;
}

Point stepped(Context& context, const Point& point, Value (*step)(Context&, const Value&)) {
  if (!point.known()) return {};
  if (point.exact) return exact(step(context, point.low));
  const Value low = step(context, point.low);
  const Value high = step(context, point.high);
  // An uncertain point may be at the end of its type, and then its step is not the bound.
  return {low.is_null() ? point.low : low, high.is_null() ? point.high : high, false};
}

/// A bound that is not an open null.
Point given_bound(Context& context, const Interval& interval, bool lower) {
  const Value& bound = lower ? interval.low : interval.high;
  if (!bound.is(Kind::kUncertain)) {
    return exact(lower ? interval_start(context, interval) : interval_end(context, interval));
  }
  const Point range = point_of(context, bound);
  if (lower ? interval.low_closed : interval.high_closed) return range;
  return lower ? next_point(context, range) : previous_point(context, range);
}

}  // namespace

std::optional<int> compare_points(Context& context, const Value& a, const Value& b,
                                  Precision precision) {
  if (a.is(Kind::kQuantity) && b.is(Kind::kQuantity) &&
      (is_end_of_type(a.as_quantity()) || is_end_of_type(b.as_quantity()))) {
    return compare(context, context.decimal(a.as_quantity().value),
                   context.decimal(b.as_quantity().value));
  }
  if (!lacks_milliseconds(a, b, precision)) return compare(context, a, b, precision);
  const auto by_second = compare(context, a, b, Precision::kSecond);
  return by_second == 0 ? std::nullopt : by_second;
}

Point point_of(Context& context, const Value& value) {
  const Value known = scalar(context, value);
  if (!known.is(Kind::kUncertain)) return exact(known);
  return {known.as_interval().low, known.as_interval().high, false};
}

Truth less(Context& context, const Point& a, const Point& b, Precision precision) {
  if (!a.known() || !b.known()) return std::nullopt;
  if (a.exact && b.exact) return below(compare_points(context, a.low, b.low, precision));
  if (is_true(below(compare_points(context, a.high, b.low, precision)))) return true;
  if (is_false(below(compare_points(context, a.low, b.high, precision)))) return false;
  return std::nullopt;
}

Truth less_or_equal(Context& context, const Point& a, const Point& b, Precision precision) {
  return negation(less(context, b, a, precision));
}

Truth same(Context& context, const Point& a, const Point& b, Precision precision) {
  if (!a.known() || !b.known()) return std::nullopt;
  if (a.exact && b.exact) {
    const auto sign = compare_points(context, a.low, b.low, precision);
    return sign ? Truth(*sign == 0) : std::nullopt;
  }
  const bool apart =
      is_true(less(context, a, b, precision)) || is_true(less(context, b, a, precision));
  return apart ? Truth(false) : std::nullopt;
}

Point next_point(Context& context, const Point& point) {
  return stepped(context, point, &successor);
}

Point previous_point(Context& context, const Point& point) {
  return stepped(context, point, &predecessor);
}

Bounds bounds_of(Context& context, const Interval& interval) {
  const bool low_open = interval.low.is_null() && !interval.low_closed;
  const bool high_open = interval.high.is_null() && !interval.high_closed;
  Bounds bounds;
  if (!low_open) bounds.start = given_bound(context, interval, true);
  if (!high_open) bounds.end = given_bound(context, interval, false);
  const Kind kind = point_kind(interval);
  if (kind == Kind::kNull) return bounds;
  const Value least = low_open ? min_value(context, kind) : bounds.start.low;
  const Value greatest = high_open ? max_value(context, kind) : bounds.end.high;
  if (low_open) bounds.start = {least, greatest, false};
  if (high_open) bounds.end = {least, greatest, false};
  return bounds;
}

Bounds bounds_of(Context& context, const Value& interval_or_point) {
  if (interval_or_point.is(Kind::kInterval)) {
    return bounds_of(context, interval_or_point.as_interval());
  }
  const Point point = point_of(context, interval_or_point);
  return {point, point};
}

}  // namespace cramp::engine
