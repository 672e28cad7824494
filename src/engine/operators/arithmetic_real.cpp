// Exponents and logarithms: computed in extended precision (at least 18 significant digits) and
// rounded to the 8 digits of a Decimal.

#include <cmath>

#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

long double to_real(const Value& number) {
  return static_cast<long double>(to_decimal(number).scaled()) /
         static_cast<long double>(Decimal::kOne);
}

/// Whole and fraction are scaled apart: the product of both needs more digits than there are.
Value from_real(Context& context, long double value) {
  constexpr long double kLimit = 1e20L;
  if (!std::isfinite(value) || std::fabs(value) >= kLimit) return {};
  const long double whole = std::trunc(value);
  const long double fraction = (value - whole) * static_cast<long double>(Decimal::kOne);
  const __int128 scaled = static_cast<__int128>(whole) * Decimal::kOne + std::llround(fraction);
  const auto result = Decimal::from_scaled(scaled);
  return result <= Decimal::max() && result >= Decimal::min() ? context.decimal(result) : Value();
}

/// True when all operands are numbers, false when one is null; refuses anything else.
bool all_numbers(std::string_view operator_name, Operands operands) {
  if (any_null(operands)) return false;
  for (const Value& operand : operands) {
    if (!is_number(operand.kind())) refuse(operator_name, operands);
  }
  return true;
}

std::optional<std::int64_t> whole_power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if (exponent % 2 == 1 && __builtin_mul_overflow(result, base, &result)) return std::nullopt;
    exponent /= 2;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) return std::nullopt;
  }
  return result;
}

}  // namespace

Value exp_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_numbers("Exp", operands)) return {};
  return from_real(context, std::exp(to_real(operands[0])));
}

Value ln_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_numbers("Ln", operands)) return {};
  return from_real(context, std::log(to_real(operands[0])));
}

Value log_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_numbers("Log", operands)) return {};
  const long double base = std::log(to_real(operands[1]));
  if (base == 0 || !std::isfinite(base)) return {};
  return from_real(context, std::log(to_real(operands[0])) / base);
}

Value power_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_numbers("Power", operands)) return {};
  const Value& base = operands[0];
  const Value& exponent = operands[1];
  const bool whole = is_whole(base.kind()) && is_whole(exponent.kind());
  const bool is_unit = whole && (base.as_long() == 1 || base.as_long() == -1);
  if (whole && (is_unit || exponent.as_long() >= 0)) {
    // A power of 1 or -1 is whole for negative exponents too, and depends on their parity alone.
    const auto times = is_unit ? std::int64_t{exponent.as_long() % 2 != 0} : exponent.as_long();
    const auto result = whole_power(base.as_long(), times);
    if (!result) return {};
    if (base.is(Kind::kLong) || exponent.is(Kind::kLong)) return Value::long_integer(*result);
    const auto narrow = static_cast<std::int32_t>(*result);
    return narrow == *result ? Value::integer(narrow) : Value();
  }
  return from_real(context, std::pow(to_real(base), to_real(exponent)));
}

}  // namespace cramp::engine
