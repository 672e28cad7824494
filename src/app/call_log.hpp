#pragma once
#include "app/call_record.hpp"
#include "app/log.hpp"

namespace cramp::app {

/// The lines of one request: what was lost to the content, and how it went.
void log_call(Log& log, const CallRecord& call, bool calls);

}  // namespace cramp::app
