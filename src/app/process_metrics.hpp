#pragma once
// The process_* metrics that Prometheus' own libraries give, so that common dashboards work.

#include <string_view>
#include <vector>

namespace cramp::app {

struct ProcessValue {
  std::string_view name, help;
  bool counts;  ///< only grows
  double value;
};

/// From /proc/self; what cannot be read is left out.
std::vector<ProcessValue> process_values();

}  // namespace cramp::app
