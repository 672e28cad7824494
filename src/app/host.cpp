#include "app/host.hpp"

#include <unistd.h>

#include <thread>

#include "app/call_log.hpp"
#include "app/config/values.hpp"
#include "app/fetch/fetch_metrics.hpp"
#include "app/http_parts.hpp"
#include "app/store_metrics.hpp"
#include "app/trust/shared_replay.hpp"

namespace cramp::app {

namespace {

constexpr unsigned kAdminConnections = 64;
/// What is not written by then, of calls that have ended, is lost.
constexpr std::chrono::seconds kFlush{5};
constexpr std::size_t kAdminBody = 16U << 20U;  // a chart for the workbench

void note(Log& log, std::string_view event) {
  const LogLine line(log, LogLevel::kInfo, event);
}

std::string address(const Endpoint& endpoint, std::uint16_t port) {
  const std::string text = show_value(Endpoint{endpoint.host, port});
  return text.substr(1, text.size() - 2);  // without the quotes
}

}  // namespace

Host::Host(Overrides overrides, std::string version)
    : overrides_(std::move(overrides)), version_(std::move(version)) {}

Host::~Host() = default;

net::ServerOptions Host::server_options(const Config& config) const {
  net::ServerOptions options;
  options.address = config.server.listen.host;
  options.port = config.server.listen.port;
  options.threads = config.server.threads;
  options.connections = config.limits.connections;
  options.in_flight = config.limits.in_flight;
  options.header_bytes = static_cast<std::uint32_t>(config.limits.header.count);
  options.body_bytes = config.limits.body.count;
  options.buffered_bytes = config.limits.buffered.count;
  options.handshake_timeout = config.server.tls.handshake_timeout;
  options.header_timeout = config.limits.header_timeout;
  options.body_timeout = config.limits.body_timeout;
  options.idle_timeout = config.limits.idle_timeout;
  options.write_timeout = config.limits.write_timeout;
  options.drain_timeout = config.server.drain_timeout;
  return options;
}

bool Host::start(base::Faults& faults) {
  const auto state = State::load(overrides_, faults);
  if (!state) return false;
  const Config& config = state->config;
  started_ = config;
  log_ = std::make_unique<Log>(STDERR_FILENO, config.log.queue);
  metrics_ = std::make_unique<Metrics>(config.metrics, version_);
  states_ = std::make_unique<StateHolder>(state);
  const auto observe = [this](bool healthy, const std::string& fault) {
    LogLine(*log_, healthy ? LogLevel::kInfo : LogLevel::kWarning,
            healthy ? "store-answers" : "store-away")
        .text("fault", healthy ? "" : fault);
  };
  recall_ = Recall::open(config.store, clock_, observe, faults);
  if (!faults.empty()) return false;
  start_trust(config);
  adopt(*state);
  http_ = std::make_unique<net::HttpClient>(config.fhir.connections);
  fetcher_ = std::make_unique<Fetcher>(*http_);
  pages_ = std::make_unique<Pages>(clock_, recall_.get());
  routes_ = std::make_unique<Routes>(
      *states_, *authenticator_, *fetcher_, clock_, recall_.get(), *pages_,
      [this](const State& of_call, const CallRecord& call) { finished(of_call, call); });
  server_ = std::make_unique<net::Server>(
      server_options(config),
      [this](net::Request request) { return routes_->respond(std::move(request)); }, state->tls);
  if (!start_admin(config.admin, faults)) return false;
  const auto started = server_->start();
  if (!started) faults.push_back(started.error());
  return started.ok();
}

void Host::start_trust(const Config& config) {
  if (recall_ && config.store.kind == StoreKind::kPostgresql) {
    replay_ = std::make_unique<SharedReplayGuard>(
        recall_->memory(),
        SharedReplayGuard::Options{config.trust.replay_entries, config.store.lookup_timeout,
                                   config.trust.replay_without_store});
  } else {
    replay_ = std::make_unique<MemoryReplayGuard>(config.trust.replay_entries);
  }
  authenticator_ = std::make_unique<Authenticator>(
      clock_, *replay_, [this](const std::string& url, const std::string& fault, std::size_t keys) {
        const bool good = fault.empty();
        metrics_->add("cramp_key_fetches_total", "Fetches of clients' key sets",
                      {{"url", url}, {"result", good ? "ok" : "failed"}});
        LogLine(*log_, good ? LogLevel::kInfo : LogLevel::kWarning,
                good ? "keys-fetched" : "keys-not-fetched")
            .text("url", url)
            .text("fault", fault)
            .number("keys", keys);
      });
}

void Host::finished(const State& of_call, const CallRecord& call) {
  log_call(*log_, call, of_call.config.log.calls);
  if (!call.not_let_in.empty()) metrics_->record_stranger(call.not_let_in, call.claimed_client);
  if (call.service.empty()) {
    return metrics_->record_other(call.status == 404 ? "unknown" : "/cds-services", call.status);
  }
  metrics_->record(call);
  record_fetches(*metrics_, call);
  // Of strangers there is the log: they must not fill the queue of those who are known.
  if (recall_ && !call.client.empty() && !call.is_feedback) recall_->record(call, of_call);
}

std::string Host::metrics_text() {
  publish(*metrics_, http_->statistics());
  if (recall_) follow_store(*metrics_, recall_->memory());
  return metrics_->text(server_->statistics(), log_->dropped());
}

bool Host::start_admin(const AdminConfig& config, base::Faults& faults) {
  if (!config.enabled) return true;
  admin_ = std::make_unique<Admin>(Admin::Parts{[this] { return states_->current()->config.admin; },
                                                health_checks(), [this] { return metrics_text(); },
                                                [this] { return reload(); }});
  const bool local = is_loopback(config.listen.host);
  const auto serve = [this, local](net::Request request) -> boost::asio::awaitable<net::Response> {
    if (local && !names_this_machine(request)) {
      co_return refuse(base::Code::kForbidden, "This listener is for its own machine.");
    }
    const auto state = states_->current();
    if (!state->dev && state->config.admin.pages) {
      if (auto page = co_await pages_->respond(*state, request)) co_return std::move(*page);
    }
    co_return admin_->respond(request);
  };
  net::ServerOptions options;
  options.address = config.listen.host;
  options.port = config.listen.port;
  options.threads = 1;
  options.connections = kAdminConnections;
  options.body_bytes = config.pages ? kAdminBody : 1U << 10U;
  options.drain_timeout = std::chrono::seconds(1);
  admin_server_ = std::make_unique<net::Server>(options, serve);
  auto started = admin_server_->start();
  if (!started && overrides_.dev && overrides_.config.empty() && !overrides_.admin_listen) {
    options.port = 0;  // a second service of the same developer
    admin_server_ = std::make_unique<net::Server>(options, serve);
    started = admin_server_->start();
  }
  if (!started) faults.push_back(started.error());
  return started.ok();
}

std::vector<HealthCheck> Host::health_checks() {
  std::vector<HealthCheck> checks{
      {"accepting", [this] { return draining_ ? Health::kFailing : Health::kOk; }},
      {"content",
       [this] { return states_->current()->pipeline.catalog ? Health::kOk : Health::kFailing; }}};
  if (recall_) {
    checks.push_back({"store", [this] {
                        return recall_->memory().healthy() ? Health::kOk : Health::kDegraded;
                      }});
  }
  return checks;
}

void Host::adopt(const State& state) {
  log_->set_level(state.config.log.level);
  authenticator_->adopt(state);
  for (const auto& [client, keys] : state.file_keys) {
    for (const std::string& fault : keys->passed_over()) {
      LogLine(*log_, LogLevel::kWarning, "key-passed-over")
          .text("client", client->id)
          .text("fault", fault);
    }
  }
  metrics_->set_by_client(state.config.metrics.by_client);
  const auto& catalog = *state.pipeline.catalog;
  metrics_->set_content(catalog.offers().size(), catalog.snapshot().terminology().size());
  if (state.tls) metrics_->set_certificate_expiry(state.tls->expires());
  if (!recall_) return;
  recall_->memory().set_retention(state.config.store.retention);
  std::vector<store::RuleVersionRow> versions;
  const auto now = clock_.now().time_since_epoch().count();
  for (const cdshooks::Offer& offer : catalog.offers()) {
    versions.push_back({offer.service->id, offer.service->version, now});
  }
  recall_->memory().add_rule_versions(std::move(versions));
}

ReloadResult Host::reload() {
  const std::lock_guard lock(reloading_);
  ReloadResult result;
  const auto running = states_->current();
  const auto wanted = State::load(overrides_, result.faults);
  if (wanted && (wanted->tls == nullptr) != (running->tls == nullptr)) {
    result.faults.push_back({base::Code::kContent, {}, "TLS goes on or off with a restart", {}});
  }
  metrics_->record_reload(result.faults.empty());
  if (!result.faults.empty()) {
    for (const base::Error& fault : result.faults) {
      LogLine(*log_, LogLevel::kError, "reload-refused").text("fault", base::describe(fault));
    }
    return result;
  }
  result.needs_restart = needing_restart(started_, wanted->config);
  if (wanted->tls) server_->set_tls(wanted->tls);
  states_->replace(wanted);
  adopt(*wanted);
  LogLine line(*log_, LogLevel::kInfo, "reloaded");
  line.number("clients", wanted->config.clients.size())
      .number("services", wanted->pipeline.catalog->offers().size());
  for (const std::string& path : result.needs_restart) {
    LogLine(*log_, LogLevel::kWarning, "needs-restart").text("setting", path);
  }
  return result;
}

void Host::stop() {
  draining_ = true;
  const auto state = states_->current();
  note(*log_, "stopping");
  std::this_thread::sleep_for(state->config.server.drain_delay);
  server_->stop();
  if (recall_) recall_->memory().stop(kFlush);
  if (admin_server_) admin_server_->stop();
  note(*log_, "stopped");
}

std::string Host::url() const {
  const auto state = states_->current();
  return (state->tls ? "https://" : "http://") +
         address(state->config.server.listen, server_->port());
}

std::string Host::admin_address() const {
  if (!admin_server_) return {};
  return address(states_->current()->config.admin.listen, admin_server_->port());
}

}  // namespace cramp::app
