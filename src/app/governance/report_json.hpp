#pragma once
#include <span>
#include <string>
#include <string_view>

#include "store/report.hpp"

namespace cramp::app {

/// A report as series: for each group one number a week, in the order of `weeks`; a series of zeros
/// is left out. Format: docs/governance.md.
std::string report_json(const store::Report& report, std::span<const store::Millis> edges,
                        std::string_view source, store::Millis now);

}  // namespace cramp::app
