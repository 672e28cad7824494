#include "app/policy.hpp"

#include <algorithm>

#include "cdshooks/cards.hpp"

namespace cramp::app {

namespace {

using rules::AppliedAction;
using store::PastCard;

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

enum class Severity { kCritical, kWarning, kInfo };

Severity severity_of(const AppliedAction& card) {
  const std::string_view indicator = cdshooks::indicator(card.priority);
  return indicator == "critical"  ? Severity::kCritical
         : indicator == "warning" ? Severity::kWarning
                                  : Severity::kInfo;
}

/// What a clinician must see before the order is signed is not for a number to hold back.
bool always_stands(const AppliedAction& card, const cdshooks::Hook& hook) {
  const Severity severity = severity_of(card);
  return severity == Severity::kCritical ||
         (severity == Severity::kWarning && cdshooks::find_field(hook, "draftOrders") != nullptr);
}

/// The content is told of earlier answers: then it decides what they silence.
bool decides_on_answers(const rules::Service& service) {
  const auto names = service.program->parameters();
  return std::find(names.begin(), names.end(), rules::kEarlierOutcomes) != names.end();
}

bool is_reasoned_override(const PastCard& card) {
  return card.outcome == "overridden" && (!card.reason.empty() || card.commented);
}

}  // namespace

Policy::Policy(const State& state, const Caller& caller, const cdshooks::Offer& offer)
    : config_(state.config.policy),
      hook_(*offer.hook),
      service_is_silent_((caller.client != nullptr && caller.client->silent) ||
                         contains(config_.silent_services, offer.service->id)),
      answers_count_(!decides_on_answers(*offer.service)) {}

bool Policy::is_silent(const AppliedAction& card) const {
  const auto silent = [&](const std::string& rule) { return contains(config_.silent_rules, rule); };
  return service_is_silent_ ||
         (!card.rules.empty() && std::all_of(card.rules.begin(), card.rules.end(), silent));
}

bool Policy::is_repeat(const AppliedAction& card, const std::vector<PastCard>& past,
                       store::Millis now) const {
  if (card.key.empty() || severity_of(card) == Severity::kCritical) return false;
  return std::any_of(past.begin(), past.end(), [&](const PastCard& earlier) {
    if (earlier.key != card.key) return false;
    return (answers_count_ && is_reasoned_override(earlier) &&
            now - earlier.outcome_at < config_.suppress_overridden.count()) ||
           (!always_stands(card, hook_) && now - earlier.shown_at < config_.suppress_shown.count());
  });
}

std::vector<std::string_view> Policy::reasons(const std::vector<AppliedAction>& cards,
                                              const std::vector<PastCard>& past,
                                              store::Millis now) const {
  std::vector<std::string_view> reasons;
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    reasons.push_back(is_silent(cards[i])              ? "silent"
                      : is_repeat(cards[i], past, now) ? "suppressed"
                                                       : "");
    if (reasons.back().empty()) shown.push_back(i);
  }
  const auto rank = [&](std::size_t i) {
    return std::pair(!always_stands(cards[i], hook_), severity_of(cards[i]));
  };
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  for (std::size_t place = config_.cards; place < shown.size(); ++place) {
    if (!always_stands(cards[shown[place]], hook_)) reasons[shown[place]] = "capped";
  }
  return reasons;
}

void Policy::withhold(const std::vector<PastCard>& past, store::Millis now, rules::Applied& applied,
                      CallRecord& record) const {
  const auto why = reasons(applied.actions, past, now);
  std::vector<AppliedAction> shown;
  for (std::size_t i = 0; i < why.size(); ++i) {
    AppliedAction& card = applied.actions[i];
    if (why[i].empty()) {
      shown.push_back(std::move(card));
    } else {
      record.withheld.push_back({why[i], cdshooks::indicator(card.priority), std::move(card.rules),
                                 base::Phi<std::string>(std::move(card.key))});
    }
  }
  applied.actions = std::move(shown);
  std::erase_if(applied.system_actions, [&](const AppliedAction& one) { return is_silent(one); });
}

}  // namespace cramp::app
