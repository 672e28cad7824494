#pragma once
// What GET /metrics says, in the Prometheus text format. Labels are ids out of the configuration
// and the content, statuses and stages; never anything out of a request. docs/operations.md lists
// the names.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "app/call_record.hpp"
#include "app/config/config.hpp"
#include "net/statistics.hpp"

namespace cramp::app {

/// Any thread.
class Metrics {
 public:
  Metrics(const MetricsConfig& config, std::string_view version);
  ~Metrics();

  /// A call to a service, at its end.
  void record(const CallRecord& call);
  /// A request that reached no service: discovery, an unknown path.
  void record_other(std::string_view path, int status);
  /// A request, whatever it asked for, whose caller was not let in.
  void record_stranger(std::string_view reason, std::string_view claimed_client);
  void record_reload(bool ok);
  /// When the certificate of the listener ends.
  void set_certificate_expiry(std::chrono::system_clock::time_point end);
  void set_content(std::size_t services, std::size_t value_sets);
  void set_by_client(bool on);

  /// Adds to a counter of a family that another part keeps: trust, fetching, store. Families are
  /// made by their first use; `labels` come in the same order each time. Past the configured
  /// number of series, a new one counts as "other".
  struct Label {
    std::string_view name, value;
  };
  void add(std::string_view family, std::string_view help, std::initializer_list<Label> labels,
           double amount = 1);
  void set(std::string_view family, std::string_view help, std::initializer_list<Label> labels,
           double value);

  /// Brings a counter to what another part has counted. One thread at a time.
  void follow(std::string_view family, std::string_view help, std::initializer_list<Label> labels,
              double value);

  /// The exposition, with what the listener counts for itself.
  std::string text(const net::Statistics& server, std::uint64_t log_lines_dropped);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::app
