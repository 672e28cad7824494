#include <algorithm>

#include "engine/compare.hpp"
#include "engine/limits.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/interval_bounds.hpp"
#include "engine/operators/interval_lists.hpp"
#include "engine/operators/interval_sets.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

/// How far behind the end of an interval another may begin and still continue it: units of time,
/// a quantity, or neither: one step of the point type.
struct Reach {
  TemporalStep temporal;
  std::optional<Quantity> size;
};

std::string_view unit_of(const Value& point) {
  return point.is(Kind::kQuantity) ? point.as_quantity().unit : "1";
}

/// Nothing when `per` does not suit the points.
std::optional<Reach> reach_of(const Intervals& intervals, const Value& per) {
  const Kind point = point_kind(intervals);
  if (is_temporal(point)) {
    if (per.is_null()) return Reach{{coarsest_precision(intervals), 1}, std::nullopt};
    const auto step = temporal_step(point, per.as_quantity());
    if (!step) return std::nullopt;
    return Reach{*step, std::nullopt};
  }
  if (per.is_null() || point == Kind::kNull) return Reach{};
  for (const Interval* interval : intervals) {
    const Value& bound = interval->low.is_null() ? interval->high : interval->low;
    if (!bound.is_null() && !number_step(per.as_quantity(), unit_of(bound))) return std::nullopt;
  }
  return Reach{{}, per.as_quantity()};
}

Value moved_number(Context& context, const Value& value, const Quantity& size) {
  const auto step = number_step(size, unit_of(value));
  if (!step) return {};
  if (!value.is(Kind::kQuantity)) return context.decimal(num::add(to_decimal(value), *step));
  const auto sum = num::add(value.as_quantity().value, *step);
  return sum ? context.quantity(*sum, value.as_quantity().unit) : Value();
}

/// Null past the end of the type.
Value moved(Context& context, const Value& value, const Reach& reach) {
  if (reach.size) return moved_number(context, value, *reach.size);
  if (reach.temporal.unit == Precision::kNone) return successor(context, value);
  const time::Temporal cut = time::truncated(value.as_temporal(), reach.temporal.unit);
  const auto result = advanced(cut, reach.temporal.amount, reach.temporal.unit, value.kind());
  if (!result) return {};
  return Value::temporal(value.kind(), context.arena.make<time::Temporal>(*result));
}

struct Item {
  const Interval* interval;
  Bounds bounds;
};

/// `next` begins no earlier than `current`.
bool continues(Context& context, const Item& current, const Item& next, const Reach& reach) {
  const Point& end = current.bounds.end;
  if (!end.known() || !next.bounds.start.known() || !current.bounds.start.exact) return false;
  const Value low = moved(context, end.low, reach);
  const Value high = moved(context, end.high, reach);
  if (low.is_null()) return true;
  const Point last = {low, high.is_null() ? end.high : high, end.exact};
  return is_true(less_or_equal(context, next.bounds.start, last, reach.temporal.unit));
}

std::vector<Item> sorted_items(Context& context, const Intervals& intervals) {
  std::vector<Item> items;
  items.reserve(intervals.size());
  for (const Interval* interval : intervals) {
    items.push_back({interval, bounds_of(context, *interval)});
  }
  // What begins nobody knows where comes last: nothing is known to continue it.
  std::stable_sort(items.begin(), items.end(), [&context](const Item& a, const Item& b) {
    if (a.bounds.start.exact != b.bounds.start.exact) return a.bounds.start.exact;
    return order(context, a.bounds.start.low, b.bounds.start.low) < 0;
  });
  return items;
}

}  // namespace

std::optional<Intervals> collapsed(Context& context, const Intervals& intervals, const Value& per) {
  const auto reach = reach_of(intervals, per);
  if (!reach) return std::nullopt;
  std::vector<Item> items = sorted_items(context, intervals);
  Intervals result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i + 1 < items.size() && continues(context, items[i], items[i + 1], *reach)) {
      Item& next = items[i + 1];
      next.interval = &interval_span(context, *items[i].interval, *next.interval).as_interval();
      next.bounds = bounds_of(context, *next.interval);
      continue;
    }
    result.push_back(items[i].interval);
  }
  return result;
}

Value collapse_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Value per = operands.size() > 1 ? operands[1] : Value();
  const bool suits = operands[0].is(Kind::kList) && (per.is_null() || per.is(Kind::kQuantity));
  if (!suits) refuse("Collapse", operands);
  const auto intervals =
      collapsed(context, intervals_of("Collapse", operands[0].as_list().items), per);
  if (!intervals) return {};
  const auto items = context.arena.array<Value>(intervals->size());
  std::transform(intervals->begin(), intervals->end(), items.begin(),
                 [](const Interval* interval) { return Value::interval(interval); });
  return context.list(items);
}

}  // namespace cramp::engine
