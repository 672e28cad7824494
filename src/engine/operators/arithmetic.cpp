// Arithmetic operators (CQL 1.5 Appendix B): what cannot be represented is null, never an error.

#include <array>
#include <limits>

#include "engine/compare.hpp"
#include "engine/compare_parts.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

/// One operator of two numbers, by type of the operands after promotion.
struct Binary {
  std::string_view name;
  bool (*whole)(std::int64_t a, std::int64_t b, std::int64_t* result);  ///< false: no result
  std::optional<Decimal> (*decimal)(Decimal a, Decimal b);
  Value (*quantity)(Context& context, const Quantity& a, const Quantity& b);
  bool takes_uncertain;
};

Value whole_result(const Value& a, const Value& b, std::int64_t result) {
  if (a.is(Kind::kLong) || b.is(Kind::kLong)) return Value::long_integer(result);
  if (result < std::numeric_limits<std::int32_t>::min()) return {};
  if (result > std::numeric_limits<std::int32_t>::max()) return {};
  return Value::integer(static_cast<std::int32_t>(result));
}

Value apply_to_points(Context& context, const Binary& rule, const Value& a, const Value& b) {
  if (is_whole(a.kind()) && is_whole(b.kind()) && rule.whole != nullptr) {
    std::int64_t result = 0;
    if (!rule.whole(a.as_long(), b.as_long(), &result)) return {};
    return whole_result(a, b, result);
  }
  if (is_number(a.kind()) && is_number(b.kind())) {
    return context.decimal(rule.decimal(to_decimal(a), to_decimal(b)));
  }
  if (comparable(a.kind(), b.kind()) && (a.is(Kind::kQuantity) || b.is(Kind::kQuantity))) {
    return rule.quantity(context, to_quantity(a), to_quantity(b));
  }
  refuse(rule.name, std::array{a, b});
}

/// The operators are monotone in each operand, so the ends of the result are among the corners;
/// a divisor that can be 0 has no ends.
Value apply_to_ranges(Context& context, const Binary& rule, const Value& a, const Value& b) {
  if (!rule.takes_uncertain) refuse(rule.name, std::array{a, b});
  const Value zero = Value::integer(0);
  if (rule.whole == nullptr && compare(context, lowest(b), zero).value_or(0) <= 0 &&
      compare(context, highest(b), zero).value_or(0) >= 0) {
    return {};
  }
  std::array<Value, 4> corners = {apply_to_points(context, rule, lowest(a), lowest(b)),
                                  apply_to_points(context, rule, lowest(a), highest(b)),
                                  apply_to_points(context, rule, highest(a), lowest(b)),
                                  apply_to_points(context, rule, highest(a), highest(b))};
  if (any_null(corners)) return {};
  const auto [low, high] = std::minmax_element(
      corners.begin(), corners.end(),
      [&context](const Value& x, const Value& y) { return compare(context, x, y) == -1; });
  return between(context, *low, *high);
}

Value apply(Context& context, const Binary& rule, Operands operands) {
  if (any_null(operands)) return {};
  const Value& a = operands[0];
  const Value& b = operands[1];
  if (a.is(Kind::kUncertain) || b.is(Kind::kUncertain)) {
    return apply_to_ranges(context, rule, a, b);
  }
  return apply_to_points(context, rule, a, b);
}

bool whole_add(std::int64_t a, std::int64_t b, std::int64_t* result) {
  return !__builtin_add_overflow(a, b, result);
}
bool whole_subtract(std::int64_t a, std::int64_t b, std::int64_t* result) {
  return !__builtin_sub_overflow(a, b, result);
}
bool whole_multiply(std::int64_t a, std::int64_t b, std::int64_t* result) {
  return !__builtin_mul_overflow(a, b, result);
}
bool whole_divide(std::int64_t a, std::int64_t b, std::int64_t* result) {
  if (b == 0) return false;
  if (b == -1) return !__builtin_sub_overflow(std::int64_t{0}, a, result);
  *result = a / b;
  return true;
}
bool whole_modulo(std::int64_t a, std::int64_t b, std::int64_t* result) {
  if (b == 0) return false;
  *result = b == -1 ? 0 : a % b;
  return true;
}

constexpr Binary kAdd = {"Add", &whole_add, &num::add, &add_quantities, true};
constexpr Binary kSubtract = {"Subtract", &whole_subtract, &num::subtract, &subtract_quantities,
                              true};
constexpr Binary kMultiply = {"Multiply", &whole_multiply, &num::multiply, &multiply_quantities,
                              true};
constexpr Binary kDivide = {"Divide", nullptr, &num::divide, &divide_quantities, true};
constexpr Binary kTruncatedDivide = {"TruncatedDivide", &whole_divide, &num::truncated_divide,
                                     &truncated_divide_quantities, false};
constexpr Binary kModulo = {"Modulo", &whole_modulo, &num::modulo, &modulo_quantities, false};

template <const Binary& kRule>
Value binary(Context& context, Operands operands, const Attributes&) {
  return apply(context, kRule, operands);
}

/// Add and Subtract also move points in time.
template <const Binary& kRule, int kSign>
Value additive(Context& context, Operands operands, const Attributes& attributes) {
  const Value& a = operands[0];
  const Value& b = operands[1];
  if (is_temporal(a.kind()) && b.is(Kind::kQuantity)) {
    return add_duration(context, a, b.as_quantity(), kSign);
  }
  return binary<kRule>(context, operands, attributes);
}

constexpr std::array<Operator, 23> kOperators = {{
    {"Add", 2, 2, &additive<kAdd, 1>},
    {"Subtract", 2, 2, &additive<kSubtract, -1>},
    {"Multiply", 2, 2, &binary<kMultiply>},
    {"Divide", 2, 2, &binary<kDivide>},
    {"TruncatedDivide", 2, 2, &binary<kTruncatedDivide>},
    {"Modulo", 2, 2, &binary<kModulo>},
    {"Abs", 1, 1, &abs_operator},
    {"Negate", 1, 1, &negate_operator},
    {"Ceiling", 1, 1, &ceiling_operator},
    {"Floor", 1, 1, &floor_operator},
    {"Truncate", 1, 1, &truncate_operator},
    {"Round", 1, 2, &round_operator},
    {"Predecessor", 1, 1, &predecessor_operator},
    {"Successor", 1, 1, &successor_operator},
    {"MinValue", 0, 0, &min_value_operator},
    {"MaxValue", 0, 0, &max_value_operator},
    {"Exp", 1, 1, &exp_operator},
    {"Ln", 1, 1, &ln_operator},
    {"Log", 2, 2, &log_operator},
    {"Power", 2, 2, &power_operator},
    {"Precision", 1, 1, &precision_operator},
    {"LowBoundary", 1, 2, &low_boundary_operator},
    {"HighBoundary", 1, 2, &high_boundary_operator},
}};

}  // namespace

std::span<const Operator> arithmetic_operators() {
  return kOperators;
}

}  // namespace cramp::engine
