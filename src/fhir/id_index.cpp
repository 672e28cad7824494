#include "fhir/id_index.hpp"

#include <array>
#include <cstring>
#include <random>

namespace cramp::fhir {

namespace {

using Keys = std::array<std::uint64_t, 3>;

Keys random_keys() {
  std::random_device device;
  Keys keys{};
  for (std::uint64_t& key : keys) key = (std::uint64_t{device()} << 32U) | device() | 1U;
  return keys;
}

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace

std::uint32_t IdIndex::hash_of(std::string_view text) {
  static const Keys kKeys = random_keys();
  std::uint64_t state = kKeys[0] ^ text.size();
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t count = text.size() < 8 ? text.size() : 8;
    std::memcpy(&word, text.data(), count);
    state = fold(state ^ word ^ kKeys[1], kKeys[2]);
    text.remove_prefix(count);
  }
  return static_cast<std::uint32_t>(state >> 32U);
}

void IdIndex::place(Slot slot) {
  std::size_t at = slot.hash & mask();
  while (slots_[at].number != kNone) at = (at + 1) & mask();
  slots_[at] = slot;
}

void IdIndex::add(std::string_view text, std::uint32_t number) {
  constexpr std::size_t kFirst = 64;
  if (2 * (used_ + 1) > slots_.size()) {
    std::vector<Slot> old(slots_.empty() ? kFirst : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kNone) place(slot);
    }
  }
  place({hash_of(text), number});
  ++used_;
}

}  // namespace cramp::fhir
