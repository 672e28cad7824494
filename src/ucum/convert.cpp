#include <cmath>

#include "num/powers.hpp"
#include "ucum/calendar.hpp"
#include "ucum/special.hpp"
#include "ucum/ucum.hpp"
#include "ucum/unit.hpp"
#include "ucum/wide.hpp"

namespace cramp::ucum {

namespace {

using num::Decimal;

/// Integers n and d with ratio = n/d, both below 2^126; nothing when there are none.
struct Fraction {
  Unsigned128 num;
  Unsigned128 den;
};

std::optional<Fraction> fraction(const Factor& ratio) {
  constexpr Unsigned128 kLimit = static_cast<Unsigned128>(1) << 126;
  if (!ratio.exact() || ratio.pi() != 0) return std::nullopt;
  const int exponent = ratio.exponent() < 0 ? -ratio.exponent() : ratio.exponent();
  if (exponent > num::kMaxPower - 1) return std::nullopt;
  Fraction result{ratio.num(), ratio.den()};
  Unsigned128& grows = ratio.exponent() < 0 ? result.den : result.num;
  if (__builtin_mul_overflow(grows, num::power_of_ten(exponent), &grows)) return std::nullopt;
  if (result.num >= kLimit || result.den >= kLimit) return std::nullopt;
  return result;
}

Unsigned128 magnitude(Decimal value) {
  const __int128 scaled = value.scaled();
  return static_cast<Unsigned128>(scaled < 0 ? -scaled : scaled);
}

long double to_real(Decimal value) {
  return static_cast<long double>(value.scaled()) / static_cast<long double>(Decimal::kOne);
}

std::optional<Decimal> from_real(long double value) {
  const long double scaled = std::round(value * static_cast<long double>(Decimal::kOne));
  // Not so for NaN either.
  if (!(std::fabs(scaled) <= static_cast<long double>(Decimal::max().scaled()))) {
    return std::nullopt;
  }
  return Decimal::from_scaled(static_cast<__int128>(scaled));
}

std::optional<Decimal> scaled_by(Decimal value, const Factor& ratio) {
  const auto exact = fraction(ratio);
  if (!exact) return from_real(to_real(value) * ratio.approximate());
  const auto quotient = rounded_quotient(wide_product(magnitude(value), exact->num), exact->den);
  if (!quotient || *quotient > magnitude(Decimal::max())) return std::nullopt;
  const auto result = static_cast<__int128>(*quotient);
  return Decimal::from_scaled(value.scaled() < 0 ? -result : result);
}

std::optional<Decimal> through_functions(Decimal value, const Unit& from, const Unit& to) {
  const long double in_from = to_real(value) * from.special_scale.approximate();
  Factor ratio = from.factor;
  ratio.multiply(to.factor, -1);
  const long double in_reference = to_reference(from.special, in_from) * ratio.approximate();
  return from_real(from_reference(to.special, in_reference) / to.special_scale.approximate());
}

/// As zero_of, and nothing for a scaled special unit.
std::optional<Decimal> zero_of(const Unit& unit) {
  return unit.special_scale.is_one() ? zero_of(unit.special) : std::nullopt;
}

std::string_view code_of(std::string_view unit, const CalendarWord* word) {
  return word != nullptr ? word->code : unit;
}

Factor ratio_of(const Unit& from, const Unit& to) {
  Factor ratio = from.factor;
  ratio.multiply(to.factor, -1);
  return ratio;
}

int order(Decimal a, Decimal b) {
  return a < b ? -1 : (a > b ? 1 : 0);
}

/// Of a * ratio and b, in whole numbers.
int compare_exactly(Decimal a, const Fraction& ratio, Decimal b) {
  const bool negative = a.scaled() < 0;
  if (negative != (b.scaled() < 0)) return order(a, b);
  const Wide left = wide_product(magnitude(a), ratio.num);
  const Wide right = wide_product(magnitude(b), ratio.den);
  const int result = left < right ? -1 : (left > right ? 1 : 0);
  return negative ? -result : result;
}

/// In the base units, where all scales have one direction. Numbers that agree in 12 digits are
/// equal.
std::optional<int> compare_in_base(Decimal a, const Unit& unit_a, Decimal b, const Unit& unit_b) {
  const auto proper = [](Decimal value, const Unit& unit) {
    const long double scaled = to_real(value) * unit.special_scale.approximate();
    return to_reference(unit.special, scaled) * unit.factor.approximate();
  };
  const long double left = proper(a, unit_a);
  const long double right = proper(b, unit_b);
  if (!std::isfinite(left) || !std::isfinite(right)) return std::nullopt;
  const long double difference = left - right;
  if (std::fabs(difference) <= 1e-12L * std::fmax(std::fabs(left), std::fabs(right))) return 0;
  return difference < 0 ? -1 : 1;
}

}  // namespace

bool is_valid(std::string_view unit) {
  return calendar_word(unit) != nullptr || parse_unit(unit).has_value();
}

bool commensurable(std::string_view a, std::string_view b) {
  const auto unit_a = parse_unit(code_of(a, calendar_word(a)));
  const auto unit_b = parse_unit(code_of(b, calendar_word(b)));
  return unit_a && unit_b && same_dimension(*unit_a, *unit_b);
}

std::optional<Decimal> convert(Decimal value, std::string_view from, std::string_view to) {
  const CalendarWord* const from_word = calendar_word(from);
  const CalendarWord* const to_word = calendar_word(to);
  const bool both_words = from_word != nullptr && to_word != nullptr;
  if (both_words && (is_variable(from_word) || is_variable(to_word))) {
    return scaled_by(value, calendar_ratio(*from_word, *to_word));
  }
  const auto source = parse_unit(code_of(from, from_word));
  if (source && from == to) return value;
  const auto target = parse_unit(code_of(to, to_word));
  if (!source || !target || !same_dimension(*source, *target)) return std::nullopt;
  const auto from_zero = zero_of(*source);
  const auto to_zero = zero_of(*target);
  if (!from_zero || !to_zero) return through_functions(value, *source, *target);
  const auto absolute = num::add(value, *from_zero);
  if (!absolute) return std::nullopt;
  const auto scaled = scaled_by(*absolute, ratio_of(*source, *target));
  return scaled ? num::subtract(*scaled, *to_zero) : std::nullopt;
}

std::optional<int> compare(Decimal a, std::string_view unit_a, Decimal b, std::string_view unit_b) {
  const CalendarWord* const word_a = calendar_word(unit_a);
  const CalendarWord* const word_b = calendar_word(unit_b);
  if (is_variable(word_a) || is_variable(word_b)) {
    if (word_a == nullptr || word_b == nullptr) return std::nullopt;
    return compare_exactly(a, fraction(calendar_ratio(*word_a, *word_b)).value(), b);
  }
  const auto left = parse_unit(code_of(unit_a, word_a));
  if (left && unit_a == unit_b) return order(a, b);
  const auto right = parse_unit(code_of(unit_b, word_b));
  if (!left || !right || !same_dimension(*left, *right)) return std::nullopt;
  const Factor ratio = ratio_of(*left, *right);
  const auto exact = fraction(ratio);
  const auto left_zero = zero_of(*left);
  const auto right_zero = zero_of(*right);
  if (exact && left_zero && right_zero) {
    const auto absolute_a = num::add(a, *left_zero);
    const auto absolute_b = num::add(b, *right_zero);
    if (absolute_a && absolute_b) return compare_exactly(*absolute_a, *exact, *absolute_b);
  }
  if (left->special == right->special && left->special != Special::kNone && ratio.is_one()) {
    Factor scale = left->special_scale;
    scale.multiply(right->special_scale, -1);
    if (const auto exact_scale = fraction(scale)) return compare_exactly(a, *exact_scale, b);
  }
  return compare_in_base(a, *left, b, *right);
}

}  // namespace cramp::ucum
