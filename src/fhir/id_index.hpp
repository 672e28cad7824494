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
    if (slots_.empty()) return kNone;
    const std::uint32_t hash = hash_of(text);
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.number == kNone) return kNone;
      if (slot.hash == hash && accept(slot.number)) return slot.number;
    }
  }
  void add(std::string_view text, std::uint32_t number);

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = kNone;
  };
  static std::uint32_t hash_of(std::string_view text);
  std::size_t mask() const { return slots_.size() - 1; }
  void place(Slot slot);

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace cramp::fhir
