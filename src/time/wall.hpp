#pragma once
// A value's components as one number: what the calendar and the clock on the wall say, no offset.

#include <array>

#include "time/temporal.hpp"

namespace cramp::time {

/// Milliseconds of one unit as the conversion to a coarser unit takes them: a month of 30 days and
/// a year of 365 (CQL 1.5 §Add). 0 for kNone.
constexpr std::int64_t unit_length(Precision unit) {
  constexpr std::array<std::int64_t, 9> kLengths = {0,
                                                    365 * kMillisecondsPerDay,
                                                    30 * kMillisecondsPerDay,
                                                    7 * kMillisecondsPerDay,
                                                    kMillisecondsPerDay,
                                                    3'600'000,
                                                    60'000,
                                                    1'000,
                                                    1};
  return kLengths[static_cast<std::size_t>(unit)];
}

inline constexpr std::int64_t kMillisecondsPerMinute = unit_length(Precision::kMinute);

constexpr std::int64_t wall_of_day(const Temporal& value) {
  return ((value.hour * 60 + value.minute) * 60 + value.second) * std::int64_t{1000} +
         value.millisecond;
}

/// Milliseconds since 1970-01-01T00:00 on the wall.
constexpr std::int64_t wall(const Temporal& value) {
  return days_from_civil(value.year, value.month, value.day) * kMillisecondsPerDay +
         wall_of_day(value);
}

/// A full value of no offset.
constexpr Temporal from_wall(std::int64_t milliseconds) {
  const std::int64_t days = floor_divide(milliseconds, kMillisecondsPerDay);
  const auto of_day = static_cast<std::int32_t>(milliseconds - days * kMillisecondsPerDay);
  const CivilDate date = civil_from_days(days);
  Temporal value;
  value.year = static_cast<std::int16_t>(date.year);
  value.month = static_cast<std::uint8_t>(date.month);
  value.day = static_cast<std::uint8_t>(date.day);
  value.hour = static_cast<std::uint8_t>(of_day / 3'600'000);
  value.minute = static_cast<std::uint8_t>(of_day / 60'000 % 60);
  value.second = static_cast<std::uint8_t>(of_day / 1'000 % 60);
  value.millisecond = static_cast<std::uint16_t>(of_day % 1'000);
  value.precision = Precision::kMillisecond;
  return value;
}

}  // namespace cramp::time
