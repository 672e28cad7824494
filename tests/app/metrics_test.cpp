#include "app/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cramp::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

CallRecord sample() {
  CallRecord call;
  call.service = "s";
  call.hook = "patient-view";
  call.client = "ehr";
  call.status = 200;
  call.stages[static_cast<std::size_t>(Stage::kEvaluate)] = std::chrono::microseconds(300);
  call.prefetch = {{"labs", cdshooks::DataState::kAbsent}};
  call.cards = {{"warning", {"rule-a", "rule-b"}}};
  call.withheld = {{"silent", "info", {"rule-c"}}};
  call.failures = {{"action[0]", "Lib.Def", "Lib:1", ""}};
  call.dropped = 3;
  return call;
}

std::string text_of(Metrics& metrics) {
  return metrics.text(net::Statistics{}, 7);
}

TEST(Metrics, CountsWhatACallWas) {
  Metrics metrics(MetricsConfig{}, "1.2.3");
  metrics.record(sample());
  metrics.record(sample());
  EXPECT_THAT(
      text_of(metrics),
      AllOf(
          HasSubstr(
              R"(cramp_requests_total{client="ehr",hook="patient-view",service="s",status="200"} 2)"),
          HasSubstr(R"(cramp_stage_duration_seconds_count{stage="evaluate"} 2)"),
          HasSubstr(R"(cramp_stage_duration_seconds_bucket{stage="evaluate",le="0.00025"} 0)"),
          HasSubstr(R"(cramp_stage_duration_seconds_bucket{stage="evaluate",le="0.0005"} 2)"),
          HasSubstr(R"(cramp_prefetch_keys_total{key="labs",service="s",state="absent"} 2)"),
          HasSubstr(R"(cramp_cards_total{indicator="warning",service="s"} 2)"),
          HasSubstr(R"(cramp_card_rules_total{indicator="warning",rule="rule-b"} 2)"),
          HasSubstr(R"(cramp_cards_withheld_total{reason="silent",rule="rule-c"} 2)"),
          HasSubstr(R"(cramp_content_failures_total{definition="Lib.Def",library="Lib"} 2)"),
          HasSubstr(R"(cramp_foreign_resources_dropped_total{service="s"} 6)"),
          HasSubstr(R"(cramp_build_info{version="1.2.3"} 1)")));
}

TEST(Metrics, FollowsWhatTheListenerCounts) {
  Metrics metrics(MetricsConfig{}, "1");
  net::Statistics statistics;
  statistics.shed = 5;
  statistics.too_large = 2;
  metrics.text(statistics, 7);
  ++statistics.shed;
  EXPECT_THAT(
      metrics.text(statistics, 7),
      AllOf(HasSubstr("cramp_shed_total 6"), HasSubstr(R"(cramp_refused_total{status="413"} 2)"),
            HasSubstr("cramp_log_lines_dropped_total 7"),
            HasSubstr("process_resident_memory_bytes")));
}

TEST(Metrics, NumberOfSeriesIsBounded) {
  Metrics metrics(MetricsConfig{.by_client = true, .series = 20}, "1");
  CallRecord call;
  for (int i = 0; i < 1000; ++i) {
    call.cards = {{"info", {"rule-" + std::to_string(i)}}};
    metrics.record(call);
  }
  const std::string text = text_of(metrics);
  std::size_t rules = 0;
  for (auto at = text.find("cramp_card_rules_total{"); at != std::string::npos;
       at = text.find("cramp_card_rules_total{", at + 1)) {
    ++rules;
  }
  EXPECT_GT(rules, 5U);
  EXPECT_LE(rules, 21U);
  EXPECT_THAT(text, HasSubstr(R"(rule="other")"));
}

TEST(Metrics, ClientsAreCountedOnlyWhereWanted) {
  Metrics metrics(MetricsConfig{}, "1");
  metrics.set_by_client(false);
  metrics.record(sample());
  EXPECT_THAT(text_of(metrics), Not(HasSubstr("ehr")));
}

TEST(Metrics, ReloadsAndCertificates) {
  Metrics metrics(MetricsConfig{}, "1");
  metrics.record_reload(false);
  metrics.set_certificate_expiry(std::chrono::system_clock::from_time_t(1'800'000'000));
  EXPECT_THAT(text_of(metrics),
              AllOf(HasSubstr(R"(cramp_reloads_total{result="ok"} 0)"),
                    HasSubstr(R"(cramp_reloads_total{result="refused"} 1)"),
                    HasSubstr("cramp_last_reload_successful 0"),
                    HasSubstr("cramp_tls_certificate_expiry_timestamp_seconds 1800000000")));
}

}  // namespace
}  // namespace cramp::app
