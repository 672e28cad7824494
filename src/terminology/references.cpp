#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "terminology/hierarchy.hpp"
#include "terminology/membership.hpp"

namespace cramp::terminology {

namespace {

/// Puts included sets before those that include them; cuts circles.
class Sorter {
 public:
  Sorter(const std::vector<ValueSet>& sets, References& references, base::Faults& faults)
      : sets_(sets), references_(references), faults_(faults), states_(sets.size(), State::kNew) {}

  void visit(ValueSetId id) {
    if (states_[id] == State::kDone) return;
    states_[id] = State::kOpen;
    std::erase_if(references_.of[id], [&](ValueSetId other) {
      if (states_[other] != State::kOpen) return false;
      faults_.push_back(
          fault(sets_[id].url, fmt::format("includes itself by way of {}", sets_[other].url)));
      return true;
    });
    for (const ValueSetId other : references_.of[id]) visit(other);
    states_[id] = State::kDone;
    references_.order.push_back(id);
  }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kDone };

  const std::vector<ValueSet>& sets_;
  References& references_;
  base::Faults& faults_;
  std::vector<State> states_;
};

/// (system, code) as they are compared.
std::pair<std::string, std::string> key_of(const Coding& coding) {
  const Hierarchy* hierarchy = find_hierarchy(coding.system);
  return {coding.system,
          CodeIndex::compared(coding.code, hierarchy != nullptr && hierarchy->dotted)};
}

}  // namespace

std::size_t find_value_set(const std::vector<ValueSet>& sets, std::string_view canonical) {
  const std::size_t bar = canonical.find('|');
  const std::string_view url = canonical.substr(0, bar);
  const auto found = std::ranges::find(sets, url, &ValueSet::url);
  if (found == sets.end()) return sets.size();
  const bool other_version =
      bar != std::string_view::npos && found->version != canonical.substr(bar + 1);
  return other_version ? sets.size() : static_cast<std::size_t>(found - sets.begin());
}

References resolve_references(const std::vector<ValueSet>& sets, base::Faults& faults) {
  References references;
  for (const ValueSet& set : sets) {
    auto& ids = references.of.emplace_back();
    for (const std::string& canonical : set.references) {
      const std::size_t found = find_value_set(sets, canonical);
      if (found == sets.size()) {
        faults.push_back(
            fault(set.url, fmt::format("includes {}, which is not loaded", canonical)));
      } else {
        ids.push_back(static_cast<ValueSetId>(found));
      }
    }
  }
  Sorter sorter(sets, references, faults);
  for (ValueSetId id = 0; id < sets.size(); ++id) sorter.visit(id);
  return references;
}

std::vector<Expansion> expand(const std::vector<ValueSet>& sets, const References& references) {
  std::vector<Expansion> expansions(sets.size());
  for (const ValueSetId id : references.order) {
    Expansion& expansion = expansions[id];
    std::set<std::pair<std::string, std::string>> seen;
    for (const Coding& coding : sets[id].excluded) seen.insert(key_of(coding));
    const auto take = [&](const std::vector<Coding>& listed) {
      for (const Coding& coding : listed) {
        if (seen.insert(key_of(coding)).second) expansion.listed.push_back(coding);
      }
    };
    take(sets[id].listed);
    expansion.has_filters = !sets[id].prefixes.empty();
    for (const ValueSetId other : references.of[id]) {
      take(expansions[other].listed);
      expansion.has_filters |= expansions[other].has_filters;
    }
  }
  return expansions;
}

}  // namespace cramp::terminology
