#pragma once
// Finds numbers by text in constant time, for ids that come from outside.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cramp::fhir {

/// An open hash table of (hash, number); the caller keeps the texts and compares them. The hash is
/// keyed with random numbers of this process, so that nobody can choose ids that collide.
class IdIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// The first number under this text for which `accept(number)` is true, or kNone.
  template <class Accept>
  std::uint32_t find(std::string_view text, Accept accept) const {
    return slots_.empty() ? kNone : slots_[probe(hash_of(text), accept)].number;
  }

  /// The same; where there is none, puts `number` under the text.
  template <class Accept>
  std::uint32_t find_or_add(std::string_view text, std::uint32_t number, Accept accept) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    const std::uint32_t hash = hash_of(text);
    Slot& slot = slots_[probe(hash, accept)];
    const std::uint32_t found = slot.number;
    if (found == kNone) {
      slot = {hash, number};
      ++used_;
    }
    return found;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = kNone;
  };
  static std::uint32_t hash_of(std::string_view text);
  void grow();

  /// Where it is, or the free slot where it would be; there is always one.
  template <class Accept>
  std::size_t probe(std::uint32_t hash, Accept accept) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.number == kNone || (slot.hash == hash && accept(slot.number))) return at;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace cramp::fhir
