// Adding amounts of time, and the distance between two values.

#include <algorithm>

#include "time/wall.hpp"

namespace cramp::time {

namespace {

constexpr Precision kFull = Precision::kMillisecond;
constexpr std::int64_t kFirstMoment = days_from_civil(kMinYear, 1, 1) * kMillisecondsPerDay;
constexpr std::int64_t kPastLastMoment = days_from_civil(kMaxYear + 1, 1, 1) * kMillisecondsPerDay;
constexpr std::int64_t kLongest = kPastLastMoment - kFirstMoment;

bool is_unit_of(Kind kind, Precision unit) {
  if (unit == Precision::kNone) return false;
  if (kind == Kind::kTime) return unit >= Precision::kHour;
  return kind == Kind::kDateTime || unit <= Precision::kDay;
}

/// `amount` of `unit` in units of `precision`, truncated, where that is the coarser.
std::int64_t in_precision(std::int64_t amount, Precision unit, Precision precision) {
  if (unit <= precision) return amount;
  if (unit == Precision::kMonth) return amount / 12;
  return amount / (unit_length(precision) / unit_length(unit));
}

/// Months since year 0.
std::int64_t month_number(const Temporal& value) {
  return value.year * 12 + value.month - 1;
}

/// The day that many months later, at the month's end where it has no such day.
CivilDate months_later(const Temporal& value, std::int64_t months) {
  const std::int64_t total = month_number(value) + months;
  const int year = static_cast<int>(floor_divide(total, 12));
  const int month = static_cast<int>(total - std::int64_t{year} * 12) + 1;
  return {year, month, std::min<int>(value.day, days_in_month(year, month))};
}

std::optional<Temporal> add_months(const Temporal& value, std::int64_t months) {
  const CivilDate date = months_later(value, months);
  if (date.year < kMinYear || date.year > kMaxYear) return std::nullopt;
  Temporal result = value;
  result.year = static_cast<std::int16_t>(date.year);
  result.month = static_cast<std::uint8_t>(date.month);
  result.day = static_cast<std::uint8_t>(date.day);
  return result;
}

std::optional<Temporal> add_milliseconds(const Temporal& value, std::int64_t milliseconds) {
  const std::int64_t moment = wall(value) + milliseconds;
  if (moment < kFirstMoment || moment >= kPastLastMoment) return std::nullopt;
  Temporal result = from_wall(moment);
  result.precision = value.precision;
  result.offset_minutes = value.offset_minutes;
  result.offset_assumed = value.offset_assumed;
  return result;
}

Temporal add_to_time(const Temporal& value, std::int64_t amount, Precision unit) {
  const std::int64_t within_day = amount % (kMillisecondsPerDay / unit_length(unit));
  const std::int64_t moment = wall_of_day(value) + within_day * unit_length(unit);
  const std::int64_t of_day =
      moment - floor_divide(moment, kMillisecondsPerDay) * kMillisecondsPerDay;
  Temporal result = from_wall(wall(Temporal{}) + of_day);
  result.precision = value.precision;
  return result;
}

/// Seconds without milliseconds are exact (.000) unless milliseconds are counted (Author's Guide,
/// Comparing Dates and Times); any other missing component is not.
Precision certain_from(Precision unit) {
  return unit == kFull ? kFull : Precision::kSecond;
}

/// Which year, month, week or day since some origin a value lies in, on its own calendar.
std::int64_t calendar_index(const Temporal& value, Precision unit) {
  constexpr std::int64_t kSundayToEpoch = 4;  // 1970-01-01 was a Thursday
  switch (unit) {
    case Precision::kYear:
      return value.year;
    case Precision::kMonth:
      return month_number(value);
    case Precision::kWeek:
      return floor_divide(day_number(value) + kSundayToEpoch, 7);
    default:
      return day_number(value);
  }
}

std::int64_t boundaries(const Temporal& from, const Temporal& to, Precision unit) {
  if (unit <= Precision::kDay) return calendar_index(to, unit) - calendar_index(from, unit);
  const std::int64_t to_wall = instant(to) + from.offset_minutes * kMillisecondsPerMinute;
  return floor_divide(to_wall, unit_length(unit)) - floor_divide(wall(from), unit_length(unit));
}

std::int64_t whole_months(const Temporal& from, std::int64_t to_wall) {
  const std::int64_t months = month_number(from_wall(to_wall)) - month_number(from);
  const CivilDate date = months_later(from, months);
  const std::int64_t reached =
      days_from_civil(date.year, date.month, date.day) * kMillisecondsPerDay + wall_of_day(from);
  if (months > 0 && reached > to_wall) return months - 1;
  if (months < 0 && reached < to_wall) return months + 1;
  return months;
}

std::int64_t whole_periods(const Temporal& from, const Temporal& to, Precision unit) {
  const std::int64_t to_wall = instant(to) + from.offset_minutes * kMillisecondsPerMinute;
  if (unit == Precision::kYear) return whole_months(from, to_wall) / 12;
  if (unit == Precision::kMonth) return whole_months(from, to_wall);
  return (to_wall - wall(from)) / unit_length(unit);
}

/// The least and the greatest count that what the two can mean allows.
template <class Count>
Range over_what_is_meant(const Temporal& from, const Temporal& to, Precision precision,
                         Precision unit, Count count) {
  const Precision certain = std::min(precision, certain_from(unit));
  if (from.precision >= certain && to.precision >= certain) {
    const std::int64_t only = count(earliest(from, precision), earliest(to, precision), unit);
    return {only, only};
  }
  const auto last_meant = [&](const Temporal& value) {
    return value.precision >= certain ? earliest(value, precision) : latest(value, precision);
  };
  return {count(last_meant(from), earliest(to, precision), unit),
          count(earliest(from, precision), last_meant(to), unit)};
}

}  // namespace

std::optional<Temporal> add(const Temporal& value, std::int64_t amount, Precision unit, Kind kind) {
  if (kind == Kind::kTime) {
    if (!is_unit_of(kind, unit)) return std::nullopt;
    const Precision step = std::min(unit, value.precision);
    return add_to_time(value, in_precision(amount, unit, value.precision), step);
  }
  if (unit == Precision::kNone || amount > kLongest || amount < -kLongest) return std::nullopt;
  if (unit == Precision::kWeek) {
    amount *= 7;
    unit = Precision::kDay;
  }
  amount = in_precision(amount, unit, value.precision);
  unit = std::min(unit, value.precision);
  const std::int64_t most = kLongest / unit_length(unit);
  if (amount > most || amount < -most) return std::nullopt;
  if (unit == Precision::kYear) return add_months(value, amount * 12);
  if (unit == Precision::kMonth) return add_months(value, amount);
  return add_milliseconds(value, amount * unit_length(unit));
}

std::optional<Temporal> successor(const Temporal& value, Kind kind) {
  if (kind == Kind::kTime && latest(value, kFull) == max_value(kind)) return std::nullopt;
  return add(value, 1, value.precision, kind);
}

std::optional<Temporal> predecessor(const Temporal& value, Kind kind) {
  if (kind == Kind::kTime && earliest(value, kFull) == min_value(kind)) return std::nullopt;
  return add(value, -1, value.precision, kind);
}

std::optional<Range> difference(const Temporal& from, const Temporal& to, Precision unit) {
  if (unit == Precision::kNone) return std::nullopt;
  return over_what_is_meant(from, to, kFull, unit, boundaries);
}

std::optional<Range> duration(const Temporal& from, const Temporal& to, Precision unit, Kind kind) {
  if (!is_unit_of(kind, unit)) return std::nullopt;
  return over_what_is_meant(from, to, finest(kind), unit, whole_periods);
}

}  // namespace cramp::time
