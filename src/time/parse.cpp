#include "time/temporal.hpp"

namespace cramp::time {

namespace {

constexpr int kMaxOffsetMinutes = 14 * 60;

/// Reads fixed numbers of digits and single characters from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }
  bool next_is(char c) const { return at_ != end_ && *at_ == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }

  /// Exactly two digits with a value in low..high, else -1.
  int two(int low, int high) {
    if (end_ - at_ < 2) return -1;
    const int tens = at_[0] - '0';
    const int ones = at_[1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
    at_ += 2;
    const int value = tens * 10 + ones;
    return value < low || value > high ? -1 : value;
  }

  /// One or more digits of a second's fraction as milliseconds, else -1.
  int fraction() {
    int milliseconds = 0;
    int weight = 100;
    const char* const start = at_;
    for (; at_ != end_ && *at_ >= '0' && *at_ <= '9'; ++at_, weight /= 10) {
      milliseconds += (*at_ - '0') * weight;
    }
    return at_ == start ? -1 : milliseconds;
  }

 private:
  const char* at_;
  const char* end_;
};

bool read_date(Reader& in, Temporal& out) {
  const int century = in.two(0, 99);
  const int rest = in.two(0, 99);
  if (century < 0 || rest < 0 || century + rest == 0) return false;
  const int year = century * 100 + rest;
  out.year = static_cast<std::int16_t>(year);
  out.precision = Precision::kYear;
  if (!in.take('-')) return true;
  const int month = in.two(1, 12);
  if (month < 0) return false;
  out.month = static_cast<std::uint8_t>(month);
  out.precision = Precision::kMonth;
  if (!in.take('-')) return true;
  const int day = in.two(1, days_in_month(year, month));
  if (day < 0) return false;
  out.day = static_cast<std::uint8_t>(day);
  out.precision = Precision::kDay;
  return true;
}

bool read_time(Reader& in, Temporal& out) {
  const int hour = in.two(0, 23);
  if (hour < 0) return false;
  out.hour = static_cast<std::uint8_t>(hour);
  out.precision = Precision::kHour;
  if (!in.take(':')) return true;
  const int minute = in.two(0, 59);
  if (minute < 0) return false;
  out.minute = static_cast<std::uint8_t>(minute);
  out.precision = Precision::kMinute;
  if (!in.take(':')) return true;
  const int second = in.two(0, 59);
  if (second < 0) return false;
  out.second = static_cast<std::uint8_t>(second);
  out.precision = Precision::kSecond;
  if (!in.take('.')) return true;
  const int millisecond = in.fraction();
  if (millisecond < 0) return false;
  out.millisecond = static_cast<std::uint16_t>(millisecond);
  out.precision = Precision::kMillisecond;
  return true;
}

/// What follows the time: nothing, 'Z' or an offset.
bool read_offset(Reader& in, Temporal& out) {
  if (in.done()) return true;
  out.offset_assumed = false;
  if (in.take('Z')) {
    out.offset_minutes = 0;
    return in.done();
  }
  const bool west = in.take('-');
  if (!west && !in.take('+')) return false;
  const int hours = in.two(0, 14);
  if (hours < 0 || !in.take(':')) return false;
  const int minutes = in.two(0, 59);
  const int total = hours * 60 + minutes;
  if (minutes < 0 || total > kMaxOffsetMinutes) return false;
  out.offset_minutes = static_cast<std::int16_t>(west ? -total : total);
  return in.done();
}

}  // namespace

std::optional<Temporal> parse_date(std::string_view text) {
  Reader in(text);
  Temporal value;
  if (!read_date(in, value) || !in.done()) return std::nullopt;
  return value;
}

std::optional<Temporal> parse_datetime(std::string_view text, std::int16_t default_offset) {
  Reader in(text);
  Temporal value;
  value.offset_minutes = default_offset;
  value.offset_assumed = true;
  if (!read_date(in, value)) return std::nullopt;
  if (in.take('T') && !in.done()) {
    if (value.precision != Precision::kDay) return std::nullopt;
    if (!read_time(in, value) || !read_offset(in, value)) return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  return value;
}

std::optional<Temporal> parse_time(std::string_view text) {
  Reader in(text);
  Temporal value;
  in.take('T');
  if (!read_time(in, value) || !in.done()) return std::nullopt;
  return value;
}

}  // namespace cramp::time
