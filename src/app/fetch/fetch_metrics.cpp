#include "app/fetch/fetch_metrics.hpp"

namespace cramp::app {

void record_fetches(Metrics& metrics, const CallRecord& call) {
  if (!call.no_fetch.empty()) {
    metrics.add("cramp_fhir_not_contacted_total", "Calls whose fhirServer was left alone",
                {{"client", call.client}, {"reason", call.no_fetch}});
  }
  for (const FetchRecord& fetch : call.fetches) {
    metrics.add("cramp_fhir_fetches_total", "Prefetch keys fetched, and how that ended",
                {{"service", call.service}, {"key", fetch.key}, {"outcome", fetch.outcome}});
    metrics.add("cramp_fhir_fetch_seconds_total", "Time that fetching took",
                {{"service", call.service}, {"key", fetch.key}},
                std::chrono::duration<double>(fetch.time).count());
    metrics.add("cramp_fhir_pages_total", "Answers that were read",
                {{"service", call.service}, {"key", fetch.key}}, fetch.pages);
  }
}

void publish(Metrics& metrics, const net::HttpClientStatistics& statistics) {
  const auto number = [](const auto& count) { return static_cast<double>(count.load()); };
  const auto exchange = [&](std::string_view on, const auto& count) {
    metrics.follow("cramp_fhir_exchanges_total", "Exchanges with FHIR servers",
                   {{"connection", on}}, number(count));
  };
  exchange("new", statistics.opened);
  exchange("kept", statistics.reused);
  exchange("closed", statistics.repeated);
  metrics.follow("cramp_fhir_bytes_total", "Bytes of answers as they came", {},
                 number(statistics.bytes));
  metrics.set("cramp_fhir_connections", "Connections to FHIR servers, in use and kept", {},
              number(statistics.open));
  metrics.set("cramp_fhir_waiting", "Queries that wait for a connection", {},
              number(statistics.waiting));
}

}  // namespace cramp::app
