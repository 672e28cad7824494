#include "app/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>

#include "app/config/values.hpp"
#include "cdshooks/json_text.hpp"

namespace cramp::app {

namespace {

/// How long a line may wait for others to go with it.
constexpr std::chrono::milliseconds kGather{20};

void append_time(std::string& out) {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                 utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                 utc.tm_sec,
                 std::chrono::duration_cast<std::chrono::milliseconds>(now - seconds).count());
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

LogLine& LogLine::text(std::string_view name, std::string_view value) {
  if (wanted_) cdshooks::append_member(line_, name, value);
  return *this;
}

}  // namespace cramp::app
