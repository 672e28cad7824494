#include "app/metrics.hpp"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "app/process_metrics.hpp"

namespace cramp::app {

namespace {

using std::string_view;
using Labels = std::initializer_list<Metrics::Label>;

/// Seconds: from what a small call takes to what a client waits for.
constexpr std::array kBuckets{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                              0.025,   0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   10.0};

prometheus::Histogram::BucketBoundaries buckets() {
  return {kBuckets.begin(), kBuckets.end()};
}

constexpr std::array<string_view, 6> kPrefetchStates{"sent",  "null",   "empty",
                                                     "paged", "failed", "absent"};

struct Hash {
  using is_transparent = void;
  std::size_t operator()(string_view text) const { return std::hash<string_view>()(text); }
};
template <class T>
using Index = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

/// The series of one name by their label values: prometheus-cpp finds one in microseconds.
template <class Metric>
class Family {
 public:
  Family(prometheus::Family<Metric>& family, std::atomic<unsigned>& room)
      : family_(family), room_(room) {}

  Metric& at(Labels labels) {
    thread_local std::string key;
    key.clear();
    for (const auto& label : labels) key.append(label.value).push_back('\n');
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = series_.find(key); found != series_.end()) return *found->second;
    }
    return make(key, labels);
  }

 private:
  Metric& make(const std::string& key, Labels labels) {
    const std::unique_lock lock(mutex_);
    const bool full = room_ == 0;
    if (!full) --room_;
    std::map<std::string, std::string> texts;
    for (const auto& label : labels) {
      texts.emplace(label.name, full ? "other" : std::string(label.value));
    }
    Metric& metric = family_.Add(texts);
    if (!full) series_.emplace(key, &metric);
    return metric;
  }

  prometheus::Family<Metric>& family_;
  std::atomic<unsigned>& room_;
  std::shared_mutex mutex_;
  Index<Metric*> series_;  // under mutex_
};

}  // namespace

struct Metrics::Impl {
  explicit Impl(const MetricsConfig& config) : room(config.series), by_client(config.by_client) {}

  prometheus::Registry registry;
  std::atomic<unsigned> room;
  std::atomic<bool> by_client;
  std::mutex scrape;
  std::shared_mutex mutex;
  Index<std::unique_ptr<Family<prometheus::Counter>>> counters;  // under mutex
  Index<std::unique_ptr<Family<prometheus::Gauge>>> gauges;      // under mutex
  std::array<prometheus::Histogram*, kStageNames.size()> stages{};
  prometheus::Family<prometheus::Histogram>* durations = nullptr;
  Index<prometheus::Histogram*> duration_of;  // under mutex

  // What a call may add to, found once.
  using Counters = Family<prometheus::Counter>;
  Counters& requests = fixed("cramp_requests_total", "Requests");
  Counters& prefetch = fixed("cramp_prefetch_keys_total", "What came for each prefetch key");
  Counters& cards = fixed("cramp_cards_total", "Cards sent");
  Counters& card_rules = fixed("cramp_card_rules_total", "Cards sent, for each rule behind them");
  Counters& withheld = fixed("cramp_cards_withheld_total", "Cards made and not sent");
  Counters& failures =
      fixed("cramp_content_failures_total", "Cards lost to an error in a definition");
  Counters& foreign =
      fixed("cramp_foreign_resources_dropped_total", "Resources of other patients that were sent");

  Counters& fixed(string_view name, string_view help) { return family(counters, name, help); }

  template <class Metric>
  static prometheus::Family<Metric>& build(prometheus::Registry& registry, string_view name,
                                           string_view help) {
    const auto with = [&](auto builder) -> prometheus::Family<Metric>& {
      return builder.Name(std::string(name)).Help(std::string(help)).Register(registry);
    };
    if constexpr (std::is_same_v<Metric, prometheus::Counter>) {
      return with(prometheus::BuildCounter());
    } else {
      return with(prometheus::BuildGauge());
    }
  }

  template <class Metric>
  Family<Metric>& family(Index<std::unique_ptr<Family<Metric>>>& families, string_view name,
                         string_view help) {
    {
      const std::shared_lock lock(mutex);
      if (const auto found = families.find(name); found != families.end()) return *found->second;
    }
    const std::unique_lock lock(mutex);
    auto& place = families[std::string(name)];
    if (!place) {
      place = std::make_unique<Family<Metric>>(build<Metric>(registry, name, help), room);
    }
    return *place;
  }

  prometheus::Counter& counter(string_view name, string_view help, Labels labels) {
    return family(counters, name, help).at(labels);
  }

  prometheus::Histogram& duration(const std::string& service) {
    {
      const std::shared_lock lock(mutex);
      if (const auto found = duration_of.find(service); found != duration_of.end())
        return *found->second;
    }
    const std::unique_lock lock(mutex);
    auto& histogram = durations->Add({{"service", service}}, buckets());
    duration_of.emplace(service, &histogram);
    return histogram;
  }

  void count_cards(const CallRecord& call) {
    for (const CardRecord& card : call.cards) {
      cards.at({{"service", call.service}, {"indicator", card.indicator}}).Increment();
      for (const std::string& rule : card.rules) {
        card_rules.at({{"rule", rule}, {"indicator", card.indicator}}).Increment();
      }
    }
    for (const WithheldCard& card : call.withheld) {
      const string_view rule = card.rules.empty() ? string_view() : string_view(card.rules.front());
      withheld.at({{"reason", card.reason}, {"rule", rule}}).Increment();
    }
  }

  /// A number that somebody else counts.
  void follow(string_view name, string_view help, Labels labels, double value) {
    auto& metric = counter(name, help, labels);
    metric.Increment(value - metric.Value());
  }
};

Metrics::Metrics(const MetricsConfig& config, string_view version)
    : impl_(std::make_unique<Impl>(config)) {
  auto& stages = prometheus::BuildHistogram()
                     .Name("cramp_stage_duration_seconds")
                     .Help("Time of each stage of a call")
                     .Register(impl_->registry);
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    impl_->stages[i] = &stages.Add({{"stage", std::string(kStageNames[i])}}, buckets());
  }
  impl_->durations = &prometheus::BuildHistogram()
                          .Name("cramp_request_duration_seconds")
                          .Help("Time of a call from its first byte to its answer")
                          .Register(impl_->registry);
  set("cramp_build_info", "Version of the program", {{"version", version}}, 1);
  for (const string_view result : {"ok", "refused"}) {
    add("cramp_reloads_total", "Reloads", {{"result", result}}, 0);
  }
}

Metrics::~Metrics() = default;

void Metrics::record(const CallRecord& call) {
  const fmt::format_int status(call.status);
  impl_->requests
      .at({{"service", call.service},
           {"hook", call.hook},
           {"client", impl_->by_client ? string_view(call.client) : string_view()},
           {"status", string_view(status.data(), status.size())}})
      .Increment();
  std::chrono::steady_clock::duration whole{};
  for (std::size_t i = 0; i < call.stages.size(); ++i) {
    if (call.stages[i].count() == 0) continue;
    whole += call.stages[i];
    impl_->stages[i]->Observe(seconds(call.stages[i]));
  }
  impl_->duration(call.service).Observe(seconds(whole));
  for (const auto& [key, state] : call.prefetch) {
    impl_->prefetch
        .at({{"service", call.service},
             {"key", key},
             {"state", kPrefetchStates.at(static_cast<std::size_t>(state))}})
        .Increment();
  }
  impl_->count_cards(call);
  for (const rules::Failure& failure : call.failures) {
    const string_view definition = failure.definition;
    impl_->failures
        .at({{"library", definition.substr(0, definition.find('.'))}, {"definition", definition}})
        .Increment();
  }
  for (const FeedbackRecord& event : call.feedback) {
    add("cramp_feedback_total", "Feedback events that were stored",
        {{"service", call.service},
         {"outcome", event.accepted ? "accepted" : "overridden"},
         {"card", event.matched ? "known" : "unmatched"}});
  }
  if (!call.recall.empty()) {
    add("cramp_store_lookups_total", "Whether a call was told of the patient's earlier cards",
        {{"result", call.recall}});
  }
  if (call.system_actions > 0) {
    add("cramp_system_actions_total", "System actions sent", {{"service", call.service}},
        static_cast<double>(call.system_actions));
  }
  if (call.dropped > 0) {
    impl_->foreign.at({{"service", call.service}}).Increment(static_cast<double>(call.dropped));
  }
}

void Metrics::record_other(string_view path, int status) {
  const std::string text = std::to_string(status);
  add("cramp_other_requests_total", "Requests that are no calls of a service",
      {{"path", path}, {"status", text}});
}

void Metrics::record_stranger(string_view reason, string_view claimed_client) {
  add("cramp_unauthorized_total", "Requests whose caller was not let in",
      {{"reason", reason}, {"client", claimed_client}});
}

void Metrics::record_reload(bool ok) {
  add("cramp_reloads_total", "Reloads", {{"result", ok ? "ok" : "refused"}});
  set("cramp_last_reload_successful", "Whether the last reload was applied", {}, ok ? 1 : 0);
}

void Metrics::set_certificate_expiry(std::chrono::system_clock::time_point end) {
  set("cramp_tls_certificate_expiry_timestamp_seconds", "End of the certificate's validity", {},
      static_cast<double>(std::chrono::system_clock::to_time_t(end)));
}

void Metrics::set_content(std::size_t services, std::size_t value_sets) {
  set("cramp_content_services", "Services of the content", {}, static_cast<double>(services));
  set("cramp_content_value_sets", "Value sets of the content", {}, static_cast<double>(value_sets));
}

void Metrics::set_by_client(bool on) {
  impl_->by_client = on;
}

void Metrics::add(string_view family, string_view help, Labels labels, double amount) {
  impl_->counter(family, help, labels).Increment(amount);
}

void Metrics::set(string_view family, string_view help, Labels labels, double value) {
  impl_->family(impl_->gauges, family, help).at(labels).Set(value);
}

void Metrics::follow(string_view family, string_view help, Labels labels, double value) {
  impl_->follow(family, help, labels, value);
}

std::string Metrics::text(const net::Statistics& server, std::uint64_t log_lines_dropped) {
  const std::lock_guard lock(impl_->scrape);
  const auto number = [](const auto& count) { return static_cast<double>(count.load()); };
  impl_->follow("cramp_connections_total", "Connections", {{"outcome", "accepted"}},
                number(server.accepted));
  impl_->follow("cramp_connections_total", "Connections", {{"outcome", "turned_away"}},
                number(server.turned_away));
  impl_->follow("cramp_tls_handshake_failures_total", "TLS handshakes that failed", {},
                number(server.handshakes_failed));
  impl_->follow("cramp_shed_total", "Requests answered with 503 since too many were in flight", {},
                number(server.shed));
  const auto refused = [&](string_view status, const net::Statistics::Count& count) {
    impl_->follow("cramp_refused_total", "Requests refused before they reached a service",
                  {{"status", status}}, number(count));
  };
  refused("400", server.malformed);
  refused("408", server.timed_out);
  refused("413", server.too_large);
  refused("431", server.headers_too_large);
  refused("500", server.failed);
  set("cramp_connections", "Open connections", {}, number(server.connections));
  set("cramp_body_bytes", "Bytes of bodies that are arriving or worked on", {},
      number(server.body_bytes));
  set("cramp_in_flight", "Requests worked on or waiting for a thread", {},
      number(server.in_flight));
  impl_->follow("cramp_log_lines_dropped_total", "Log lines that nobody took in time", {},
                static_cast<double>(log_lines_dropped));
  for (const ProcessValue& value : process_values()) {
    if (value.counts) {
      impl_->follow(value.name, value.help, {}, value.value);
    } else {
      set(value.name, value.help, {}, value.value);
    }
  }
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace cramp::app
