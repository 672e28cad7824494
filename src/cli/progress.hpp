#pragma once
// "1234 patients, 12 %": one line on the terminal that is written again and again.

#include <chrono>
#include <cstddef>

namespace cramp::cli {

/// Silent unless standard error is a terminal and standard output is not: there the results would
/// be written over it.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `share` from 0 to 1, or negative when it is not known.
  void show(std::size_t patients, double share);

 private:
  using Clock = std::chrono::steady_clock;

  bool is_shown_;
  Clock::time_point begun_, last_;
};

}  // namespace cramp::cli
