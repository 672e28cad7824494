#include "engine/evidence.hpp"

#include <algorithm>

namespace cramp::engine {

EvidenceStore::EvidenceStore() : sets_(1), paths_(1) {
  path_ids_.emplace("", 0U);
}

EvidenceId EvidenceStore::add(const Set& set) {
  if (sets_.size() >= kMaxSets) {
    complete_ = false;
    return set.left;
  }
  sets_.push_back(set);
  return static_cast<EvidenceId>(sets_.size() - 1);
}

EvidenceId EvidenceStore::leaf(const Fact& fact) {
  const auto key =
      std::pair(fact.resource, (static_cast<std::uint64_t>(fact.kind) << 62U) |
                                   (static_cast<std::uint64_t>(fact.path) << 31U) | fact.place);
  const auto found = leaves_.find(key);
  if (found != leaves_.end()) return found->second;
  facts_.push_back(fact);
  const EvidenceId id = add({0, static_cast<EvidenceId>(facts_.size() - 1)});
  leaves_.emplace(key, id);
  return id;
}

EvidenceId EvidenceStore::element(const json::Node* resource, std::uint32_t path) {
  return leaf({Fact::Kind::kElement, resource, path, 0});
}
EvidenceId EvidenceStore::search(std::uint32_t point) {
  return leaf({Fact::Kind::kSearch, nullptr, 0, point});
}
EvidenceId EvidenceStore::parameter(std::uint32_t index) {
  return leaf({Fact::Kind::kParameter, nullptr, 0, index});
}

EvidenceId EvidenceStore::unite(EvidenceId a, EvidenceId b) {
  if (a == b || b == 0) return a;
  if (a == 0) return b;
  const auto holds = [this](EvidenceId set, EvidenceId part) {
    return sets_[set].left != 0 && (sets_[set].left == part || sets_[set].right == part);
  };
  if (holds(a, b)) return a;
  if (holds(b, a)) return b;
  return add({a, b});
}

std::uint32_t EvidenceStore::intern(std::string path) {
  const auto found = path_ids_.find(path);
  if (found != path_ids_.end()) return found->second;
  const auto id = static_cast<std::uint32_t>(paths_.size());
  path_ids_.emplace(path, id);
  paths_.push_back(std::move(path));
  return id;
}

std::uint32_t EvidenceStore::step(std::uint32_t parent, std::string_view name) {
  std::string path = paths_[parent];
  if (!path.empty()) path += '.';
  return intern(path.append(name));
}
std::uint32_t EvidenceStore::step(std::uint32_t parent, std::size_t index) {
  return intern(paths_[parent] + "[" + std::to_string(index) + "]");
}

std::vector<Fact> EvidenceStore::facts(const Pair& pair) const {
  std::vector<bool> seen(sets_.size());
  std::vector<EvidenceId> open{pair.data, pair.control};
  std::vector<EvidenceId> places;
  seen[0] = true;
  while (!open.empty()) {
    const EvidenceId id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    if (sets_[id].left == 0) {
      places.push_back(sets_[id].right);
      continue;
    }
    open.push_back(sets_[id].right);
    open.push_back(sets_[id].left);
  }
  std::ranges::sort(places);
  std::vector<Fact> result;
  result.reserve(places.size());
  for (const EvidenceId place : places) result.push_back(facts_[place]);
  return result;
}

}  // namespace cramp::engine
