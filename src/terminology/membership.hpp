#pragma once
// From value sets with references to one index. Internal to terminology.

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "terminology/code_index.hpp"
#include "terminology/value_set.hpp"

namespace cramp::terminology {

/// What a value set amounts to once its references are followed.
struct Expansion {
  std::vector<Coding> listed;
  bool has_filters = false;
};

/// For each set the sets it includes; what does not resolve and what goes round in circles is a
/// fault and left out. `order` receives all sets, included ones first.
struct References {
  std::vector<std::vector<ValueSetId>> of;
  std::vector<ValueSetId> order;
};
References resolve_references(const std::vector<ValueSet>& sets, base::Faults& faults);

std::vector<Expansion> expand(const std::vector<ValueSet>& sets, const References& references);

struct BuiltIndex {
  CodeIndex index;
  // For codes that came without a system: those listed of flat systems, with what they mean in
  // hierarchical ones, then the hierarchical ones alone.
  SpaceId any_flat = CodeIndex::kNoSpace;
  SpaceId any_hierarchical = CodeIndex::kNoSpace;
};
BuiltIndex build_index(const std::vector<ValueSet>& sets, const References& references);

/// Index of the set of this canonical ("url" or "url|version"), or the number of sets.
std::size_t find_value_set(const std::vector<ValueSet>& sets, std::string_view canonical);

}  // namespace cramp::terminology
