#pragma once
// The grammar of case-sensitive UCUM unit terms (UCUM 2.2 §§1-12).

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "ucum/atoms.hpp"

namespace cramp::ucum {

inline constexpr std::size_t kMaxUnitSize = 256;  ///< of a text; keeps sums of exponents small
inline constexpr int kMaxExponent = 99;

/// One factor of a unit: a symbol or an integer to a power. Annotations are not reported.
struct Component {
  std::string_view text;      // as written, without its exponent: "mg", "10*", "10"
  Symbol symbol;              // of no atom for an integer
  std::uint64_t integer = 0;  // of an integer
  int exponent = 1;           // negative below a division
};

/// Walks over the components of a unit term. `Sink` is called as bool(const Component&); false
/// stops the walk. No memory is taken, the depth of parentheses is limited.
template <class Sink>
class Grammar {
 public:
  Grammar(std::string_view text, Sink& sink) : rest_(text), sink_(sink) {}

  /// True when the whole text is a unit and the sink took all of it.
  bool run() { return rest_.size() <= kMaxUnitSize && main_term() && rest_.empty(); }

 private:
  static constexpr int kMaxDepth = 16;
  static constexpr std::size_t kMaxExponentDigits = 2;  // as in kMaxExponent
  static constexpr std::size_t kMaxIntegerDigits = 18;

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
  }
  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool main_term() { return term(take('/') ? -1 : 1, 1, 0); }

  /// From left to right: "a/b.c" is (a/b)*c. `outer` is the sign that a parenthesis stands under.
  bool term(int sign, int outer, int depth) {
    for (;;) {
      if (!component(sign * outer, depth)) return false;
      if (take('.')) {
        sign = 1;
      } else if (take('/')) {
        sign = -1;
      } else {
        return true;
      }
    }
  }

  bool component(int sign, int depth) {
    if (next_is('{')) return annotation();
    if (take('(')) {
      if (depth == kMaxDepth || !term(1, sign, depth + 1) || !take(')')) return false;
    } else if (!simple_unit(sign)) {
      return false;
    }
    return !next_is('{') || annotation();
  }

  bool annotation() {
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() > ' ' && rest_.front() <= '~' && rest_.front() != '{') {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '}') return true;
    }
    return false;
  }

  /// Up to the next operator, parenthesis or annotation outside of square brackets.
  std::string_view token() {
    bool bracketed = false;
    std::size_t size = 0;
    for (; size < rest_.size(); ++size) {
      const char c = rest_[size];
      if (c == '[') bracketed = true;
      if (c == ']') bracketed = false;
      const bool ends = c == '.' || c == '/' || c == '(' || c == ')' || c == '{' || c == '}';
      if (ends && !bracketed) break;
    }
    const std::string_view result = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return result;
  }

  bool simple_unit(int sign) {
    const std::string_view text = token();
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[text.size() - 1 - digits])) ++digits;
    Component part;
    if (digits == text.size()) {
      part.text = text;
      part.exponent = sign;
      return integer(part);
    }
    const std::string_view before = text.substr(0, text.size() - digits);
    const bool is_signed = digits > 0 && (before.back() == '-' || before.back() == '+');
    part.text = is_signed ? before.substr(0, before.size() - 1) : before;
    if (digits > kMaxExponentDigits) return false;
    if (digits > 0) part.exponent = static_cast<int>(number(text.substr(before.size())));
    if (is_signed && before.back() == '-') part.exponent = -part.exponent;
    part.exponent *= sign;
    // A sign parts an integer from its exponent: "2+10" is 1024 (§9).
    if (is_signed && all_digits(part.text)) return integer(part);
    part.symbol = find_symbol(part.text);
    return part.symbol.atom != nullptr && sink_(part);
  }

  bool integer(Component& part) {
    if (part.text.empty() || part.text.size() > kMaxIntegerDigits) return false;
    part.integer = number(part.text);
    return part.integer != 0 && sink_(part);
  }

  static std::uint64_t number(std::string_view digits) {
    std::uint64_t value = 0;
    for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    return value;
  }

  std::string_view rest_;
  Sink& sink_;
};

template <class Sink>
bool for_each_component(std::string_view unit, Sink&& sink) {
  return Grammar<std::remove_reference_t<Sink>>(unit, sink).run();
}

}  // namespace cramp::ucum
