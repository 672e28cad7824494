#pragma once
// Work on many patients with all cores, in a memory that does not depend on how many there are.

#include <cstddef>
#include <functional>
#include <string>

#include "cli/charts.hpp"

namespace cramp::cli {

/// Calls `work` for each chart, on `threads` threads besides the caller's (0 or 1: on the
/// caller's), and `use` with its results on the caller's thread, in the order of the charts. At
/// most a few charts for each thread are held at a time. An exception of `work` or `use` ends it.
void for_each_chart(Charts& charts, unsigned threads,
                    const std::function<std::string(const Chart&)>& work,
                    const std::function<void(const std::string&)>& use);

}  // namespace cramp::cli
