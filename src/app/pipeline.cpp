#include "app/pipeline.hpp"

#include "base/uuid.hpp"
#include "cdshooks/prefetch.hpp"

namespace cramp::app {

base::Status Call::read(std::string_view service_id, std::string body) {
  record_.service = service_id;
  const json::Limits limits{.bytes = body.size()};  // the listener has its own
  auto document = json::parse(std::move(body), limits);
  if (!document) return document.error();
  document_ = std::move(*document);
  const auto hook = cdshooks::read_hook(document_->root());
  if (!hook) return hook.error();
  const auto offer = pipeline_.catalog->find(service_id, *hook);
  if (!offer) return offer.error();
  offer_ = *offer;
  record_.hook = offer_->service->trigger;
  auto request = cdshooks::read_request(document_->root(), *offer_->hook, rules_);
  if (!request) return request.error();
  request_ = std::move(*request);
  if (base::is_uuid(request_->hook_instance)) record_.hook_instance = request_->hook_instance;

  auto states = cdshooks::read_prefetch(*offer_->service, *request_);
  data_.emplace(request_->patient_id.expose());
  context_ = cdshooks::collect_context(*offer_->hook, *request_, *data_);
  record_.warnings = std::move(request_->warnings);
  if (!states) return states.error();
  states_ = std::move(*states);
  for (const cdshooks::KeyState& state : states_) {
    record_.prefetch.emplace_back(state.requirement->key, state.state);
  }
  record_.finish(Stage::kRead);
  return base::Ok{};
}

base::Status Call::evaluate(const time::Temporal& now) {
  if (const auto required = cdshooks::check_required(states_); !required) return required.error();

  cdshooks::collect(states_, *data_);
  record_.dropped = data_->dropped();
  if (pipeline_.history) history_ = pipeline_.history(*request_);
  now_ = now;
  apply();
  return base::Ok{};
}

bool Call::depends_on_history() const {
  return !applied_.actions.empty() || applied_.asked_history;
}

void Call::remember(std::vector<rules::Outcome> outcomes) {
  history_ = std::move(outcomes);
  apply();
}

void Call::apply() {
  const auto unavailable = cdshooks::unavailable(states_);
  record_.unavailable.assign(unavailable.begin(), unavailable.end());
  const std::vector<std::string_view> resources(context_.resources.begin(),
                                                context_.resources.end());
  applied_ = rules::apply(*offer_->service, {.data = *data_,
                                             .now = now_,
                                             .unavailable = unavailable,
                                             .encounter_id = request_->encounter_id.expose(),
                                             .user = request_->user,
                                             .context_resources = resources,
                                             .selections = context_.selections,
                                             .history = history_,
                                             .observer = pipeline_.observer});
  record_.failures = std::move(applied_.failures);
  record_.finish(Stage::kEvaluate);
}

std::string Call::write() {
  cdshooks::Response response = cdshooks::write_response(applied_, offer_->cards);
  for (const cdshooks::ShownCard& card : response.cards) {
    record_.cards.push_back(
        {card.indicator, card.action->rules, card.uuid, base::Phi<std::string>(card.action->key)});
  }
  record_.system_actions = response.system_actions;
  record_.finish(Stage::kAnswer);
  return std::move(response.body);
}

base::Result<std::string> answer(const Pipeline& pipeline, std::string_view service_id,
                                 std::string body, const time::Temporal& now, CallRecord& record) {
  Call call(pipeline, record);
  if (const auto read = call.read(service_id, std::move(body)); !read) return read.error();
  if (const auto evaluated = call.evaluate(now); !evaluated) return evaluated.error();
  return call.write();
}

time::Temporal local_now(const base::Clock& clock) {
  const base::Instant now = clock.now();
  return time::from_instant(now.time_since_epoch().count(), clock.offset_minutes(now));
}

}  // namespace cramp::app
