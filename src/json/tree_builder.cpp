#include "json/tree_builder.hpp"

#include <algorithm>
#include <cstring>

namespace cramp::json {

namespace {

bool same_name(const Node& a, const Node& b) {
  return a.size == b.size && std::memcmp(a.text, b.text, a.size) == 0;
}

/// One of 64 bits by length, first and last character: different for most names that stand
/// together.
std::uint64_t fingerprint(const Node& name) {
  if (name.size == 0) return 1;
  const auto first = static_cast<unsigned char>(name.text[0]);
  const auto last = static_cast<unsigned char>(name.text[name.size - 1]);
  return std::uint64_t{1} << ((name.size * 7U + first * 5U + last) & 63U);
}

}  // namespace

TreeBuilder::TreeBuilder(base::Arena& arena, std::size_t depth_limit, std::size_t expected_nodes)
    : arena_(arena),
      depth_limit_(depth_limit),
      stack_(std::max<std::size_t>(expected_nodes, 16)),
      top_(stack_.data()),
      end_(stack_.data() + stack_.size()) {}

void TreeBuilder::grow() {
  const std::size_t used = stack_.size();
  stack_.resize(used * 2);
  top_ = stack_.data() + used;
  end_ = stack_.data() + stack_.size();
}

bool TreeBuilder::EndArray(std::uint32_t count) {
  --depth_;
  Node* first = top_ - count;
  Node* items = nullptr;
  if (count != 0) {
    items = static_cast<Node*>(arena_.allocate(count * sizeof(Node), alignof(Node)));
    std::memcpy(items, first, count * sizeof(Node));
  }
  top_ = first;
  push(Type::kArray, nullptr, count);
  top_[-1].items = items;
  return true;
}

bool TreeBuilder::EndObject(std::uint32_t count) {
  --depth_;
  Node* first = top_ - std::size_t{count} * 2;
  Member* members = nullptr;
  bool underscore = false;
  if (count != 0) {
    members = static_cast<Member*>(arena_.allocate(count * sizeof(Member), alignof(Member)));
    std::memcpy(static_cast<void*>(members), first, count * sizeof(Member));
    std::uint64_t seen = 0;
    bool may_repeat = false;
    for (std::size_t i = 0; i < count; ++i) {
      const Node& name = members[i].name;
      const std::uint64_t bit = fingerprint(name);
      may_repeat |= (seen & bit) != 0;
      seen |= bit;
      underscore |= name.size != 0 && name.text[0] == '_';
    }
    if (may_repeat) {
      if (const char* name = find_duplicate(members, count)) return refuse_duplicate(name);
    }
  }
  top_ = first;
  push(Type::kObject, nullptr, count);
  top_[-1].has_underscore = underscore;
  top_[-1].members = members;
  return true;
}

bool TreeBuilder::refuse_duplicate(const char* name) {
  fault_ = BuildFault::kDuplicateName;
  duplicate_ = name;
  return false;
}

const char* TreeBuilder::find_duplicate(const Member* members, std::size_t count) {
  // Pairs are quickest while they are few; sorting keeps a hostile object from costing its square.
  constexpr std::size_t kFew = 24;
  if (count <= kFew) {
    for (std::size_t later = 1; later < count; ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (same_name(members[earlier].name, members[later].name)) return members[later].name.text;
      }
    }
    return nullptr;
  }
  sorted_names_.clear();
  for (std::size_t i = 0; i < count; ++i) sorted_names_.push_back(&members[i].name);
  std::sort(sorted_names_.begin(), sorted_names_.end(), [](const Node* a, const Node* b) {
    if (a->size != b->size) return a->size < b->size;
    const int order = std::memcmp(a->text, b->text, a->size);
    return order != 0 ? order < 0 : a < b;
  });
  for (std::size_t i = 1; i < count; ++i) {
    if (same_name(*sorted_names_[i - 1], *sorted_names_[i])) return sorted_names_[i]->text;
  }
  return nullptr;
}

const Node* TreeBuilder::finish() {
  return arena_.make<Node>(stack_.front());
}

}  // namespace cramp::json
