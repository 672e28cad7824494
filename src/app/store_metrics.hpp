#pragma once
#include "app/metrics.hpp"
#include "store/memory.hpp"

namespace cramp::app {

/// Brings the cramp_store_* metrics up to date. One thread at a time.
void follow_store(Metrics& metrics, const store::Memory& memory);

}  // namespace cramp::app
