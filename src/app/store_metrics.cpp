#include "app/store_metrics.hpp"

namespace cramp::app {

void follow_store(Metrics& metrics, const store::Memory& memory) {
  const store::Statistics& store = memory.statistics();
  const auto count = [](const store::Statistics::Count& value) {
    return static_cast<double>(value.load());
  };
  const auto calls = [&](std::string_view result, const store::Statistics::Count& value) {
    metrics.follow("cramp_store_calls_total", "Records of calls", {{"result", result}},
                   count(value));
  };
  const auto failures = [&](std::string_view operation, const store::Statistics::Count& value) {
    metrics.follow("cramp_store_failures_total", "What the database refused or did not answer",
                   {{"operation", operation}}, count(value));
  };
  metrics.set("cramp_store_up", "Whether the database answers", {}, memory.healthy() ? 1 : 0);
  metrics.set("cramp_store_waiting", "Records that wait for the database", {},
              static_cast<double>(memory.waiting()));
  metrics.follow("cramp_store_groups_total", "Commits that wrote records of calls", {},
                 count(store.groups));
  metrics.follow("cramp_store_purged_total", "Rows that were older than the retention", {},
                 count(store.purged));
  calls("written", store.calls_written);
  calls("dropped", store.calls_dropped);
  failures("write", store.write_failures);
  failures("feedback", store.feedback_failures);
  failures("lookup", store.lookup_failures);
  failures("token", store.token_failures);
  failures("report", store.report_failures);
}

}  // namespace cramp::app
