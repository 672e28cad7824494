#include "ucum/atoms.hpp"

#include <algorithm>
#include <iterator>

namespace cramp::ucum {

namespace {

#include "ucum/atoms.inc"

/// Where the codes of each first character begin; the table is sorted.
constexpr auto kFirstOf = [] {
  std::array<std::uint16_t, 129> index{};
  std::size_t row = 0;
  for (std::size_t c = 0; c < index.size(); ++c) {
    while (row < std::size(kAtoms) && static_cast<std::size_t>(kAtoms[row].code[0]) < c) ++row;
    index[c] = static_cast<std::uint16_t>(row);
  }
  return index;
}();

const Atom* find_atom(std::string_view code) {
  if (code.empty()) return nullptr;
  const auto first = static_cast<unsigned char>(code[0]);
  if (first > 127) return nullptr;
  const Atom* const end = kAtoms + kFirstOf[first + 1];
  const Atom* const found =
      std::lower_bound(kAtoms + kFirstOf[first], end, code,
                       [](const Atom& atom, std::string_view text) { return atom.code < text; });
  return found != end && found->code == code ? found : nullptr;
}

}  // namespace

Symbol find_symbol(std::string_view text) {
  if (const Atom* atom = find_atom(text)) return {atom, nullptr};
  for (const Prefix& prefix : kPrefixes) {
    if (!text.starts_with(prefix.code)) continue;
    const Atom* const atom = find_atom(text.substr(prefix.code.size()));
    if (atom != nullptr && atom->metric) return {atom, &prefix};
  }
  return {};
}

}  // namespace cramp::ucum
