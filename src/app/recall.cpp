#include "app/recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "app/wait.hpp"
#include "base/uuid.hpp"
#include "time/temporal.hpp"

namespace cramp::app {

namespace {

using store::Millis;

/// As far as any rule looks back.
constexpr Millis kHorizon = 400LL * 86'400'000;
/// How long feedback waits to be durable; then 503, and the client sends it again.
constexpr std::chrono::seconds kFeedbackPatience{5};
/// What the rules are told of an override with a free text and no code: it has a reason.
constexpr std::string_view kCommentOnly = "user-comment";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view version_of(const State& state, const CallRecord& call) {
  const rules::Service* service = state.pipeline.catalog->snapshot().find(call.service, call.hook);
  return service == nullptr ? std::string_view() : std::string_view(service->version);
}

}  // namespace

store::Target store_target(const StoreConfig& config) {
  const bool sqlite = config.kind == StoreKind::kSqlite;
  return {sqlite ? store::Kind::kSqlite : store::Kind::kPostgresql,
          sqlite ? base::Secret<std::string>(config.sqlite.string()) : config.postgresql, true};
}

std::unique_ptr<Recall> Recall::open(const StoreConfig& config, const base::Clock& clock,
                                     Observer observer, base::Faults& faults) {
  if (config.kind == StoreKind::kNone) return nullptr;
  store::HashKey key = config.hash_key;
  if (key.expose().empty()) {
    auto made = store::key_in_file(config.sqlite.string() + ".key");
    if (!made) {
      faults.push_back(made.error());
      return nullptr;
    }
    key = std::move(*made);
  }
  const store::Target target = store_target(config);
  return std::unique_ptr<Recall>(new Recall({.kind = target.kind,
                                             .location = target.location,
                                             .queue = config.queue,
                                             .tokens = 10'000'000,
                                             .retention = config.retention,
                                             .observer = std::move(observer)},
                                            std::move(key), clock));
}

std::string Recall::patient_of(const Caller& caller, const cdshooks::Request& request) const {
  return store::patient_hash(key_, {caller.id(), caller.tenant, request.fhir_server},
                             request.patient_id);
}

boost::asio::awaitable<std::vector<store::PastCard>> Recall::past_cards(
    std::chrono::milliseconds patience, CallRecord& record) const {
  using Cards = std::vector<store::PastCard>;
  const Millis since = clock_.now().time_since_epoch().count() - kHorizon;
  // Named, and not a temporary of the co_await expression: GCC 12 destroys those twice.
  std::function<void(store::Memory::Done<Cards>)> ask = [&](store::Memory::Done<Cards> done) {
    memory_->cards_of(record.patient, since, patience, std::move(done));
  };
  auto found = co_await wait_for<Cards>(std::move(ask), patience);
  if (!found) record.recall = "late";
  if (found && !*found) record.recall = "unavailable";
  if (!found || !*found) co_return Cards{};
  record.recall = "ok";
  Cards cards = without_repeats(std::move(**found));
  for (store::PastCard& card : cards) {
    card.key = store::opened_key(key_, record.patient, card.key);
  }
  co_return cards;
}

void Recall::record(const CallRecord& call, const State& state) const {
  store::CallRow row;
  row.id = base::new_uuid();
  row.at = clock_.now().time_since_epoch().count();
  row.trace = call.trace.trace_id;
  row.service = call.service;
  row.version = version_of(state, call);
  row.hook = call.hook;
  row.hook_instance = call.hook_instance;
  row.client = call.client;
  row.tenant = call.tenant;
  row.patient = call.patient;
  row.status = call.status;
  row.refusal = call.refusal;
  row.failures = static_cast<std::int64_t>(call.failures.size());
  for (const auto stage : call.stages) {
    row.microseconds += std::chrono::duration_cast<std::chrono::microseconds>(stage).count();
  }
  const auto sealed = [&](const base::Phi<std::string>& key) {
    return store::sealed_key(key_, row.patient, key.expose());
  };
  for (const CardRecord& card : call.cards) {
    row.cards.push_back({card.uuid, sealed(card.key), "shown", std::string(card.indicator),
                         fmt::format("{}", fmt::join(card.rules, ","))});
  }
  for (const WithheldCard& card : call.withheld) {
    row.cards.push_back({base::new_uuid(), sealed(card.key), std::string(card.reason),
                         std::string(card.indicator),
                         fmt::format("{}", fmt::join(card.rules, ","))});
  }
  memory_->record(std::move(row));
}

boost::asio::awaitable<base::Result<std::vector<bool>>> Recall::add_feedback(
    const Caller& caller, std::string_view service, const std::vector<cdshooks::Feedback>& events,
    bool keep_comments) const {
  std::vector<store::FeedbackRow> rows;
  for (const cdshooks::Feedback& event : events) {
    store::FeedbackRow& row = rows.emplace_back();
    row.id = base::new_uuid();
    row.card = lower(event.card);
    row.service = service;
    row.client = caller.id();
    row.tenant = caller.tenant;
    row.outcome = event.accepted ? "accepted" : "overridden";
    row.outcome_at = event.outcome_at;
    row.received_at = clock_.now().time_since_epoch().count();
    row.reason = event.reason;
    row.reason_system = event.reason_system;
    row.commented = !event.comment.empty();
    if (keep_comments) row.comment = event.comment;
    row.suggestions = fmt::format("{}", fmt::join(event.suggestions, ","));
  }
  using Matched = std::vector<bool>;
  std::function<void(store::Memory::Done<Matched>)> add = [&](store::Memory::Done<Matched> done) {
    memory_->add_feedback(std::move(rows), std::move(done));
  };
  auto added = co_await wait_for<Matched>(std::move(add), kFeedbackPatience);
  if (added) co_return std::move(*added);
  co_return base::Error{base::Code::kOverloaded, "The service's memory is not available.",
                        "the store did not answer in time", ""};
}

std::vector<store::PastCard> without_repeats(std::vector<store::PastCard> cards) {
  std::set<std::pair<std::string, std::string>> seen;
  std::erase_if(cards, [&](const store::PastCard& card) {
    return card.outcome.empty() && !seen.emplace(card.rules, card.key).second;
  });
  return cards;
}

std::vector<rules::Outcome> outcomes_of(const std::vector<store::PastCard>& cards,
                                        std::int16_t offset_minutes) {
  std::vector<rules::Outcome> outcomes;
  const auto text = [&](Millis at) {
    return time::datetime_text(time::from_instant(at, offset_minutes));
  };
  for (const store::PastCard& card : cards) {
    std::string_view rest = card.rules;
    while (!rest.empty()) {
      const std::string rule(rest.substr(0, rest.find(',')));
      rest.remove_prefix(std::min(rest.size(), rule.size() + 1));
      outcomes.push_back({rule, "shown", "", text(card.shown_at), card.key});
      if (card.outcome.empty()) continue;
      std::string reason = card.reason;
      if (reason.empty() && card.commented) reason = kCommentOnly;
      outcomes.push_back({rule, card.outcome, reason, text(card.outcome_at), card.key});
    }
  }
  return outcomes;
}

}  // namespace cramp::app
