#include "app/admin.hpp"

#include <array>

#include "app/http_parts.hpp"
#include "json/writer.hpp"
#include "net/digest.hpp"

namespace cramp::app {

namespace {

constexpr std::array<std::string_view, 3> kHealth{"ok", "degraded", "failing"};

net::Response answer(int status, const json::Value& body) {
  net::Response response;
  response.status = status;
  response.body = json::write(body) + '\n';
  return response;
}

/// How long this takes tells nothing of where the texts differ, nor of their lengths.
bool same_secret(std::string_view a, std::string_view b) {
  return net::sha256(a) == net::sha256(b);
}

}  // namespace

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool names_this_machine(const net::Request& request) {
  std::string host = request.host;
  if (const auto end = host.find(']'); host.starts_with('[') && end != host.npos) {
    host = host.substr(1, end - 1);
  } else {
    host.resize(std::min(host.find(':'), host.size()));
  }
  return host.empty() || is_loopback(host);
}

net::Response Admin::respond(const net::Request& request) const {
  const std::string& path = request.path;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (path == "/reload") return request.method == "POST" ? reload(request) : not_allowed("POST");
  if (path != "/health/live" && path != "/health/ready" && path != "/metrics") {
    return refuse(base::Code::kNotFound,
                  "Here are /health/live, /health/ready, /metrics and /reload.");
  }
  if (!reads) return not_allowed("GET, HEAD");
  if (path == "/health/live") return answer(200, json::Value::object().set("status", "live"));
  if (path == "/health/ready") return ready();
  net::Response response;
  response.body = parts_.metrics();
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

net::Response Admin::ready() const {
  Health worst = Health::kOk;
  json::Value checks = json::Value::object();
  for (const HealthCheck& check : parts_.checks) {
    const Health state = check.state();
    worst = std::max(worst, state);
    checks.set(check.name, std::string(kHealth.at(static_cast<std::size_t>(state))));
  }
  const bool is_ready = worst != Health::kFailing;
  return answer(is_ready ? 200 : 503, json::Value::object()
                                          .set("status", is_ready ? "ready" : "not ready")
                                          .set("checks", std::move(checks)));
}

bool Admin::may_reload(const net::Request& request) const {
  // A browser names the page that it posts for; no page is an operator.
  if (!request.origin.empty()) return false;
  const AdminConfig config = parts_.config();
  const std::string& token = config.token.expose();
  if (token.empty()) return is_loopback(config.listen.host);
  const std::string& sent = request.authorization.expose();
  constexpr std::string_view kBearer = "Bearer ";
  return sent.starts_with(kBearer) && same_secret(sent.substr(kBearer.size()), token);
}

net::Response Admin::reload(const net::Request& request) const {
  if (!may_reload(request)) {
    return refuse(base::Code::kForbidden, "A reload wants the token of the configuration.");
  }
  const ReloadResult result = parts_.reload();
  json::Value body = json::Value::object();
  if (!result.faults.empty()) {
    json::Value faults = json::Value::array();
    for (const base::Error& fault : result.faults) faults.push(base::describe(fault));
    return answer(
        409, body.set("status", "refused; nothing was changed").set("faults", std::move(faults)));
  }
  body.set("status", "reloaded");
  if (!result.needs_restart.empty()) {
    json::Value paths = json::Value::array();
    for (const std::string& path : result.needs_restart) paths.push(path);
    body.set("needsRestart", std::move(paths));
  }
  return answer(200, body);
}

}  // namespace cramp::app
