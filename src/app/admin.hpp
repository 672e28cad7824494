#pragma once
// The operators' listener: health, metrics, reload. Plain HTTP, for the inside of a network.

#include <functional>
#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "base/result.hpp"
#include "net/message.hpp"

namespace cramp::app {

enum class Health { kOk, kDegraded, kFailing };

/// One part of readiness. Degraded: advice is given all the same (a store that does not answer);
/// failing: no calls should be sent here.
struct HealthCheck {
  std::string name;
  std::function<Health()> state;  ///< any thread, without waiting
};

struct ReloadResult {
  base::Faults faults;                     ///< empty: applied
  std::vector<std::string> needs_restart;  ///< settings that changed and were not applied
};

/// GET /health/live, /health/ready, /metrics; POST /reload. Any thread.
class Admin {
 public:
  struct Parts {
    std::function<AdminConfig()> config;
    std::vector<HealthCheck> checks;
    std::function<std::string()> metrics;
    std::function<ReloadResult()> reload;
  };
  explicit Admin(Parts parts) : parts_(std::move(parts)) {}

  net::Response respond(const net::Request& request) const;

 private:
  net::Response ready() const;
  net::Response reload(const net::Request& request) const;
  bool may_reload(const net::Request& request) const;

  Parts parts_;
};

/// "localhost" and the loopback addresses.
bool is_loopback(const std::string& host);
/// Whether the request names this machine, or nothing: a page of the web whose name was made to
/// lead to this machine (DNS rebinding) names its own host.
bool names_this_machine(const net::Request& request);

}  // namespace cramp::app
