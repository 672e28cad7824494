#pragma once
// CQL Date, DateTime and Time: calendar values with a precision (CQL 1.5 §Date and Time Operators,
// Appendix B). Trivially copyable.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "time/civil.hpp"

namespace cramp::time {

/// Ordered from coarse to fine; kWeek is a unit only, never the precision of a value.
enum class Precision : std::uint8_t {
  kNone,
  kYear,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond
};

/// "Year", "year" or "years" -> kYear, and so on; kNone for anything else.
Precision precision_from(std::string_view name);
/// "year" .. "millisecond"; empty for kNone.
std::string_view name(Precision precision);

/// The CQL type of a value, where an operation differs between them.
enum class Kind : std::uint8_t { kDate, kDateTime, kTime };

/// The finest precision of the type: kDay or kMillisecond.
constexpr Precision finest(Kind kind) {
  return kind == Kind::kDate ? Precision::kDay : Precision::kMillisecond;
}

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
  bool offset_assumed = false;      ///< DateTime only: nothing stated it, so it is the evaluation's

  /// The same components; not CQL equality, for which see compare().
  friend bool operator==(const Temporal&, const Temporal&) = default;
};

/// Texts as FHIR, CQL literals (without '@') and `ToDate`/`ToDateTime`/`ToTime` write them, to any
/// precision; a DateTime of no hour may end in 'T'. Fractions of a second are truncated to
/// milliseconds. A DateTime without an offset is assumed to be at `default_offset`. Nothing when
/// the text or a component is wrong (30 February, hour 24, year 0, offset past 14 hours).
std::optional<Temporal> parse_date(std::string_view text);
std::optional<Temporal> parse_datetime(std::string_view text, std::int16_t default_offset);
std::optional<Temporal> parse_time(std::string_view text);  ///< with or without leading 'T'

std::string date_text(const Temporal& date);          ///< "2020-01"
std::string datetime_text(const Temporal& datetime);  ///< "2020-01-01T10:00:00.000+00:00"
/// The same, without an offset that is assumed.
std::string stated_datetime_text(const Temporal& datetime);
std::string time_text(const Temporal& time);  ///< "10:30:00.000"

/// Days since 1970-01-01 of the value's own calendar date (no offset applied).
std::int64_t day_number(const Temporal& date);
Temporal date_from_day_number(std::int64_t days);

/// Milliseconds since the epoch in UTC, missing components at their minimum.
std::int64_t instant(const Temporal& datetime);
/// The DateTime of an instant at this offset, to the millisecond. The caller sees to it that the
/// instant is within years 0..10000.
Temporal from_instant(std::int64_t milliseconds, std::int16_t offset_minutes);
/// The same moment seen at another offset; a value with no hour is returned unchanged.
Temporal at_offset(const Temporal& datetime, std::int16_t offset_minutes);

/// `value` cut off at `precision`; unchanged where it is not finer. kDay makes a DateTime a date.
Temporal truncated(const Temporal& value, Precision precision);
/// The first and the last moment that `value` can mean, to `precision` (not kWeek): a year to kDay
/// is 1 January and 31 December. A value that is finer is cut off.
Temporal earliest(const Temporal& value, Precision precision);
Temporal latest(const Temporal& value, Precision precision);

/// `minimum Date` and so on (CQL 1.5 §Minimum, §Maximum); a DateTime is at offset 0.
Temporal min_value(Kind kind);
Temporal max_value(Kind kind);
/// One step of the value's own precision; nothing past the limits (CQL 1.5 §Successor).
std::optional<Temporal> successor(const Temporal& value, Kind kind);
std::optional<Temporal> predecessor(const Temporal& value, Kind kind);

/// -1, 0, 1, or nothing when it is uncertain: one of the two lacks a component before a difference
/// shows (CQL 1.5 §Same As, §Before). `precision` limits the comparison; kNone means as far as both
/// go, and both must then be equally precise; kWeek gives nothing. DateTimes of different offset
/// are brought to the offset of one of them, but not when the limit is a day or coarser. Seconds
/// without milliseconds count as .000, since the two are one decimal component, but not when the
/// limit is the millisecond (Author's Guide, Comparing Dates and Times).
std::optional<int> compare(const Temporal& a, const Temporal& b, Precision precision);

/// The same of two Dates, whose offsets do not count.
std::optional<int> compare_partial_dates(const Temporal& a, const Temporal& b, Precision precision);
inline std::optional<int> compare_dates(const Temporal& a, const Temporal& b, Precision precision) {
  const bool whole = a.precision == Precision::kDay && b.precision == Precision::kDay;
  if (!whole || (precision != Precision::kNone && precision != Precision::kDay)) {
    return compare_partial_dates(a, b, precision);
  }
  const auto key = [](const Temporal& date) {
    return static_cast<int>(date.year) << 9 | date.month << 5 | date.day;
  };
  return key(a) < key(b) ? -1 : static_cast<int>(key(a) > key(b));
}

/// Adds `amount` of `unit`, month ends clamped (CQL 1.5 §Add). A unit finer than the value is
/// converted to its precision first, truncating: 24 hours, 30 days, 365 days, 12 months. Nothing
/// when the result leaves year 1..9999. A Time wraps around midnight and takes units of hours and
/// finer.
std::optional<Temporal> add(const Temporal& value, std::int64_t amount, Precision unit,
                            Kind kind = Kind::kDateTime);

/// A value in a possible range, when components are missing.
struct Range {
  std::int64_t low;
  std::int64_t high;

  friend bool operator==(const Range&, const Range&) = default;
};

/// Boundaries crossed between the two (CQL `difference in X between`), weeks beginning on Sunday.
/// Days and coarser count on the calendar of each value; hours and finer at the offset of `from`.
/// Seconds without milliseconds count as .000, but in milliseconds as any of that second.
std::optional<Range> difference(const Temporal& from, const Temporal& to, Precision unit);
/// Whole periods between the two (CQL `X between`, `duration in X between`), by elapsed time at the
/// offset of `from`. A DateTime of a day can mean any time of it, a Date cannot: hence the kind.
std::optional<Range> duration(const Temporal& from, const Temporal& to, Precision unit,
                              Kind kind = Kind::kDateTime);

}  // namespace cramp::time
