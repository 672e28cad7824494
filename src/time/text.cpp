#include <array>

#include "time/temporal.hpp"

namespace cramp::time {

namespace {

/// Room for the longest text, "2020-01-01T10:00:00.000+00:00".
class Writer {
 public:
  void put(char c) { buffer_[size_++] = c; }

  void put(int value, int digits) {
    for (int place = digits - 1; place >= 0; --place, value /= 10) {
      buffer_[size_ + static_cast<std::size_t>(place)] = static_cast<char>('0' + value % 10);
    }
    size_ += static_cast<std::size_t>(digits);
  }

  std::string text() const { return std::string(buffer_.data(), size_); }

 private:
  std::array<char, 32> buffer_;
  std::size_t size_ = 0;
};

void put_date(Writer& out, const Temporal& value) {
  out.put(value.year, 4);
  if (value.precision < Precision::kMonth) return;
  out.put('-');
  out.put(value.month, 2);
  if (value.precision < Precision::kDay) return;
  out.put('-');
  out.put(value.day, 2);
}

void put_time(Writer& out, const Temporal& value) {
  out.put(value.hour, 2);
  if (value.precision < Precision::kMinute) return;
  out.put(':');
  out.put(value.minute, 2);
  if (value.precision < Precision::kSecond) return;
  out.put(':');
  out.put(value.second, 2);
  if (value.precision < Precision::kMillisecond) return;
  out.put('.');
  out.put(value.millisecond, 3);
}

void put_offset(Writer& out, int minutes) {
  out.put(minutes < 0 ? '-' : '+');
  const int distance = minutes < 0 ? -minutes : minutes;
  out.put(distance / 60, 2);
  out.put(':');
  out.put(distance % 60, 2);
}

std::string datetime_text(const Temporal& datetime, bool with_offset) {
  Writer out;
  put_date(out, datetime);
  if (datetime.precision >= Precision::kHour) {
    out.put('T');
    put_time(out, datetime);
    if (with_offset) put_offset(out, datetime.offset_minutes);
  }
  return out.text();
}

}  // namespace

std::string date_text(const Temporal& date) {
  Writer out;
  put_date(out, date);
  return out.text();
}

std::string datetime_text(const Temporal& datetime) {
  return datetime_text(datetime, true);
}

std::string stated_datetime_text(const Temporal& datetime) {
  return datetime_text(datetime, !datetime.offset_assumed);
}

std::string time_text(const Temporal& time) {
  Writer out;
  put_time(out, time);
  return out.text();
}

}  // namespace cramp::time
