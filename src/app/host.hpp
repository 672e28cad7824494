#pragma once
// The running service: both listeners, what they share, and its life from start over reloads to
// the end.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "app/admin.hpp"
#include "app/fetch/fetcher.hpp"
#include "app/log.hpp"
#include "app/metrics.hpp"
#include "app/routes.hpp"
#include "net/server.hpp"

namespace cramp::app {

/// start() once, then reload() any number of times from any thread, then stop() once.
class Host {
 public:
  Host(Overrides overrides, std::string version);
  ~Host();

  /// Loads, listens. False when there are faults, all of them listed.
  bool start(base::Faults& faults);
  /// All or nothing: a fault leaves everything as it is. Logged and counted.
  ReloadResult reload();
  /// Not ready from now on; accepts for drain_delay, then lets accepted requests finish within
  /// drain_timeout.
  void stop();

  std::shared_ptr<const State> state() const { return states_->current(); }
  /// "https://127.0.0.1:8443", after start().
  std::string url() const;
  /// "127.0.0.1:8081", or empty without an admin listener.
  std::string admin_address() const;

 private:
  void adopt(const State& state);
  /// After each request, on its thread.
  void finished(const State& of_call, const CallRecord& call);
  std::string metrics_text();
  net::ServerOptions server_options(const Config& config) const;
  void start_trust(const Config& config);
  bool start_admin(const AdminConfig& config, base::Faults& faults);
  std::vector<HealthCheck> health_checks();

  Overrides overrides_;
  std::string version_;
  base::SystemClock clock_;
  std::mutex reloading_;
  Config started_;  ///< what a restart would replace: under reloading_
  std::atomic<bool> draining_ = false;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<StateHolder> states_;
  std::unique_ptr<ReplayGuard> replay_;
  std::unique_ptr<Authenticator> authenticator_;
  std::unique_ptr<net::HttpClient> http_;
  std::unique_ptr<Fetcher> fetcher_;
  std::unique_ptr<Pages> pages_;
  std::unique_ptr<Routes> routes_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<net::Server> server_, admin_server_;
  std::unique_ptr<Recall> recall_;  // ends before the threads that it answers
};

}  // namespace cramp::app
