// Date and time operators (CQL 1.5 Appendix B): the evaluation's instant, components, distances.
// Building values from components is datetime_construct.cpp; arithmetic with durations belongs to
// Add and Subtract, timing to the comparison operators.

#include <array>
#include <limits>

#include "engine/operators/datetime_parts.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;
using time::Temporal;

Value now(Context& context, Operands, const Attributes&) {
  return context.datetime(context.now);
}

Value today(Context& context, Operands, const Attributes&) {
  return date_from_datetime(context, context.now);
}

Value time_of_day(Context& context, Operands, const Attributes&) {
  return time_from_datetime(context, context.now);
}

Value date_from(Context& context, Operands operands, const Attributes&) {
  const Value& value = operands[0];
  if (value.is_null() || value.is(Kind::kDate)) return value;
  if (!value.is(Kind::kDateTime)) refuse("DateFrom", operands);
  return date_from_datetime(context, value.as_temporal());
}

/// At the offset of the evaluation; null when the value has no hour.
Value time_from(Context& context, Operands operands, const Attributes&) {
  const Value& value = operands[0];
  if (value.is_null() || value.is(Kind::kTime)) return value;
  if (!value.is(Kind::kDateTime)) refuse("TimeFrom", operands);
  return time_from_datetime(context,
                            time::at_offset(value.as_temporal(), context.now.offset_minutes));
}

Value timezone_from(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  if (!operands[0].is(Kind::kDateTime)) refuse("TimezoneOffsetFrom", operands);
  const auto minutes = num::Decimal::from_integer(operands[0].as_temporal().offset_minutes);
  return context.decimal(num::divide(minutes, num::Decimal::from_integer(60)));
}

bool has_component(Kind kind, Precision component) {
  if (component == Precision::kNone || component == Precision::kWeek) return false;
  return kind == Kind::kTime ? component >= Precision::kHour
                             : component <= time::finest(time_kind(kind));
}

std::int32_t component(const Temporal& value, Precision precision) {
  switch (precision) {
    case Precision::kYear:
      return value.year;
    case Precision::kMonth:
      return value.month;
    case Precision::kDay:
      return value.day;
    case Precision::kHour:
      return value.hour;
    case Precision::kMinute:
      return value.minute;
    case Precision::kSecond:
      return value.second;
    default:
      return value.millisecond;
  }
}

Value component_from(Context&, Operands operands, const Attributes& attributes) {
  const Value& value = operands[0];
  if (value.is_null()) return {};
  if (!is_temporal(value.kind())) refuse("DateTimeComponentFrom", operands);
  if (!has_component(value.kind(), attributes.precision)) {
    Context::fail("a " + std::string(name(value.kind())) + " has no " +
                  std::string(time::name(attributes.precision)));
  }
  const Temporal& from = value.as_temporal();
  if (from.precision < attributes.precision) return {};
  return Value::integer(component(from, attributes.precision));
}

bool takes(Kind kind, Precision unit) {
  return unit == Precision::kWeek ? kind != Kind::kTime : has_component(kind, unit);
}

/// A count between two points; uncertain when one lacks components. Null past the range of Integer.
Value counted(Context& context, std::optional<time::Range> range) {
  const auto fits = [](std::int64_t count) {
    return count >= std::numeric_limits<std::int32_t>::min() &&
           count <= std::numeric_limits<std::int32_t>::max();
  };
  if (!range || !fits(range->low) || !fits(range->high)) return {};
  return between(context, Value::integer(static_cast<std::int32_t>(range->low)),
                 Value::integer(static_cast<std::int32_t>(range->high)));
}

/// Operands of DurationBetween or DifferenceBetween; nothing when one is null.
std::optional<TemporalPair> points(const Context& context, std::string_view operator_name,
                                   Operands operands, Precision unit, Precision normalised_for) {
  if (any_null(operands)) return std::nullopt;
  const Value& a = operands[0];
  const Value& b = operands[1];
  if (!is_temporal(a.kind()) || !is_temporal(b.kind()) || a.is(Kind::kTime) != b.is(Kind::kTime)) {
    refuse(operator_name, operands);
  }
  const TemporalPair pair = paired(context, a, b, normalised_for);
  if (!takes(pair.kind, unit)) {
    Context::fail(std::string(operator_name) + " of " + std::string(name(pair.kind)) +
                  " is not defined in " + std::string(time::name(unit)) + "s");
  }
  return pair;
}

/// Days between two whole dates: nothing is uncertain, and no offset matters.
bool are_whole_days(Operands operands, const Attributes& attributes) {
  return attributes.precision == Precision::kDay &&
         std::ranges::all_of(operands, [](const Value& operand) {
           return operand.is(Kind::kDate) && operand.as_temporal().precision == Precision::kDay;
         });
}

Value difference_between(Context& context, Operands operands, const Attributes& attributes) {
  if (are_whole_days(operands, attributes)) {
    return Value::integer(static_cast<std::int32_t>(time::day_number(operands[1].as_temporal()) -
                                                    time::day_number(operands[0].as_temporal())));
  }
  const auto pair =
      points(context, "DifferenceBetween", operands, attributes.precision, attributes.precision);
  if (!pair) return {};
  return counted(context, time::difference(pair->first, pair->second, attributes.precision));
}

constexpr std::array<Operator, 13> kOperators = {{
    {"Date", 1, 3, &make_date},
    {"DateTime", 1, 8, &make_datetime},
    {"Time", 1, 4, &make_time},
    {"DateFrom", 1, 1, &date_from},
    {"TimeFrom", 1, 1, &time_from},
    {"TimezoneFrom", 1, 1, &timezone_from},
    {"TimezoneOffsetFrom", 1, 1, &timezone_from},
    {"DateTimeComponentFrom", 1, 1, &component_from},
    {"DurationBetween", 2, 2, &duration_between},
    {"DifferenceBetween", 2, 2, &difference_between},
    {"Now", 0, 0, &now},
    {"Today", 0, 0, &today},
    {"TimeOfDay", 0, 0, &time_of_day},
}};

}  // namespace

Value date_from_datetime(Context& context, const Temporal& datetime) {
  Temporal result = time::truncated(datetime, Precision::kDay);
  result.offset_minutes = 0;
  result.offset_assumed = false;
  return context.date(result);
}

Value time_from_datetime(Context& context, const Temporal& datetime) {
  if (datetime.precision < Precision::kHour) return {};
  Temporal result = datetime;
  result.year = 1;
  result.month = result.day = 1;
  result.offset_minutes = 0;
  result.offset_assumed = false;
  return context.time(result);
}

Value duration_between(Context& context, Operands operands, const Attributes& attributes) {
  const auto pair =
      points(context, "DurationBetween", operands, attributes.precision, Precision::kNone);
  if (!pair) return {};
  return counted(context, time::duration(pair->first, pair->second, attributes.precision,
                                         time_kind(pair->kind)));
}

std::span<const Operator> datetime_operators() {
  return kOperators;
}

}  // namespace cramp::engine
