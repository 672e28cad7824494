#include "time/temporal.hpp"

#include "time/wall.hpp"

namespace cramp::time {

namespace {

constexpr std::array<std::string_view, 9> kNames = {"",     "year",   "month",  "week",       "day",
                                                    "hour", "minute", "second", "millisecond"};

}  // namespace

Precision precision_from(std::string_view text) {
  if (text.size() < 3) return Precision::kNone;
  if (text.back() == 's') text.remove_suffix(1);
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    const std::string_view name = kNames[i];
    const bool initial = text.front() == name.front() || text.front() == name.front() - 'a' + 'A';
    if (initial && text.substr(1) == name.substr(1)) return static_cast<Precision>(i);
  }
  return Precision::kNone;
}

std::string_view name(Precision precision) {
  return kNames[static_cast<std::size_t>(precision)];
}

std::int64_t day_number(const Temporal& date) {
  return days_from_civil(date.year, date.month, date.day);
}

Temporal date_from_day_number(std::int64_t days) {
  return truncated(from_wall(days * kMillisecondsPerDay), Precision::kDay);
}

std::int64_t instant(const Temporal& datetime) {
  return wall(datetime) - datetime.offset_minutes * kMillisecondsPerMinute;
}

Temporal from_instant(std::int64_t milliseconds, std::int16_t offset_minutes) {
  Temporal value = from_wall(milliseconds + offset_minutes * kMillisecondsPerMinute);
  value.offset_minutes = offset_minutes;
  return value;
}

Temporal at_offset(const Temporal& datetime, std::int16_t offset_minutes) {
  if (datetime.precision < Precision::kHour) return datetime;
  return truncated(from_instant(instant(datetime), offset_minutes), datetime.precision);
}

Temporal truncated(const Temporal& value, Precision precision) {
  if (value.precision <= precision) return value;
  Temporal result;
  result.offset_minutes = value.offset_minutes;
  result.offset_assumed = value.offset_assumed;
  result.precision = precision;
  result.year = value.year;
  if (precision >= Precision::kMonth) result.month = value.month;
  if (precision >= Precision::kDay) result.day = value.day;
  if (precision >= Precision::kHour) result.hour = value.hour;
  if (precision >= Precision::kMinute) result.minute = value.minute;
  if (precision >= Precision::kSecond) result.second = value.second;
  return result;
}

Temporal earliest(const Temporal& value, Precision precision) {
  Temporal result = truncated(value, precision);
  result.precision = precision;
  return result;
}

Temporal latest(const Temporal& value, Precision precision) {
  Temporal result = truncated(value, precision);
  const auto missing = [&](Precision component) {
    return result.precision < component && component <= precision;
  };
  if (missing(Precision::kMonth)) result.month = 12;
  if (missing(Precision::kDay)) {
    result.day = static_cast<std::uint8_t>(days_in_month(result.year, result.month));
  }
  if (missing(Precision::kHour)) result.hour = 23;
  if (missing(Precision::kMinute)) result.minute = 59;
  if (missing(Precision::kSecond)) result.second = 59;
  if (missing(Precision::kMillisecond)) result.millisecond = 999;
  result.precision = precision;
  return result;
}

Temporal min_value(Kind kind) {
  Temporal value;
  value.precision = finest(kind);
  return value;
}

Temporal max_value(Kind kind) {
  Temporal value;
  value.precision = kind == Kind::kTime ? Precision::kDay : Precision::kYear;
  if (kind != Kind::kTime) value.year = kMaxYear;
  return latest(value, finest(kind));
}

}  // namespace cramp::time
