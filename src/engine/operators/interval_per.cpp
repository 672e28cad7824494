// The `per` of Collapse and Expand.

#include <algorithm>

#include "engine/operators/interval_lists.hpp"
#include "engine/quantity_units.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

Precision duration_precision(std::string_view unit) {
  if (const DurationUnit* calendar = calendar_unit(unit)) return calendar->precision;
  const DurationUnit* definite = definite_unit(unit);
  // 'a' and 'mo' are spans of time and no steps of a calendar.
  return definite != nullptr && definite->precision > Precision::kMonth ? definite->precision
                                                                        : Precision::kNone;
}

void require_positive(bool positive) {
  if (!positive) Context::fail("the `per` of an interval operator must be positive");
}

}  // namespace

std::optional<TemporalStep> temporal_step(Kind point, const Quantity& per) {
  const Precision unit = duration_precision(per.unit);
  const bool too_fine = point == Kind::kDate && unit > Precision::kDay;
  const bool too_coarse = point == Kind::kTime && unit < Precision::kHour;
  if (unit == Precision::kNone || too_fine || too_coarse) return std::nullopt;
  constexpr std::int64_t kMost = 400'000'000'000'000;  // over all milliseconds of the calendar
  const __int128 whole = per.value.scaled() / num::Decimal::kOne;
  require_positive(whole >= 1);
  const auto amount = static_cast<std::int64_t>(std::min<__int128>(whole, kMost));
  if (unit == Precision::kWeek) return TemporalStep{Precision::kDay, amount * 7};
  return TemporalStep{unit, amount};
}

std::optional<time::Temporal> advanced(const time::Temporal& value, std::int64_t amount,
                                       Precision unit, Kind kind) {
  if (kind == Kind::kTime) {
    // A Time wraps around midnight, where its type ends.
    constexpr std::int64_t kDay = 24 * 3'600'000;
    const std::int64_t step = calendar_unit(time::name(unit))->milliseconds;
    const std::int64_t left = kDay - (time::instant(value) - time::instant(time::Temporal{}));
    if (amount >= (left + step - 1) / step) return std::nullopt;
  }
  return time::add(value, amount, unit, time_kind(kind));
}

std::optional<num::Decimal> number_step(const Quantity& per, std::string_view unit) {
  require_positive(per.value > num::Decimal());
  return convert_units(per.value, per.unit, unit);
}

Intervals intervals_of(std::string_view operator_name, Operands items) {
  Intervals intervals;
  intervals.reserve(items.size());
  for (const Value& item : items) {
    if (item.is_null()) continue;
    if (!item.is(Kind::kInterval)) refuse(operator_name, {&item, 1});
    intervals.push_back(&item.as_interval());
  }
  return intervals;
}

Kind point_kind(const Intervals& intervals) {
  for (const Interval* interval : intervals) {
    if (!interval->low.is_null()) return interval->low.kind();
    if (!interval->high.is_null()) return interval->high.kind();
  }
  return intervals.empty() ? Kind::kNull : intervals.front()->point;
}

Precision coarsest_precision(const Intervals& intervals) {
  Precision coarsest = Precision::kNone;
  for (const Interval* interval : intervals) {
    for (const Value& bound : {interval->low, interval->high}) {
      if (!is_temporal(bound.kind())) continue;
      const Precision precision = bound.as_temporal().precision;
      if (coarsest == Precision::kNone || precision < coarsest) coarsest = precision;
    }
  }
  return coarsest;
}

}  // namespace cramp::engine
