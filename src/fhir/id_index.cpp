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

/// Up to 8 characters as a number. A fixed size for each case lets memcpy be a load.
std::uint64_t word_at(const char* text, std::size_t size) {
  std::uint64_t word = 0;
  if (size == 8) {
    std::memcpy(&word, text, 8);
    return word;
  }
  for (std::size_t i = 0; i < size; ++i) {
    word = word << 8U | static_cast<unsigned char>(text[i]);
  }
  return word;
}

}  // namespace

std::uint32_t IdIndex::hash_of(std::string_view text) {
  static const Keys kKeys = random_keys();
  std::uint64_t state = kKeys[0] ^ text.size();
  const char* at = text.data();
  for (std::size_t left = text.size(); left >= 8; left -= 8, at += 8) {
    state = fold(state ^ word_at(at, 8) ^ kKeys[1], kKeys[2]);
  }
  if (const std::size_t rest = text.size() % 8; rest != 0) {
    state = fold(state ^ word_at(at, rest) ^ kKeys[1], kKeys[2]);
  }
  return static_cast<std::uint32_t>(state >> 32U);
}

void IdIndex::grow() {
  constexpr std::size_t kFirst = 64;
  std::vector<Slot> old(slots_.empty() ? kFirst : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.number == kNone) continue;
    slots_[probe(slot.hash, [](std::uint32_t) { return false; })] = slot;
  }
}

}  // namespace cramp::fhir
