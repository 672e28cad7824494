#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace cramp::cli {

namespace {
constexpr std::chrono::milliseconds kBetween(200);
constexpr const char* kClearLine = "\r\x1b[K";
}  // namespace

Progress::Progress()
    : is_shown_(isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0),
      begun_(Clock::now()),
      last_(begun_) {}

Progress::~Progress() {
  if (is_shown_) std::fputs(kClearLine, stderr);
}

void Progress::show(std::size_t patients, double share) {
  if (!is_shown_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_ < kBetween) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  std::string line = fmt::format("{}{} patients, {:.0f} a second", kClearLine, patients,
                                 static_cast<double>(patients) / seconds);
  if (share >= 0) line += fmt::format(", {:.0f} %", share * 100);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace cramp::cli
