#include "base/clock.hpp"

#include <ctime>

namespace cramp::base {

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::int16_t SystemClock::offset_minutes(Instant instant) const {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
  std::tm local{};
  localtime_r(&seconds, &local);
  return static_cast<std::int16_t>(local.tm_gmtoff / 60);
}

}  // namespace cramp::base
