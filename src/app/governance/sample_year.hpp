#pragma once
#include <span>

#include "store/report.hpp"

namespace cramp::app {

/// A generated year that ends with the week of `now`: two clients, all hooks, two versions of the
/// rules, one rule that goes quiet with the second version and one that goes loud at one client.
/// The same figures at every call, week by week counted back from `now`. No patient and no call
/// stands behind it, and nothing of it is ever stored.
store::Report sample_report(std::span<const store::Millis> edges, store::Millis now);

}  // namespace cramp::app
