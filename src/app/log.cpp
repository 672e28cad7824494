#include "app/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "app/config/values.hpp"
#include "cdshooks/json_text.hpp"

namespace cramp::app {

namespace {

/// How long a line may wait for others to go with it.
constexpr std::chrono::milliseconds kGather{20};

/// RFC 3339 in UTC with milliseconds.
void append_time(std::string& out) {
  using namespace std::chrono;
  const auto now = floor<milliseconds>(system_clock::now());
  const auto day = floor<days>(now);
  const year_month_day date(day);
  const hh_mm_ss time(now - day);
  const auto digits = [&out](std::int64_t value, int width, char after) {
    for (std::int64_t unit = width == 4 ? 1000 : (width == 3 ? 100 : 10); unit > 0; unit /= 10)
      out += static_cast<char>('0' + value / unit % 10);
    out += after;
  };
  digits(static_cast<int>(date.year()), 4, '-');
  digits(static_cast<unsigned>(date.month()), 2, '-');
  digits(static_cast<unsigned>(date.day()), 2, 'T');
  digits(time.hours().count(), 2, ':');
  digits(time.minutes().count(), 2, ':');
  digits(time.seconds().count(), 2, '.');
  digits(time.subseconds().count(), 3, 'Z');
}

/// Ids and names, which is nearly all that is ever logged, need no escaping.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads any more; there is nowhere to say so
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Log::Log(int descriptor, unsigned queue)
    : descriptor_(descriptor), queue_(queue), thread_([this] { run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

void Log::write(std::string line) {
  line += '\n';
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (count_ >= queue_) {
      ++dropped_;
      return;
    }
    first = count_++ == 0;
    lines_ += line;
  }
  if (first) waiting_.notify_one();
}

void Log::run() {
  std::string lines;
  std::unique_lock lock(mutex_);
  for (;;) {
    waiting_.wait(lock, [this] { return ending_ || count_ > 0; });
    waiting_.wait_for(lock, kGather, [this] { return ending_; });
    lines.swap(lines_);
    lock.unlock();
    write_all(descriptor_, lines);
    lines.clear();
    lock.lock();
    // Only now: lines that are being written count as waiting.
    count_ = static_cast<unsigned>(std::count(lines_.begin(), lines_.end(), '\n'));
    if (ending_ && count_ == 0) return;
  }
}

LogLine::LogLine(Log& log, LogLevel level, std::string_view event)
    : log_(log), wanted_(log.wants(level)) {
  if (!wanted_) return;
  line_.reserve(512);
  line_ = "{\"time\":\"";
  append_time(line_);
  line_.append("\",\"level\":\"").append(word(level)).append("\"");
  text("event", event);
}

LogLine::~LogLine() {
  if (!wanted_) return;
  line_ += '}';
  log_.write(std::move(line_));
}

void LogLine::begin_member(std::string_view name) {
  line_.append(",\"").append(name).append("\":");
}

LogLine& LogLine::text(std::string_view name, std::string_view value) {
  if (!wanted_ || value.empty()) return *this;
  begin_member(name);
  if (is_plain(value)) {
    line_.append("\"").append(value).append("\"");
  } else {
    cdshooks::append_string(line_, value);
  }
  return *this;
}

LogLine& LogLine::number(std::string_view name, std::uint64_t value) {
  if (!wanted_) return *this;
  begin_member(name);
  const fmt::format_int digits(value);
  line_.append(digits.data(), digits.size());
  return *this;
}

LogLine& LogLine::json(std::string_view name, std::string_view value) {
  if (!wanted_) return *this;
  begin_member(name);
  line_ += value;
  return *this;
}

}  // namespace cramp::app
