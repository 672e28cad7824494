#pragma once
// CQL Date, DateTime and Time: calendar values with a precision (CQL 1.5 §Date and Time Operators,
// Appendix B). Trivially copyable.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cramp::time {

/// Ordered from coarse to fine; kWeek is a unit only, never the precision of a value.
enum class Precision : std::uint8_t {
  kNone, kYear, kMonth, kWeek, kDay, kHour, kMinute, kSecond, kMillisecond
};

/// "Year", "year" or "years" -> kYear, and so on; kNone for anything else.
Precision precision_from(std::string_view name);
std::string_view name(Precision precision);

/// One struct for the three types; which one it is, is known where it is used. A component finer
/// than `precision` is at its minimum. A Time has year..day at 1-01-01.
struct Temporal {
  std::int16_t year = 1;
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;
  Precision precision = Precision::kNone;
  std::uint16_t millisecond = 0;
  std::int16_t offset_minutes = 0;  ///< DateTime only: offset from UTC
};

/// Texts as FHIR, CQL literals and `ToDate`/`ToDateTime`/`ToTime` write them, to any precision.
/// A DateTime without an offset gets `default_offset`. Nothing when the text or a component is wrong
/// (30 February, hour 24, year 0).
std::optional<Temporal> parse_date(std::string_view text);
std::optional<Temporal> parse_datetime(std::string_view text, std::int16_t default_offset);
std::optional<Temporal> parse_time(std::string_view text);  ///< with or without leading 'T'

std::string date_text(const Temporal& date);          ///< "2020-01"
std::string datetime_text(const Temporal& datetime);  ///< "2020-01-01T10:00:00.000+00:00"
std::string time_text(const Temporal& time);          ///< "10:30:00.000"

/// Days since 1970-01-01 of the value's own calendar date (no offset applied).
std::int64_t day_number(const Temporal& date);
Temporal date_from_day_number(std::int64_t days);
int days_in_month(int year, int month);

/// Milliseconds since the epoch in UTC, missing components at their minimum.
std::int64_t instant(const Temporal& datetime);
/// The DateTime of an instant at this offset, to the millisecond.
Temporal from_instant(std::int64_t milliseconds, std::int16_t offset_minutes);
/// The same moment seen at another offset; a value with no hour is returned unchanged.
Temporal at_offset(const Temporal& datetime, std::int16_t offset_minutes);

/// -1, 0, 1, or nothing when it is uncertain: one of the two lacks a component before a difference
/// shows (CQL 1.5 §Comparing Dates and Times). DateTimes of different offset are normalised first.
/// `precision` limits the comparison (kNone: as far as both go, both must then be equally precise).
std::optional<int> compare(const Temporal& a, const Temporal& b, Precision precision);

/// Adds `amount` of `unit` (truncated to the value's precision first, month ends clamped):
/// CQL 1.5 §Add (Date/Time). Nothing when the result leaves year 1..9999.
std::optional<Temporal> add(const Temporal& value, std::int64_t amount, Precision unit);

/// A value in a possible range, when components are missing.
struct Range {
  std::int64_t low;
  std::int64_t high;
};

/// Boundaries crossed between the two (CQL `difference in X between`).
std::optional<Range> difference(const Temporal& from, const Temporal& to, Precision unit);
/// Whole periods between the two (CQL `X between`, `duration in X between`).
std::optional<Range> duration(const Temporal& from, const Temporal& to, Precision unit);

}  // namespace cramp::time
