#pragma once
#include "app/metrics.hpp"
#include "net/http_client.hpp"

namespace cramp::app {

/// Counts what a call fetched. Any thread.
void record_fetches(Metrics& metrics, const CallRecord& call);
/// What the client counts for itself.
void publish(Metrics& metrics, const net::HttpClientStatistics& statistics);

}  // namespace cramp::app
