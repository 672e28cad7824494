#include "terminology/terminology.hpp"

#include <algorithm>

#include "terminology/membership.hpp"

namespace cramp::terminology {

struct Terminology::Impl {
  std::vector<ValueSet> sets;
  std::vector<Expansion> expansions;
  BuiltIndex built;
};

Terminology::Terminology() : impl_(std::make_unique<Impl>()) {}
Terminology::~Terminology() = default;
Terminology::Terminology(Terminology&&) noexcept = default;
Terminology& Terminology::operator=(Terminology&&) noexcept = default;

void Terminology::add_value_set(json::View value_set, base::Faults& faults) {
  ValueSet set = read_value_set(value_set, faults);
  if (set.url.empty()) return;
  if (find_value_set(impl_->sets, set.url) != impl_->sets.size()) {
    faults.push_back(fault(set.url, "another value set has the same url"));
    return;
  }
  impl_->sets.push_back(std::move(set));
}

void Terminology::freeze(base::Faults& faults) {
  const References references = resolve_references(impl_->sets, faults);
  impl_->expansions = expand(impl_->sets, references);
  impl_->built = build_index(impl_->sets, references);
}

std::optional<ValueSetId> Terminology::find(std::string_view canonical) const {
  const std::size_t found = find_value_set(impl_->sets, canonical);
  if (found == impl_->sets.size()) return std::nullopt;
  return static_cast<ValueSetId>(found);
}

std::size_t Terminology::size() const {
  return impl_->sets.size();
}

std::string_view Terminology::url(ValueSetId id) const {
  return impl_->sets.at(id).url;
}

std::span<const ValueSetId> Terminology::sets_of(std::string_view system,
                                                 std::string_view code) const {
  const CodeIndex& index = impl_->built.index;
  return index.sets_of(index.find_space(system), code);
}

std::span<const ValueSetId> Terminology::sets_of_code(std::string_view code) const {
  const auto& [index, flat, hierarchical] = impl_->built;
  return index.sets_of(index.has_code(flat, code) ? flat : hierarchical, code);
}

bool Terminology::contains(ValueSetId id, std::string_view system, std::string_view code) const {
  return std::ranges::binary_search(sets_of(system, code), id);
}

std::span<const Terminology::Coding> Terminology::listed(ValueSetId id) const {
  if (id >= impl_->expansions.size()) return {};
  return impl_->expansions[id].listed;
}

bool Terminology::has_filters(ValueSetId id) const {
  return id < impl_->expansions.size() && impl_->expansions[id].has_filters;
}

}  // namespace cramp::terminology
