#include "app/workbench.hpp"

#include "app/chart.hpp"
#include "app/explain.hpp"
#include "app/http_parts.hpp"
#include "app/package_texts.hpp"
#include "app/policy.hpp"
#include "fhir/operation_outcome.hpp"
#include "json/writer.hpp"

namespace cramp::app {

namespace {

using json::Value;
using json::View;

net::Response ok(std::string body) {
  net::Response response;
  response.body = std::move(body);
  return response;
}

net::Response found(std::optional<std::string> body, std::string_view type = "application/json") {
  if (!body) return refuse(base::Code::kNotFound, "The content has nothing of this name.");
  net::Response response = ok(std::move(*body));
  response.content_type = type;
  return response;
}

/// All codings of an element, at whatever depth.
void collect_codings(View element, std::vector<View>& out) {
  std::vector<View> open{element};
  while (!open.empty()) {
    const View at = open.back();
    open.pop_back();
    if (at.is_array()) {
      for (const View item : at.items()) open.push_back(item);
    } else if (at.is_object()) {
      if (at.find("code").is_string() && at.find("system")) out.push_back(at);
      for (const auto& [name, member] : at.members()) open.push_back(member);
    }
  }
}

/// The last segment of the canonical URL: the file's name.
std::string_view short_name(std::string_view url) {
  return url.substr(url.find_last_of('/') + 1);
}

/// {"Observation/k": ["lab-potassium"], …}
net::Response sets_of(const State& state, const std::string& body) {
  const auto document = json::parse(body);
  if (!document) return net::error_response(document.error());
  const auto& terminology = state.pipeline.catalog->snapshot().terminology();
  Value answer = Value::object();
  for (const View resource : resources_of(document->root().find("chart"))) {
    std::vector<View> codings;
    collect_codings(resource, codings);
    std::set<std::string_view> names;
    for (const View coding : codings) {
      for (const auto id : terminology.sets_of(coding.string("system"), coding.string("code"))) {
        names.insert(short_name(terminology.url(id)));
      }
    }
    Value list = Value::array();
    for (const std::string_view name : names) list.push(name);
    answer.set(
        std::string(resource.string("resourceType")) + "/" + std::string(resource.string("id")),
        std::move(list));
  }
  return ok(json::write(answer));
}

std::string withheld_json(const CallRecord& record) {
  Value list = Value::array();
  for (const WithheldCard& card : record.withheld) {
    Value rules = Value::array();
    for (const std::string& rule : card.rules) rules.push(rule);
    list.push(Value::object().set("reason", card.reason).set("rules", std::move(rules)));
  }
  return json::write(list);
}

}  // namespace

boost::asio::awaitable<net::Response> Workbench::respond(const State& state,
                                                         net::Request& request) const {
  const std::string_view path = std::string_view(request.path).substr(kPath.size());
  const std::size_t slash = path.find('/');
  const std::string_view what = path.substr(0, slash);
  const std::string_view name =
      slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  if (path == "call" || path == "sets") {
    if (request.method != "POST") co_return not_allowed("POST");
    if (!request.content_type.starts_with("application/json"))
      co_return refuse(base::Code::kUnsupportedMedia, "The body must be application/json.");
    if (path == "sets") co_return sets_of(state, request.body);
    co_return co_await call(state, std::move(request.body));
  }
  if (request.method != "GET" && request.method != "HEAD") co_return not_allowed("GET, HEAD");
  if (path == "content") co_return ok(content_json(state));
  if (path == "cases") co_return ok(cases_json(state));
  if (what == "cases") co_return found(case_text(state, name));
  if (what == "cql") co_return found(cql_text(state, name), "text/plain; charset=utf-8");
  if (what == "value-sets") co_return found(value_set_json(state, name));
  co_return refuse(base::Code::kNotFound, "The workbench asks for no such thing.");
}

boost::asio::awaitable<std::vector<store::PastCard>> Workbench::past_cards(
    const State& state, std::string_view service, const std::string& request) const {
  // Where the pages are on the listener of clients, the caller is the one that --dev lets in.
  if (!state.dev || recall_ == nullptr) co_return std::vector<store::PastCard>();
  CallRecord record;
  Call call(state.pipeline, record);
  if (!call.read(service, request)) co_return std::vector<store::PastCard>();
  record.patient = recall_->patient_of(Caller(), call.request());
  co_return co_await recall_->past_cards(state.config.store.lookup_timeout, record);
}

boost::asio::awaitable<net::Response> Workbench::call(const State& state, std::string body) const {
  const auto document = json::parse(std::move(body));
  if (!document) co_return net::error_response(document.error());
  const View root = document->root();
  const auto catalog = state.traced->get();
  if (catalog == nullptr) {
    co_return refuse(base::Code::kInternal,
                     "The content on disk has become faulty: reload says how.");
  }
  const std::string service(root.string("service"));
  const cdshooks::Offer* offer = find_offer(*catalog, service);
  if (offer == nullptr) co_return refuse(base::Code::kNotFound, "There is no such service.");
  ChartCall chart_call{.context = root.find("context"), .unavailable = {}};
  for (const View key : root.find("unavailable").items())
    chart_call.unavailable.push_back(key.text());
  const std::string request = request_from_chart(*offer, catalog->snapshot().terminology(),
                                                 resources_of(root.find("chart")), chart_call);

  const auto past = co_await past_cards(state, service, request);
  const time::Temporal now = local_now(clock_);
  Pipeline pipeline = state.pipeline;
  pipeline.catalog = catalog;
  pipeline.history = [&](const cdshooks::Request&) {
    return outcomes_of(past, now.offset_minutes);
  };
  CallRecord record;
  const auto answer = explain(pipeline, service, request, now, record, [&](Call& made) {
    Policy(state, Caller(), made.offer())
        .withhold(past, time::instant(now), made.applied(), record);
  });
  const int status = answer ? 200 : base::info(answer.error().code).http_status;
  co_return ok("{\"request\":" + request + ",\"status\":" + std::to_string(status) +
               ",\"response\":" +
               (answer ? answer->response : json::write(fhir::operation_outcome(answer.error()))) +
               ",\"explanation\":" + (answer ? answer->explanation : "null") +
               ",\"withheld\":" + withheld_json(record) + "}");
}

}  // namespace cramp::app
