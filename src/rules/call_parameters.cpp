#include "rules/call_parameters.hpp"

namespace cramp::rules {

namespace {

json::Node text_node(std::string_view characters) {
  json::Node node;
  node.type = json::Type::kString;
  node.size = static_cast<std::uint32_t>(characters.size());
  node.text = characters.data();
  return node;
}

json::Node array_node(const std::vector<json::Node>& items) {
  json::Node node;
  node.type = json::Type::kArray;
  node.size = static_cast<std::uint32_t>(items.size());
  node.items = items.data();
  return node;
}

/// What is not known is null, not an empty text.
json::Member member(std::string_view name, std::string_view value) {
  return {text_node(name), value.empty() ? json::Node() : text_node(value)};
}

}  // namespace

CallParameters::CallParameters(const Call& call, std::string_view item) {
  add_texts("Unavailable Data", call.unavailable, unavailable_);
  add_texts("Context Resources", call.context_resources, context_);
  add_texts("Selected Orders", call.selections, selections_);
  add_text("Encounter Id", call.encounter_id, encounter_);
  add_text("User Id", call.user, user_);
  add_text("Drafted Order", item, item_);
  add_outcomes(call.history);
}

void CallParameters::add_text(std::string_view name, std::string_view characters,
                              json::Node& node) {
  if (characters.empty()) return;
  node = text_node(characters);
  parameters_.push_back({std::string(name), json::View(&node)});
}

void CallParameters::add_texts(std::string_view name, std::span<const std::string_view> texts,
                               Texts& nodes) {
  for (const std::string_view text : texts) nodes.items.push_back(text_node(text));
  nodes.list = array_node(nodes.items);
  parameters_.push_back({std::string(name), json::View(&nodes.list)});
}

void CallParameters::add_outcomes(std::span<const Outcome> outcomes) {
  outcome_members_.reserve(outcomes.size());
  for (const Outcome& one : outcomes) {
    outcome_members_.push_back({member("rule", one.rule), member("outcome", one.outcome),
                                member("reason", one.reason), member("time", one.time),
                                member("cardKey", one.card_key)});
    json::Node& node = outcome_items_.emplace_back();
    node.type = json::Type::kObject;
    node.size = kOutcomeMembers;
    node.members = outcome_members_.back().data();
  }
  outcomes_ = array_node(outcome_items_);
  parameters_.push_back({std::string(kEarlierOutcomes), json::View(&outcomes_)});
}

}  // namespace cramp::rules
