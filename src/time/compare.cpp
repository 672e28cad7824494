#include <algorithm>

#include "time/wall.hpp"

namespace cramp::time {

namespace {

/// Components side by side, coarse to fine, so that the order of keys is the order of values.
std::uint64_t key(const Temporal& value) {
  return static_cast<std::uint64_t>(value.year) << 36 | std::uint64_t{value.month} << 32 |
         std::uint64_t{value.day} << 27 | std::uint64_t{value.hour} << 22 |
         std::uint64_t{value.minute} << 16 | std::uint64_t{value.second} << 10 | value.millisecond;
}

/// How many bits of a key lie below a precision.
constexpr std::array<int, 9> kBitsBelow = {0, 36, 32, 0, 27, 22, 16, 10, 0};

template <class T>
int order(T a, T b) {
  return a < b ? -1 : (a > b ? 1 : 0);
}

std::optional<int> compare_components(const Temporal& a, const Temporal& b, Precision limit) {
  Precision common = std::min(a.precision, b.precision);
  if (limit != Precision::kNone) common = std::min(common, limit);
  if (common == Precision::kSecond && limit == Precision::kNone) return order(key(a), key(b));
  const int bits = kBitsBelow[static_cast<std::size_t>(common)];
  const int result = order(key(a) >> bits, key(b) >> bits);
  if (result != 0) return result;
  if (limit == Precision::kNone ? a.precision == b.precision : common == limit) return 0;
  return std::nullopt;
}

/// For an hour without minutes seen at half an hour's distance: it lies across two hours.
std::optional<int> compare_ranges(const Temporal& a, const Temporal& b) {
  constexpr Precision kFull = Precision::kMillisecond;
  if (instant(latest(a, kFull)) < instant(earliest(b, kFull))) return -1;
  if (instant(earliest(a, kFull)) > instant(latest(b, kFull))) return 1;
  return std::nullopt;
}

std::optional<int> compare_offsets(const Temporal& a, const Temporal& b, Precision limit) {
  const bool whole_hours = (a.offset_minutes - b.offset_minutes) % 60 == 0;
  const bool bare_hour = a.precision == Precision::kHour || b.precision == Precision::kHour;
  if (bare_hour && !whole_hours) return compare_ranges(a, b);
  // A value without an hour cannot be moved, so the other one is.
  if (b.precision < Precision::kHour) {
    return compare_components(at_offset(a, b.offset_minutes), b, limit);
  }
  return compare_components(a, at_offset(b, a.offset_minutes), limit);
}

}  // namespace

std::optional<int> compare_partial_dates(const Temporal& a, const Temporal& b,
                                         Precision precision) {
  if (precision == Precision::kWeek) return std::nullopt;
  return compare_components(a, b, precision);
}

std::optional<int> compare(const Temporal& a, const Temporal& b, Precision precision) {
  if (precision == Precision::kWeek) return std::nullopt;
  const bool coarse = precision != Precision::kNone && precision <= Precision::kDay;
  if (a.offset_minutes == b.offset_minutes || coarse) return compare_components(a, b, precision);
  return compare_offsets(a, b, precision);
}

}  // namespace cramp::time
