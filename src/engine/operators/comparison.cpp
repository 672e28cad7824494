// Comparison operators and the timing of points (CQL 1.5 Appendix B: Comparison, Date and Time).
// Timing with an interval on either side belongs to the interval family.

#include <array>

#include "engine/compare.hpp"
#include "engine/compare_parts.hpp"
#include "engine/operators/common.hpp"
#include "engine/operators/interval_timing.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

Value equal_operator(Context& context, Operands operands, const Attributes&) {
  return truth(equal(context, operands[0], operands[1]));
}

Value not_equal(Context& context, Operands operands, const Attributes&) {
  const auto same = equal(context, operands[0], operands[1]);
  return same ? Value::boolean(!*same) : Value();
}

Value equivalent_operator(Context& context, Operands operands, const Attributes&) {
  return Value::boolean(equivalent(context, operands[0], operands[1]));
}

/// a < b, or a <= b. Of an uncertain number the answer is known when both of its ends agree.
std::optional<bool> is_below(Context& context, const Value& a, const Value& b, bool or_equal,
                             Precision precision = Precision::kNone) {
  const auto holds = [or_equal](int sign) { return sign < 0 || (or_equal && sign == 0); };
  if (!a.is(Kind::kUncertain) && !b.is(Kind::kUncertain)) {
    const auto sign = compare(context, a, b, precision);
    return sign ? std::optional(holds(*sign)) : std::nullopt;
  }
  const auto at_worst = compare(context, highest(a), lowest(b), precision);
  const auto at_best = compare(context, lowest(a), highest(b), precision);
  if (!at_worst || !at_best || holds(*at_worst) != holds(*at_best)) return std::nullopt;
  return holds(*at_best);
}

Value less(Context& context, Operands operands, const Attributes&) {
  return truth(is_below(context, operands[0], operands[1], false));
}

Value less_or_equal(Context& context, Operands operands, const Attributes&) {
  return truth(is_below(context, operands[0], operands[1], true));
}

Value greater(Context& context, Operands operands, const Attributes&) {
  return truth(is_below(context, operands[1], operands[0], false));
}

Value greater_or_equal(Context& context, Operands operands, const Attributes&) {
  return truth(is_below(context, operands[1], operands[0], true));
}

std::optional<bool> is_same(Context& context, const Value& a, const Value& b, Precision precision) {
  const auto sign = compare(context, a, b, precision);
  if (!sign) return std::nullopt;
  return *sign == 0;
}

using PointTiming = std::optional<bool> (*)(Context&, const Value&, const Value&, Precision);

/// One timing operator: points here, intervals there.
template <const std::string_view& kName, PointTiming kPoints>
Value timing(Context& context, Operands operands, const Attributes& attributes) {
  const Value& a = operands[0];
  const Value& b = operands[1];
  if (a.is(Kind::kInterval) || b.is(Kind::kInterval)) {
    return interval_timing(context, kName, a, b, attributes);
  }
  return truth(kPoints(context, a, b, attributes.precision));
}

std::optional<bool> before(Context& context, const Value& a, const Value& b, Precision precision) {
  return is_below(context, a, b, false, precision);
}
std::optional<bool> after(Context& context, const Value& a, const Value& b, Precision precision) {
  return is_below(context, b, a, false, precision);
}
std::optional<bool> same_or_before(Context& context, const Value& a, const Value& b,
                                   Precision precision) {
  return is_below(context, a, b, true, precision);
}
std::optional<bool> same_or_after(Context& context, const Value& a, const Value& b,
                                  Precision precision) {
  return is_below(context, b, a, true, precision);
}

constexpr std::string_view kBefore = "Before";
constexpr std::string_view kAfter = "After";
constexpr std::string_view kSameAs = "SameAs";
constexpr std::string_view kSameOrBefore = "SameOrBefore";
constexpr std::string_view kSameOrAfter = "SameOrAfter";

constexpr std::array<Operator, 12> kOperators = {{
    {"Equal", 2, 2, &equal_operator},
    {"NotEqual", 2, 2, &not_equal},
    {"Equivalent", 2, 2, &equivalent_operator},
    {"Less", 2, 2, &less},
    {"LessOrEqual", 2, 2, &less_or_equal},
    {"Greater", 2, 2, &greater},
    {"GreaterOrEqual", 2, 2, &greater_or_equal},
    {kBefore, 2, 2, &timing<kBefore, &before>},
    {kAfter, 2, 2, &timing<kAfter, &after>},
    {kSameAs, 2, 2, &timing<kSameAs, &is_same>},
    {kSameOrBefore, 2, 2, &timing<kSameOrBefore, &same_or_before>},
    {kSameOrAfter, 2, 2, &timing<kSameOrAfter, &same_or_after>},
}};

}  // namespace

std::span<const Operator> comparison_operators() {
  return kOperators;
}

}  // namespace cramp::engine
