#include "terminology/code_index.hpp"

#include <algorithm>
#include <functional>

#include "terminology/hierarchy.hpp"

namespace cramp::terminology {

SpaceId CodeIndex::add_space(std::string_view name, bool dotted) {
  if (const SpaceId known = find_space(name); known != kNoSpace) return known;
  spaces_.push_back({std::string(name), dotted, {}});
  return static_cast<SpaceId>(spaces_.size() - 1);
}

SpaceId CodeIndex::find_space(std::string_view name) const {
  for (std::size_t i = 0; i < spaces_.size(); ++i) {
    if (spaces_[i].name == name && !name.empty()) return static_cast<SpaceId>(i);
  }
  return kNoSpace;
}

std::string CodeIndex::compared(const std::string& code, bool dotted) {
  std::string result = code;
  if (dotted) std::erase(result, '.');
  return result;
}

std::uint32_t CodeIndex::hash_of(std::uint16_t key, std::string_view text) {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15U;
  const std::uint64_t hash = std::hash<std::string_view>{}(text) ^ (key * kSpread);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

const CodeIndex::Slot* CodeIndex::find(std::uint16_t key, std::string_view text) const {
  if (slots_.empty()) return nullptr;
  const std::uint32_t hash = hash_of(key, text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.key == kFree) return nullptr;
    if (slot.hash == hash && slot.key == key &&
        std::string_view(texts_).substr(slot.text, slot.text_size) == text) {
      return &slot;
    }
  }
}

void CodeIndex::grow() {
  constexpr std::size_t kFirst = 1024;
  std::vector<Slot> old(slots_.empty() ? kFirst : slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.key == kFree) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].key != kFree) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void CodeIndex::add(std::uint16_t key, std::string_view text, const Sets& sets) {
  if (find(key, text) != nullptr) return;
  if (2 * (used_ + 1) > slots_.size()) grow();
  const auto [known, is_new] = offsets_.try_emplace(sets, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) sets_.insert(sets_.end(), sets.begin(), sets.end());
  const std::uint32_t hash = hash_of(key, text);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].key != kFree) at = (at + 1) & mask;
  slots_[at] = {.hash = hash,
                .text = static_cast<std::uint32_t>(texts_.size()),
                .text_size = static_cast<std::uint16_t>(text.size()),
                .key = key,
                .sets = known->second,
                .set_count = static_cast<std::uint32_t>(sets.size())};
  texts_ += text;
  ++used_;
}

void CodeIndex::add_code(SpaceId space, std::string_view code, const Sets& sets) {
  add(key_of(space, false), code, sets);
}

void CodeIndex::add_prefix(SpaceId space, std::string_view prefix, const Sets& sets) {
  auto& sizes = spaces_[space].prefix_sizes;
  const auto place = std::lower_bound(sizes.begin(), sizes.end(), prefix.size(), std::greater<>());
  if (place == sizes.end() || *place != prefix.size()) sizes.insert(place, prefix.size());
  add(key_of(space, true), prefix, sets);
}

std::span<const ValueSetId> CodeIndex::below(const Space& space, SpaceId id, std::string_view code,
                                             std::size_t longest) const {
  for (const std::size_t size : space.prefix_sizes) {
    if (size > longest) continue;
    if (const Slot* slot = find(key_of(id, true), code.substr(0, size))) {
      return {sets_.data() + slot->sets, slot->set_count};
    }
  }
  return {};
}

std::span<const ValueSetId> CodeIndex::sets_of(SpaceId space, std::string_view code) const {
  if (space >= spaces_.size() || code.empty()) return {};
  CodeBuffer buffer;
  if (spaces_[space].dotted) {
    const auto plain = without_dots(code, buffer);
    if (!plain || plain->empty()) return {};
    code = *plain;
  }
  if (const Slot* slot = find(key_of(space, false), code)) {
    return {sets_.data() + slot->sets, slot->set_count};
  }
  return below(spaces_[space], space, code, code.size() - 1);
}

std::span<const ValueSetId> CodeIndex::sets_below(SpaceId space, std::string_view code) const {
  return below(spaces_[space], space, code, code.size());
}

bool CodeIndex::has_code(SpaceId space, std::string_view code) const {
  return space < spaces_.size() && find(key_of(space, false), code) != nullptr;
}

}  // namespace cramp::terminology
