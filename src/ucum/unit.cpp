#include "ucum/unit.hpp"

#include <algorithm>
#include <utility>

#include "ucum/grammar.hpp"

namespace cramp::ucum {

namespace {

/// The international unit has two spellings (UCUM 2.2 §45): [IU] is 1 [iU].
const Atom* canonical(const Atom* atom) {
  return atom->code == "[IU]" ? find_symbol("[iU]").atom : atom;
}

/// Multiplies components into one unit.
class Product {
 public:
  bool operator()(const Component& part) {
    if (part.symbol.atom == nullptr) {
      unit_.factor.multiply(Factor(part.integer, 1, 0), part.exponent);
      return true;
    }
    if (part.symbol.prefix != nullptr) {
      unit_.factor.multiply(part.symbol.prefix->factor(), part.exponent);
    }
    if (part.symbol.atom->special != Special::kNone) return take_special(part);
    return take(part);
  }

  /// Nothing for a special unit in a product with more than numbers.
  std::optional<Unit> unit() const {
    if (special_ == nullptr) return unit_;
    if (!only_numbers_) return std::nullopt;
    Unit result;
    result.special = special_->special;
    result.special_scale = unit_.factor;
    result.factor = special_->factor();
    std::copy(special_->dimension.begin(), special_->dimension.end(), result.dimension.begin());
    return result;
  }

 private:
  bool take(const Component& part) {
    const Atom& atom = *part.symbol.atom;
    unit_.factor.multiply(atom.factor(), part.exponent);
    only_numbers_ = only_numbers_ && !atom.arbitrary && atom.dimension == Atom{}.dimension;
    for (std::size_t i = 0; i < atom.dimension.size(); ++i) {
      unit_.dimension[i] += atom.dimension[i] * part.exponent;
    }
    return !atom.arbitrary || take_arbitrary(canonical(&atom), part.exponent);
  }

  bool take_special(const Component& part) {
    if (special_ != nullptr || part.exponent != 1) return false;
    special_ = part.symbol.atom;
    return true;
  }

  /// Keeps the powers sorted by atom and without zeros, so that equal products are equal.
  bool take_arbitrary(const Atom* atom, int exponent) {
    auto& [first, second] = unit_.arbitrary;
    if (first.atom != atom && second.atom != atom) {
      if (second.atom != nullptr) return false;
      second.atom = atom;
    }
    (first.atom == atom ? first : second).exponent += exponent;
    for (ArbitraryPower& power : unit_.arbitrary) {
      if (power.exponent == 0) power = {};
    }
    const bool swapped =
        second.atom != nullptr && (first.atom == nullptr || second.atom->code < first.atom->code);
    if (swapped) std::swap(first, second);
    return true;
  }

  Unit unit_;
  const Atom* special_ = nullptr;
  bool only_numbers_ = true;  // beside the special unit
};

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  if (text.empty()) return Unit{};
  Product product;
  if (!for_each_component(text, product)) return std::nullopt;
  return product.unit();
}

bool same_dimension(const Unit& a, const Unit& b) {
  return a.dimension == b.dimension && a.arbitrary == b.arbitrary;
}

}  // namespace cramp::ucum
