#pragma once
// A synthetic patient of any size: the same facts each time, and as much ordinary chart as wanted.

#include <cstddef>
#include <vector>

#include "base/clock.hpp"
#include "json/value.hpp"

namespace cramp::bench {

/// At least `bytes` of FHIR JSON: recurrent cramps, diabetes, reduced kidney function, a thiazide,
/// a statin, and laboratory results dated back from `now`. Deterministic but for the dates.
std::vector<json::Value> make_patient(std::size_t bytes, base::Instant now);

}  // namespace cramp::bench
