#include "app/process_metrics.hpp"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace cramp::app {

std::vector<ProcessValue> process_values() {
  std::vector<ProcessValue> values;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  values.push_back({"process_cpu_seconds_total", "User and system CPU time", true,
                    seconds(usage.ru_utime) + seconds(usage.ru_stime)});
  std::ifstream statm("/proc/self/statm");
  long size = 0;
  long resident = 0;
  if (statm >> size >> resident) {
    values.push_back({"process_resident_memory_bytes", "Resident memory", false,
                      static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE))});
  }
  std::error_code error;
  const std::filesystem::directory_iterator descriptors("/proc/self/fd", error);
  if (!error) {
    values.push_back({"process_open_fds", "Open file descriptors", false,
                      static_cast<double>(std::distance(begin(descriptors), end(descriptors)))});
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  values.push_back(
      {"process_max_fds", "Most file descriptors", false, static_cast<double>(limit.rlim_cur)});
  return values;
}

}  // namespace cramp::app
