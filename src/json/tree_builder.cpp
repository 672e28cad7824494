#include "json/tree_builder.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

namespace cramp::json {

namespace {

constexpr std::size_t kFirstStack = 512;
/// Up to here names are compared with the earlier ones of their kind; above they are sorted, so
/// that a hostile object does not cost the square of its members.
constexpr std::size_t kFewMembers = 48;

bool same_name(const Node& a, const Node& b) {
  return a.size == b.size && std::memcmp(a.text, b.text, a.size) == 0;
}

/// One of 64 bits by length, first and last character: different for most names in one object.
std::uint64_t fingerprint(const Node& name) {
  if (name.size == 0) return 1;
  const auto first = static_cast<unsigned char>(name.text[0]);
  const auto last = static_cast<unsigned char>(name.text[name.size - 1]);
  return std::uint64_t{1} << ((name.size * 29U + first * 7U + last) & 63U);
}

bool repeats_an_earlier(const Member* members, std::size_t index) {
  return std::any_of(members, members + index, [&](const Member& earlier) {
    return same_name(earlier.name, members[index].name);
  });
}

}  // namespace

TreeBuilder::TreeBuilder(base::Arena& arena, std::size_t depth_limit)
    : arena_(arena),
      depth_limit_(depth_limit),
      stack_(kFirstStack),
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
  top_ -= count;
  Node* const items = static_cast<Node*>(arena_.allocate(count * sizeof(Node), alignof(Node)));
  std::uninitialized_copy_n(top_, count, items);
  return push({.type = Type::kArray, .size = count, .items = items});
}

bool TreeBuilder::EndObject(std::uint32_t count) {
  --depth_;
  top_ -= std::size_t{count} * 2;
  auto* const members =
      static_cast<Member*>(arena_.allocate(count * sizeof(Member), alignof(Member)));
  std::uint64_t seen = 0;
  bool has_underscore = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = *new (members + i) Member{top_[2 * i], top_[2 * i + 1]};
    has_underscore |= member.name.size != 0 && member.name.text[0] == '_';
    const std::uint64_t bit = fingerprint(member.name);
    if ((seen & bit) != 0 && count <= kFewMembers && repeats_an_earlier(members, i)) {
      duplicate_ = member.name.text;
    }
    seen |= bit;
  }
  if (count > kFewMembers) duplicate_ = find_duplicate(members, count);
  if (duplicate_ != nullptr) {
    fault_ = BuildFault::kDuplicateName;
    return false;
  }
  return push(
      {.type = Type::kObject, .has_underscore = has_underscore, .size = count, .members = members});
}

const char* TreeBuilder::find_duplicate(const Member* members, std::size_t count) {
  std::vector<const Node*> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) names.push_back(&members[i].name);
  std::sort(names.begin(), names.end(), [](const Node* a, const Node* b) {
    if (a->size != b->size) return a->size < b->size;
    const int order = std::memcmp(a->text, b->text, a->size);
    return order != 0 ? order < 0 : a < b;
  });
  for (std::size_t i = 1; i < count; ++i) {
    if (same_name(*names[i - 1], *names[i])) return names[i]->text;
  }
  return nullptr;
}

const Node* TreeBuilder::finish() {
  return arena_.make<Node>(stack_.front());
}

}  // namespace cramp::json
