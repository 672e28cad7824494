#pragma once
// The outside world's time behind an interface, so that tests and `--now` can stand in for it.

#include <chrono>
#include <cstdint>

namespace cramp::base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  /// Minutes that the local time of patients and clinicians is ahead of UTC at this instant:
  /// "today" is a local day.
  virtual std::int16_t offset_minutes(Instant instant) const = 0;
};

/// The system's clock and time zone (TZ). Any thread.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  std::int16_t offset_minutes(Instant instant) const override;
};

}  // namespace cramp::base
