// The interval family (CQL 1.5 Appendix B, Interval Operators).

#include <array>
#include <limits>

#include "engine/limits.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"
#include "engine/operators/interval_lists.hpp"
#include "engine/operators/interval_or_list.hpp"
#include "engine/operators/interval_relations.hpp"

namespace cramp::engine {

namespace {

const Interval& interval_operand(std::string_view operator_name, Operands operands) {
  if (!operands[0].is(Kind::kInterval)) refuse(operator_name, operands);
  return operands[0].as_interval();
}

// Ends.

Value start_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  return interval_start(context, interval_operand("Start", operands));
}

Value end_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  return interval_end(context, interval_operand("End", operands));
}

/// `high` - `low`, and one step of the type more for a Size. Null where that does not fit the type.
Value extent(Context& context, std::string_view operator_name, Operands operands, int steps) {
  if (operands[0].is_null()) return {};
  const Interval& interval = interval_operand(operator_name, operands);
  const Value low = interval_start(context, interval);
  const Value high = interval_end(context, interval);
  if (low.is_null() || high.is_null()) return {};
  const auto step = num::Decimal::from_scaled(steps);
  if (low.is(Kind::kQuantity) && high.is(Kind::kQuantity)) {
    const Quantity& quantity = high.as_quantity();
    const Value width = subtract_quantities(context, quantity, low.as_quantity());
    if (width.is_null()) return {};
    const auto size = num::add(width.as_quantity().value, step);
    return size ? context.quantity(*size, width.as_quantity().unit) : Value();
  }
  if (!is_number(low.kind()) || !is_number(high.kind())) refuse(operator_name, operands);
  if (!is_whole(low.kind()) || !is_whole(high.kind())) {
    const auto width = num::subtract(to_decimal(high), to_decimal(low));
    return width ? context.decimal(num::add(*width, step)) : Value();
  }
  const __int128 size = static_cast<__int128>(high.as_long()) - low.as_long() + steps;
  const bool is_long = low.is(Kind::kLong) || high.is(Kind::kLong);
  const std::int64_t most =
      is_long ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int32_t>::max();
  if (size > most) return {};
  return is_long ? Value::long_integer(static_cast<std::int64_t>(size))
                 : Value::integer(static_cast<std::int32_t>(size));
}

Value width_operator(Context& context, Operands operands, const Attributes&) {
  return extent(context, "Width", operands, 0);
}

Value size_operator(Context& context, Operands operands, const Attributes&) {
  return extent(context, "Size", operands, 1);
}

Value point_from_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Bounds bounds = bounds_of(context, interval_operand("PointFrom", operands));
  const Truth single = same(context, bounds.start, bounds.end, time::Precision::kNone);
  if (is_false(single)) Context::fail("point from an interval of more than one point");
  return is_true(single) ? bounds.start.low : Value();
}

// Relations of two intervals.

template <Relation relation>
Value relation_operator(Context& context, Operands operands, const Attributes& attributes) {
  if (any_null(operands)) return {};
  for (const Value& operand : operands) {
    if (!operand.is(Kind::kInterval)) refuse("a relation of intervals", operands);
  }
  return truth(relation(context, bounds_of(context, operands[0]), bounds_of(context, operands[1]),
                        attributes.precision));
}

constexpr std::uint8_t kMany = 255;

constexpr auto kOperators = std::to_array<Operator>({
    {"Collapse", 1, 2, &collapse_operator},
    {"Contains", 2, 2, &contains_operator},
    {"End", 1, 1, &end_operator},
    {"Ends", 2, 2, &relation_operator<&ends>},
    {"Except", 2, 2, &except_operator},
    {"Expand", 1, 2, &expand_operator},
    {"In", 2, 2, &in_operator},
    {"IncludedIn", 2, 2, &included_in_operator},
    {"Includes", 2, 2, &includes_operator},
    {"Intersect", 2, kMany, &intersect_operator},
    {"Meets", 2, 2, &relation_operator<&meets>},
    {"MeetsAfter", 2, 2, &relation_operator<&meets_after>},
    {"MeetsBefore", 2, 2, &relation_operator<&meets_before>},
    {"Overlaps", 2, 2, &relation_operator<&overlaps>},
    {"OverlapsAfter", 2, 2, &relation_operator<&overlaps_after>},
    {"OverlapsBefore", 2, 2, &relation_operator<&overlaps_before>},
    {"PointFrom", 1, 1, &point_from_operator},
    {"ProperContains", 2, 2, &proper_contains_operator},
    {"ProperIn", 2, 2, &proper_in_operator},
    {"ProperIncludedIn", 2, 2, &proper_included_in_operator},
    {"ProperIncludes", 2, 2, &proper_includes_operator},
    {"Size", 1, 1, &size_operator},
    {"Start", 1, 1, &start_operator},
    {"Starts", 2, 2, &relation_operator<&starts>},
    {"Union", 2, kMany, &union_operator},
    {"Width", 1, 1, &width_operator},
});

}  // namespace

std::span<const Operator> interval_operators() {
  return kOperators;
}

}  // namespace cramp::engine
