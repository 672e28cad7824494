#pragma once
// Why rules fired, did not, or could not be assessed, for one call.
//
//   RuleExplanations why(service, snapshot.terminology());   // of a traced Snapshot
//   const Observer observer = [&](const auto& evaluation) { why.add(evaluation); };
//   apply(service, {…, .observer = &observer});
//   json = why.write(unavailable, cards);

#include <map>
#include <string>
#include <vector>

#include "engine/explanation.hpp"
#include "rules/apply.hpp"
#include "rules/rule_sources.hpp"

namespace cramp::rules {

class RuleExplanations {
 public:
  /// The service's program must be traced. Both must outlive this.
  RuleExplanations(const Service& service, const terminology::Terminology& terminology);

  /// Of a call that is evaluated several times the evaluation that found the rule counts.
  void add(const engine::Evaluation& evaluation);

  /// A rule has
  /// - fired: a card names it;
  /// - not been assessable: it failed, or nothing was found by a search that its value rests on and
  ///   that wants data of an unavailable key;
  /// - not fired: all others.
  /// `cards`: the rules that each card names, in order. The JSON object of docs/eval.md.
  std::string write(const std::vector<std::string>& unavailable,
                    const std::vector<std::vector<std::string>>& cards) const;

 private:
  struct State {
    bool evaluated = false, found = false;
    std::string error;
    std::string why;  ///< JSON
    std::vector<engine::Searched> searched;
  };

  State state_of(const RuleSource& source, const engine::Evaluation& evaluation) const;
  /// The unavailable keys that a search would have needed.
  std::vector<std::string> missing(const State& state,
                                   const std::vector<std::string>& unavailable) const;
  bool wants(const DataRequirement& requirement, const engine::Searched& searched) const;
  void write_rule(std::string& out, std::size_t index, const std::vector<std::string>& unavailable,
                  const std::vector<std::vector<std::string>>& cards) const;

  const Service& service_;
  const terminology::Terminology& terminology_;
  std::vector<elm::SourceText> texts_;
  std::vector<RuleSource> sources_;
  std::vector<State> states_;                                    ///< of sources_
  std::vector<std::pair<std::string, std::string>> conditions_;  ///< "action: definition", JSON
};

}  // namespace cramp::rules
