// Products and quotients of units as texts.

#include <algorithm>
#include <vector>

#include "ucum/calendar.hpp"
#include "ucum/grammar.hpp"
#include "ucum/ucum.hpp"
#include "ucum/unit.hpp"

namespace cramp::ucum {

namespace {

struct Power {
  std::string_view text;
  bool integer;
  int exponent;
};

/// Adds up the exponents of each symbol of the units that it walks over.
class Powers {
 public:
  /// False for what is not a unit, or is a special one.
  bool take(std::string_view unit, int sign) {
    if (unit.empty()) return true;
    return for_each_component(unit, [&](const Component& part) {
      if (part.symbol.atom != nullptr && part.symbol.atom->special != Special::kNone) return false;
      if (part.symbol.atom != nullptr || part.integer != 1) add(part, sign * part.exponent);
      return true;
    });
  }

  /// Symbols in order, those of negative exponent each below its own division. Nothing when that
  /// is past what a unit may be.
  std::optional<std::string> text() {
    std::sort(powers_.begin(), powers_.end(),
              [](const Power& a, const Power& b) { return a.text < b.text; });
    std::string result;
    for (const Power& power : powers_) {
      if (power.exponent > kMaxExponent || power.exponent < -kMaxExponent) return std::nullopt;
      if (power.exponent > 0) write(result, power, '.');
    }
    for (const Power& power : powers_) {
      if (power.exponent < 0) write(result, power, '/');
    }
    if (result.empty()) return "1";
    if (result.front() == '.') result.erase(0, 1);
    if (result.size() > kMaxUnitSize) return std::nullopt;
    return result;
  }

 private:
  void add(const Component& part, int exponent) {
    const bool integer = part.symbol.atom == nullptr;
    for (Power& power : powers_) {
      if (power.text == part.text) {
        power.exponent += exponent;
        return;
      }
    }
    powers_.push_back({part.text, integer, exponent});
  }

  static void write(std::string& out, const Power& power, char separator) {
    const int count = power.exponent < 0 ? -power.exponent : power.exponent;
    if (power.integer) {  // "10" to the second would read as 102
      for (int i = 0; i < count; ++i) (out += separator) += power.text;
      return;
    }
    (out += separator) += power.text;
    if (count != 1) out += std::to_string(count);
  }

  std::vector<Power> powers_;
};

bool is_one(std::string_view unit) {
  return unit.empty() || unit == "1";
}

bool is_ratio_unit(std::string_view unit) {
  if (calendar_word(unit) != nullptr) return true;
  const auto parsed = parse_unit(unit);
  return parsed && parsed->special == Special::kNone;
}

std::optional<std::string> combined(std::string_view a, std::string_view b, int sign) {
  const CalendarWord* const word_a = calendar_word(a);
  const CalendarWord* const word_b = calendar_word(b);
  Powers powers;
  if (!powers.take(word_a != nullptr ? word_a->code : a, 1)) return std::nullopt;
  if (!powers.take(word_b != nullptr ? word_b->code : b, sign)) return std::nullopt;
  return powers.text();
}

}  // namespace

std::optional<std::string> multiply_units(std::string_view a, std::string_view b) {
  // A plain number times a quantity keeps the unit as it is written, a calendar word too.
  if (is_one(b) && is_ratio_unit(a)) return std::string(is_one(a) ? "1" : a);
  if (is_one(a) && is_ratio_unit(b)) return std::string(b);
  return combined(a, b, 1);
}

std::optional<std::string> divide_units(std::string_view a, std::string_view b) {
  if (is_one(b) && is_ratio_unit(a)) return std::string(is_one(a) ? "1" : a);
  if (a == b && is_ratio_unit(a)) return "1";
  return combined(a, b, -1);
}

}  // namespace cramp::ucum
