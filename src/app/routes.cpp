#include "app/routes.hpp"

#include <algorithm>
#include <cctype>

#include "app/http_parts.hpp"
#include "app/policy.hpp"

namespace cramp::app {

namespace {

constexpr std::string_view kDiscovery = "/cds-services";

/// "application/json", "application/json; charset=utf-8", "application/fhir+json": RFC 6839.
bool is_json(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "application/json" || type.ends_with("+json");
}

bool is_loopback_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!origin.starts_with(scheme)) continue;
    const std::string_view host = origin.substr(scheme.size());
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
      if (host.starts_with(name) && (host.size() == name.size() || host[name.size()] == ':'))
        return true;
    }
  }
  return false;
}

/// Pages of the caller's origins, of any client's as long as the caller is not known; with --dev
/// those of this machine too (CH-175).
bool allows_origin(const State& state, const Caller& caller, std::string_view origin) {
  if (state.dev && is_loopback_origin(origin)) return true;
  if (caller.client == nullptr) return state.cors_origins.contains(origin);
  const auto& own = caller.client->cors_origins;
  return std::any_of(own.begin(), own.end(), [&](const Origin& o) { return o.text == origin; });
}

bool answers_browsers(const State& state) {
  return state.dev || !state.cors_origins.empty();
}

net::Response preflight(const State& state, std::string_view origin, std::string allow) {
  net::Response response;
  response.status = 204;
  if (allows_origin(state, {}, origin)) {
    response.headers.emplace_back("Access-Control-Allow-Methods", allow);
    response.headers.emplace_back("Access-Control-Allow-Headers",
                                  "authorization, content-type, traceparent");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

net::Response discovery(const State& state) {
  net::Response response;
  response.body = state.pipeline.catalog->discovery();
  return response;
}

constexpr std::string_view kFeedback = "/feedback";
/// Feedback is small; a whole chart is not.
constexpr std::size_t kLargestFeedback = 1U << 20U;

/// The id in "/cds-services/ID" when there is such a service; else nothing. Before it, whether
/// "/feedback" follows, which is taken off.
std::string_view service_of(const State& state, std::string_view path, bool& is_feedback) {
  is_feedback = path.ends_with(kFeedback);
  if (is_feedback) path.remove_suffix(kFeedback.size());
  if (!path.starts_with(kDiscovery) || path.size() <= kDiscovery.size() + 1 ||
      path[kDiscovery.size()] != '/') {
    return {};
  }
  const std::string_view id = path.substr(kDiscovery.size() + 1);
  return state.pipeline.catalog->knows(id) ? id : std::string_view();
}

/// A test client's FHIR server may speak plain HTTP (CH-055).
cdshooks::RequestRules rules_for(const State& state, const Caller& caller) {
  cdshooks::RequestRules rules = state.pipeline.rules;
  if (caller.client != nullptr && caller.client->environment == Environment::kTest)
    rules.allow_plain_http = true;
  return rules;
}

}  // namespace

Routes::Routes(const StateHolder& states, Authenticator& authenticator, const Fetcher& fetcher,
               const base::Clock& clock, const Recall* recall, const Pages& pages,
               Recorder recorder)
    : states_(states),
      authenticator_(authenticator),
      fetcher_(fetcher),
      clock_(clock),
      recall_(recall),
      pages_(pages),
      recorder_(std::move(recorder)) {}

boost::asio::awaitable<net::Response> Routes::respond(net::Request request) const {
  const auto state = states_.current();
  if (state->dev) {
    if (auto page = co_await pages_.respond(*state, request)) co_return std::move(*page);
  }
  CallRecord record;
  record.trace = trace_from(request.traceparent);
  // To here: on a crowded thread the request has waited for its turn after it was read.
  record.stages[static_cast<std::size_t>(Stage::kReceive)] = record.last - request.begun;
  Caller caller;
  net::Response response = co_await route(*state, request, record, caller);
  if (answers_browsers(*state)) response.headers.emplace_back("Vary", "Origin");
  if (allows_origin(*state, caller, request.origin)) {
    response.headers.emplace_back("Access-Control-Allow-Origin", std::move(request.origin));
  }
  record.status = response.status;
  if (recorder_) recorder_(*state, record);
  co_return response;
}

boost::asio::awaitable<net::Response> Routes::route(const State& state, net::Request& request,
                                                    CallRecord& record, Caller& caller) const {
  const std::string path = request.path;
  const std::string_view service = service_of(state, path, record.is_feedback);
  const bool is_discovery = path == kDiscovery;
  if (!is_discovery && (service.empty() || (record.is_feedback && recall_ == nullptr))) {
    co_return refuse(base::Code::kNotFound,
                     "There is no such service; GET /cds-services lists those that there are.");
  }
  const std::string allow = is_discovery ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
  if (request.method == "OPTIONS") co_return preflight(state, request.origin, allow);
  const bool fits =
      is_discovery ? request.method == "GET" || request.method == "HEAD" : request.method == "POST";
  if (!fits) co_return not_allowed(allow);
  record.service = service;

  if (is_discovery && state.config.trust.open_discovery) co_return discovery(state);
  Identity identity = co_await authenticator_.identify(state, request);
  record.finish(Stage::kTrust);
  if (!identity.caller) {
    record.refusal = identity.reason();
    record.not_let_in = word(identity.refusal);
    record.claimed_client = identity.client;
    co_return refuse(identity);
  }
  caller = std::move(*identity.caller);
  record.client = caller.id();
  record.tenant = caller.tenant;
  if (is_discovery) co_return discovery(state);
  if (!is_json(request.content_type))
    co_return refuse(base::Code::kUnsupportedMedia, "The body must be application/json.");

  base::Result<std::string> body = std::string();
  if (record.is_feedback) {
    body = co_await feedback(state, caller, request, record);
  } else {
    body = co_await call(state, caller, service, request, record);
  }
  if (!body) {
    record.refusal = std::string(base::info(body.error().code).name);
    co_return net::error_response(body.error());
  }
  net::Response response;
  response.body = std::move(*body);
  co_return response;
}

boost::asio::awaitable<base::Result<std::string>> Routes::call(const State& state,
                                                               const Caller& caller,
                                                               std::string_view service_id,
                                                               net::Request& request,
                                                               CallRecord& record) const {
  Call call(state.pipeline, rules_for(state, caller), record);
  if (const auto read = call.read(service_id, std::move(request.body)); !read)
    co_return read.error();
  co_await fetcher_.fetch(state, caller, request.begun, call, record);
  const time::Temporal now = local_now(clock_);
  if (const auto done = call.evaluate(now); !done) co_return done.error();
  std::vector<store::PastCard> past;
  if (recall_ != nullptr) record.patient = recall_->patient_of(caller, call.request());
  if (recall_ != nullptr && call.depends_on_history()) {
    past = co_await recall_->past_cards(state.config.store.lookup_timeout, record);
    record.finish(Stage::kRecall);
    if (!past.empty()) call.remember(outcomes_of(past, now.offset_minutes));
  }
  Policy(state, caller, call.offer()).withhold(past, time::instant(now), call.applied(), record);
  co_return call.write();
}

boost::asio::awaitable<base::Result<std::string>> Routes::feedback(const State& state,
                                                                   const Caller& caller,
                                                                   net::Request& request,
                                                                   CallRecord& record) const {
  if (request.body.size() > kLargestFeedback) {
    co_return base::Error{base::Code::kTooLarge, "Feedback has at most 1 MiB.", "", ""};
  }
  const auto document = json::parse(std::move(request.body));
  if (!document) co_return document.error();
  const auto events = cdshooks::read_feedback(document->root());
  if (!events) co_return events.error();
  record.finish(Stage::kRead);
  if (events->empty()) co_return "{}";
  const auto matched = co_await recall_->add_feedback(caller, record.service, *events,
                                                      state.config.store.keep_comments);
  record.finish(Stage::kAnswer);
  if (!matched) co_return matched.error();
  for (std::size_t i = 0; i < events->size(); ++i) {
    record.feedback.push_back({(*events)[i].accepted, (*matched)[i]});
  }
  co_return "{}";
}

}  // namespace cramp::app
