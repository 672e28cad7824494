#pragma once
// What a call tells the CQL, as parameters (docs/content.md, "What the CQL is given").

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"
#include "rules/apply.hpp"

namespace cramp::rules {

/// Holds the JSON nodes that the parameters look at; the call and `item` must outlive it. Not to be
/// moved.
class CallParameters {
 public:
  /// `item`: what the card of a `card-for-each` is about, or empty.
  CallParameters(const Call& call, std::string_view item);
  CallParameters(const CallParameters&) = delete;
  CallParameters& operator=(const CallParameters&) = delete;

  std::span<const engine::Parameter> list() const { return parameters_; }

 private:
  struct Texts {
    std::vector<json::Node> items;
    json::Node list;
  };
  static constexpr std::size_t kOutcomeMembers = 5;
  using OutcomeMembers = std::array<json::Member, kOutcomeMembers>;

  void add_text(std::string_view name, std::string_view characters, json::Node& node);
  void add_texts(std::string_view name, std::span<const std::string_view> texts, Texts& nodes);
  void add_outcomes(std::span<const Outcome> outcomes);

  Texts unavailable_, context_, selections_;
  json::Node encounter_, user_, item_, outcomes_;
  std::vector<OutcomeMembers> outcome_members_;
  std::vector<json::Node> outcome_items_;
  std::vector<engine::Parameter> parameters_;
};

}  // namespace cramp::rules
