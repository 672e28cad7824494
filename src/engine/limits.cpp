#include "engine/limits.hpp"

#include <limits>

#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

template <class Integer>
std::optional<Integer> step_integer(std::int64_t value, int step) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(value, step, &result)) return std::nullopt;
  if (result < std::numeric_limits<Integer>::min() ||
      result > std::numeric_limits<Integer>::max()) {
    return std::nullopt;
  }
  return static_cast<Integer>(result);
}

Value step_temporal(Context& context, const Value& value, int step) {
  const time::Kind kind = time_kind(value.kind());
  const auto result = step > 0 ? time::successor(value.as_temporal(), kind)
                               : time::predecessor(value.as_temporal(), kind);
  if (!result) return {};
  return Value::temporal(value.kind(), context.arena.make<time::Temporal>(*result));
}

Value stepped(Context& context, const Value& value, int step) {
  const Decimal smallest = Decimal::from_scaled(step);
  switch (value.kind()) {
    case Kind::kNull:
      return {};
    case Kind::kInteger: {
      const auto result = step_integer<std::int32_t>(value.as_long(), step);
      return result ? Value::integer(*result) : Value();
    }
    case Kind::kLong: {
      const auto result = step_integer<std::int64_t>(value.as_long(), step);
      return result ? Value::long_integer(*result) : Value();
    }
    case Kind::kDecimal:
      return context.decimal(num::add(value.as_decimal(), smallest));
    case Kind::kQuantity: {
      const auto result = num::add(value.as_quantity().value, smallest);
      return result ? context.quantity(*result, value.as_quantity().unit) : Value();
    }
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kTime:
      return step_temporal(context, value, step);
    default:
      Context::fail("a value of type " + std::string(name(value.kind())) +
                    " has no predecessor or successor");
  }
}

Value end_of_type(Context& context, Kind kind, bool highest) {
  switch (kind) {
    case Kind::kInteger:
      return Value::integer(highest ? std::numeric_limits<std::int32_t>::max()
                                    : std::numeric_limits<std::int32_t>::min());
    case Kind::kLong:
      return Value::long_integer(highest ? std::numeric_limits<std::int64_t>::max()
                                         : std::numeric_limits<std::int64_t>::min());
    case Kind::kDecimal:
      return context.decimal(highest ? Decimal::max() : Decimal::min());
    case Kind::kQuantity:
      return context.quantity(highest ? Decimal::max() : Decimal::min(), "1");
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kTime: {
      const time::Kind type = time_kind(kind);
      return Value::temporal(kind, context.arena.make<time::Temporal>(
                                       highest ? time::max_value(type) : time::min_value(type)));
    }
    default:
      Context::fail("the type " + std::string(name(kind)) + " has no minimum or maximum");
  }
}

/// The end of the point type for a closed null bound.
Value open_ended(Context& context, const Interval& interval, const Value& other, bool highest) {
  const Kind point = other.is_null() ? interval.point : other.kind();
  if (point == Kind::kNull) return {};
  const Value end = end_of_type(context, point, highest);
  if (!other.is(Kind::kQuantity)) return end;
  return context.quantity(end.as_quantity().value, other.as_quantity().unit);
}

}  // namespace

Value min_value(Context& context, Kind kind) {
  return end_of_type(context, kind, false);
}
Value max_value(Context& context, Kind kind) {
  return end_of_type(context, kind, true);
}
Value predecessor(Context& context, const Value& value) {
  return stepped(context, value, -1);
}
Value successor(Context& context, const Value& value) {
  return stepped(context, value, 1);
}

Value interval_start(Context& context, const Interval& interval) {
  if (!interval.low_closed) return successor(context, interval.low);
  if (!interval.low.is_null()) return interval.low;
  return open_ended(context, interval, interval.high, false);
}

Value interval_end(Context& context, const Interval& interval) {
  if (!interval.high_closed) return predecessor(context, interval.high);
  if (!interval.high.is_null()) return interval.high;
  return open_ended(context, interval, interval.low, true);
}

}  // namespace cramp::engine
