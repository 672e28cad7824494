#include "terminology/membership.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "terminology/hierarchy.hpp"

namespace cramp::terminology {

namespace {

using Sets = CodeIndex::Sets;
/// By code in its compared form.
using ByCode = std::unordered_map<std::string, Sets>;

/// What the value sets say about one code system by themselves.
struct System {
  SpaceId space = 0;
  bool hierarchical = false;
  bool dotted = false;
  ByCode listed;  ///< also the code of an is-a filter
  ByCode below;   ///< the codes longer than this prefix
  ByCode excluded;
};

void merge(Sets& into, std::span<const ValueSetId> more) {
  into.insert(into.end(), more.begin(), more.end());
  std::ranges::sort(into);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

class Builder {
 public:
  Builder(const std::vector<ValueSet>& sets, const References& references)
      : sets_(sets), references_(references), is_member_(sets.size()) {}

  BuiltIndex build() {
    for (ValueSetId id = 0; id < sets_.size(); ++id) gather(id);
    for (auto& [name, system] : systems_) add_system(system);
    const SpaceId any_hierarchical = add_any_hierarchical();
    const SpaceId any_flat = add_any_flat(any_hierarchical);
    return {std::move(index_), any_flat, any_hierarchical};
  }

 private:
  System& system(const std::string& name) {
    const auto [entry, is_new] = systems_.try_emplace(name);
    System& system = entry->second;
    if (is_new) {
      const Hierarchy* hierarchy = find_hierarchy(name);
      system.hierarchical = hierarchy != nullptr;
      system.dotted = system.hierarchical && hierarchy->dotted;
      system.space = index_.add_space(name, system.dotted);
    }
    return system;
  }

  void gather(ValueSetId id) {
    for (const Coding& coding : sets_[id].listed) {
      System& of = system(coding.system);
      of.listed[CodeIndex::compared(coding.code, of.dotted)].push_back(id);
    }
    for (const Coding& coding : sets_[id].excluded) {
      System& of = system(coding.system);
      of.excluded[CodeIndex::compared(coding.code, of.dotted)].push_back(id);
    }
    for (const Prefix& prefix : sets_[id].prefixes) {
      System& of = system(prefix.system);
      const std::string code = CodeIndex::compared(prefix.code, of.dotted);
      of.below[code].push_back(id);
      if (prefix.self) of.listed[code].push_back(id);
    }
  }

  void mark(const ByCode& by_code, const std::string& code, bool value) {
    const auto found = by_code.find(code);
    if (found == by_code.end()) return;
    for (const ValueSetId id : found->second) is_member_[id] = value;
  }

  /// The sets that contain the code, or the codes below it, with all that they include.
  Sets members(const System& system, const std::string& code, bool below) {
    std::fill(is_member_.begin(), is_member_.end(), false);
    const std::size_t longest = below ? code.size() : code.size() - 1;
    for (std::size_t size = 1; size <= longest && !system.below.empty(); ++size) {
      mark(system.below, code.substr(0, size), true);
    }
    if (!below) mark(system.listed, code, true);
    const auto excluded = below ? system.excluded.end() : system.excluded.find(code);
    Sets result;
    for (const ValueSetId id : references_.order) {
      for (const ValueSetId other : references_.of[id]) {
        if (is_member_[other]) is_member_[id] = true;
      }
      if (excluded != system.excluded.end() && std::ranges::count(excluded->second, id) != 0) {
        is_member_[id] = false;
      }
      if (is_member_[id]) result.push_back(id);
    }
    std::ranges::sort(result);
    return result;
  }

  void add_system(const System& system) {
    for (const auto& [code, ids] : system.listed) {
      index_.add_code(system.space, code, members(system, code, false));
    }
    for (const auto& [code, ids] : system.excluded) {
      index_.add_code(system.space, code, members(system, code, false));
    }
    for (const auto& [code, ids] : system.below) {
      index_.add_prefix(system.space, code, members(system, code, true));
      index_.add_code(system.space, code, members(system, code, false));
    }
  }

  SpaceId add_any_hierarchical() {
    const SpaceId any = index_.add_space({}, true);
    std::set<std::string> codes;
    std::set<std::string> prefixes;
    for_each_system(true, [&](const System& system) {
      for (const ByCode* part : {&system.listed, &system.excluded, &system.below}) {
        for (const auto& [code, ids] : *part) codes.insert(code);
      }
      for (const auto& [code, ids] : system.below) prefixes.insert(code);
    });
    for (const std::string& prefix : prefixes) {
      Sets sets;
      for_each_system(true, [&](const System& system) {
        merge(sets, index_.sets_below(system.space, prefix));
      });
      index_.add_prefix(any, prefix, sets);
    }
    for (const std::string& code : codes) {
      Sets sets;
      for_each_system(
          true, [&](const System& system) { merge(sets, index_.sets_of(system.space, code)); });
      index_.add_code(any, code, sets);
    }
    return any;
  }

  SpaceId add_any_flat(SpaceId hierarchical) {
    const SpaceId any = index_.add_space({}, false);
    std::unordered_map<std::string, Sets> codes;
    for_each_system(false, [&](const System& system) {
      for (const ByCode* part : {&system.listed, &system.excluded}) {
        for (const auto& [code, ids] : *part) {
          merge(codes[code], index_.sets_of(system.space, code));
        }
      }
    });
    for (auto& [code, sets] : codes) {
      merge(sets, index_.sets_of(hierarchical, code));
      index_.add_code(any, code, sets);
    }
    return any;
  }

  template <class Action>
  void for_each_system(bool hierarchical, Action action) const {
    for (const auto& [name, system] : systems_) {
      if (system.hierarchical == hierarchical) action(system);
    }
  }

  const std::vector<ValueSet>& sets_;
  const References& references_;
  std::vector<char> is_member_;
  std::map<std::string, System> systems_;
  CodeIndex index_;
};

}  // namespace

BuiltIndex build_index(const std::vector<ValueSet>& sets, const References& references) {
  return Builder(sets, references).build();
}

}  // namespace cramp::terminology
