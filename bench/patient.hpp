#pragma once
// Synthetic patients of any size: the same facts each time, and as much ordinary chart as wanted.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "json/value.hpp"

namespace cramp::bench {

/// What the rules find in a chart.
enum class Case : std::uint8_t {
  kTreated,   ///< recurrent cramps, diabetes, reduced kidney function, a thiazide, a statin
  kBenign,    ///< cramps, and nothing that may be behind them
  kNoCramps,  ///< what kTreated has, without the cramps: what most calls are about
};

/// At least `bytes` of FHIR JSON, filled with laboratory results dated back from `now`.
/// Deterministic but for the dates.
std::vector<json::Value> make_patient(Case of, std::size_t bytes, base::Instant now);

}  // namespace cramp::bench
