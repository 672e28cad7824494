#include "rules/rule_explanations.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace cramp::rules {

namespace {

using engine::Kind;
using engine::Value;
using Json = json::Value;

void member(std::string& out, std::string_view name, const Json& value) {
  if (out.back() != '{') out += ',';
  json::write_to(out, Json(name));
  out += ':';
  json::write_to(out, value);
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

/// True when the value is the rule's Tuple, or a list that holds it.
bool holds_rule(const Value& value, std::string_view rule) {
  if (value.is(Kind::kTuple)) {
    const Value id = value.as_tuple().find("rule");
    return id.is(Kind::kString) && id.as_string() == rule;
  }
  if (!value.is(Kind::kList)) return false;
  return std::ranges::any_of(value.as_list().items,
                             [rule](const Value& item) { return holds_rule(item, rule); });
}

}  // namespace

RuleExplanations::RuleExplanations(const Service& service,
                                   const terminology::Terminology& terminology)
    : service_(service),
      terminology_(terminology),
      texts_(engine::Explainer::texts(*service.program)),
      sources_(rule_sources(*service.program)),
      states_(sources_.size()) {}

RuleExplanations::State RuleExplanations::state_of(const RuleSource& source,
                                                   const engine::Evaluation& evaluation) const {
  const engine::Explainer explainer(evaluation, &texts_);
  std::vector<engine::Explanation> found;
  if (source.is_function) {
    found = explainer.explain_calls(source.library, source.definition);
  } else if (const auto id = service_.program->find(source.library, source.definition)) {
    found.push_back(explainer.explain(*id));
  }
  State state;
  for (const engine::Explanation& one : found) {
    if (!one.value || state.found) continue;
    state.evaluated = true;
    if (!*one.value) {
      state.error = base::describe(one.value->error());
    } else {
      state.found = holds_rule(**one.value, source.rule);
    }
    state.searched = one.searched;
    state.why.clear();
    write_json(state.why, one);
  }
  return state;
}

void RuleExplanations::add(const engine::Evaluation& evaluation) {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    State state = state_of(sources_[i], evaluation);
    const bool is_better = state.found ? !states_[i].found : !states_[i].evaluated;
    if (is_better && state.evaluated) states_[i] = std::move(state);
  }
  const engine::Explainer explainer(evaluation, &texts_);
  for (const TopAction& action : service_.actions) {
    for (const Expression& condition : action.conditions) {
      const std::string name = action.where + ": " + condition.name;
      const engine::Explanation why = explainer.explain(condition.id);
      const bool is_known =
          std::ranges::any_of(conditions_, [&](const auto& known) { return known.first == name; });
      if (!why.evaluated || is_known) continue;
      std::string text;
      write_json(text, why);
      conditions_.emplace_back(name, std::move(text));
    }
  }
}

bool RuleExplanations::wants(const DataRequirement& requirement,
                             const engine::Searched& searched) const {
  if (requirement.type != searched.type) return false;
  if (requirement.code_filters.empty() || searched.value_set.empty()) return true;
  const auto set = terminology_.find(std::string(searched.value_set));
  if (!set) return true;
  const auto listed = terminology_.listed(*set);
  return std::ranges::any_of(requirement.code_filters, [&](const CodeFilter& filter) {
    return filter.id == *set || std::ranges::any_of(listed, [&](const Coding& coding) {
             return terminology_.contains(filter.id, coding.system, coding.code);
           });
  });
}

std::vector<std::string> RuleExplanations::missing(
    const State& state, const std::vector<std::string>& unavailable) const {
  std::vector<std::string> keys;
  for (const DataRequirement& requirement : service_.requirements) {
    const bool is_unavailable =
        std::ranges::find(unavailable, requirement.key) != unavailable.end();
    const auto is_wanted = [&](const engine::Searched& one) { return wants(requirement, one); };
    if (is_unavailable && std::ranges::any_of(state.searched, is_wanted)) {
      keys.push_back(requirement.key);
    }
  }
  return keys;
}

void RuleExplanations::write_rule(std::string& out, std::size_t index,
                                  const std::vector<std::string>& unavailable,
                                  const std::vector<std::vector<std::string>>& cards) const {
  const RuleSource& source = sources_[index];
  const State& state = states_[index];
  Json named_by = Json::array();
  for (std::size_t i = 0; i < cards.size(); ++i) {
    if (std::ranges::find(cards[i], source.rule) != cards[i].end()) {
      named_by.push(Json::number(static_cast<std::int64_t>(i)));
    }
  }
  const auto keys = state.found ? std::vector<std::string>() : missing(state, unavailable);
  const bool has_fired = !named_by.is_empty() && (state.found || !state.evaluated);
  const bool is_unknown = !state.error.empty() || !keys.empty();
  out += '{';
  member(out, "rule", Json(source.rule));
  member(out, "status", has_fired ? "fired" : is_unknown ? "notAssessable" : "notFired");
  std::string_view reason = "its conditions are not met";
  if (has_fired) {
    reason = "a card names it";
  } else if (!state.error.empty()) {
    reason = "it failed";
  } else if (!keys.empty()) {
    reason = "data that it rests on is not available";
  } else if (state.found) {
    reason = "its conditions are met, but no card names it";
  } else if (!state.evaluated) {
    reason = "an earlier condition decided: it was not evaluated";
  }
  member(out, "reason", reason);
  if (!named_by.is_empty()) member(out, "cards", named_by);
  if (!keys.empty()) member(out, "unavailable", list_of(keys));
  member(out, "definition", std::string(source.library) + "." + std::string(source.definition));
  if (!state.why.empty()) out += ",\"why\":" + state.why;
  out += '}';
}

std::string RuleExplanations::write(const std::vector<std::string>& unavailable,
                                    const std::vector<std::vector<std::string>>& cards) const {
  std::string out = "{";
  member(out, "service", Json(service_.id));
  member(out, "unavailable", list_of(unavailable));
  out += ",\"rules\":[";
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (i > 0) out += ',';
    write_rule(out, i, unavailable, cards);
  }
  out += "],\"conditions\":[";
  for (const auto& [name, why] : conditions_) {
    if (&name != &conditions_.front().first) out += ',';
    out += '{';
    const std::size_t colon = name.find(": ");
    member(out, "action", Json(name.substr(0, colon)));
    member(out, "definition", Json(name.substr(colon + 2)));
    out += ",\"why\":" + why + "}";
  }
  return out + "]}";
}

}  // namespace cramp::rules
