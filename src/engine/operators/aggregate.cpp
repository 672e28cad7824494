// The aggregate family (CQL 1.5 Appendix B, Aggregate Functions). Null elements are left out; of
// nothing the result is null, for Count 0.

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "engine/compare_parts.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/aggregate_parts.hpp"
#include "engine/quantity_units.hpp"
#include "engine/scalar.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

Value count_operator(Context&, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return Value::integer(0);
  if (!operands[0].is(Kind::kList)) refuse("Count", operands);
  const Operands items = operands[0].as_list().items;
  const auto nulls =
      std::count_if(items.begin(), items.end(), [](const Value& item) { return item.is_null(); });
  return Value::integer(static_cast<std::int32_t>(items.size()) - static_cast<std::int32_t>(nulls));
}

Value sum_operator(Context& context, Operands operands, const Attributes&) {
  const auto numbers = numbers_of(context, "Sum", operands);
  if (!numbers) return {};
  const auto sum = Decimal::from_scaled(numbers->scaled_sum());
  const bool fits = sum >= Decimal::min() && sum <= Decimal::max();
  return fits ? numbers->same_type(context, sum) : Value();
}

Value product_operator(Context& context, Operands operands, const Attributes&) {
  const auto numbers = numbers_of(context, "Product", operands);
  if (!numbers) return {};
  std::optional<Decimal> product = Decimal::from_integer(1);
  for (const Decimal value : numbers->values) {
    if (product) product = num::multiply(*product, value);
  }
  return numbers->same_type(context, product);
}

/// The greater (`sign` 1) or lesser (-1) of two. Of two temporals that cannot be told apart, the
/// less precise: it can mean all that the result can be. Null when nothing can be said.
Value further(Context& context, const Value& a, const Value& b, int sign) {
  if (const auto order = compare(context, a, b)) return *order * sign >= 0 ? a : b;
  if (!is_temporal(a.kind())) return {};
  return a.as_temporal().precision <= b.as_temporal().precision ? a : b;
}

Value extreme(Context& context, std::string_view operator_name, Operands operands, int sign) {
  if (operands[0].is_null()) return {};
  if (!operands[0].is(Kind::kList)) refuse(operator_name, operands);
  Value result;
  for (const Value& item : operands[0].as_list().items) {
    const Value value = scalar(context, item);
    if (value.is_null()) continue;
    if (order_family(value.kind()) == OrderFamily::kNone) refuse(operator_name, operands);
    const bool first = result.is_null();
    result = first ? value : further(context, result, value, sign);
    if (result.is_null()) return {};
  }
  return result;
}

Value min_operator(Context& context, Operands operands, const Attributes&) {
  return extreme(context, "Min", operands, -1);
}

Value max_operator(Context& context, Operands operands, const Attributes&) {
  return extreme(context, "Max", operands, 1);
}

/// True when some element has the value.
bool any_is(Context& context, std::string_view operator_name, Operands operands, bool value) {
  const std::vector<Value> items = present_elements(context, operator_name, operands);
  return std::any_of(items.begin(), items.end(), [&](const Value& item) {
    if (!item.is(Kind::kBoolean)) refuse(operator_name, operands);
    return item.as_boolean() == value;
  });
}

Value all_true_operator(Context& context, Operands operands, const Attributes&) {
  return Value::boolean(!any_is(context, "AllTrue", operands, false));
}

Value any_true_operator(Context& context, Operands operands, const Attributes&) {
  return Value::boolean(any_is(context, "AnyTrue", operands, true));
}

/// The type that holds values of both.
Kind wider(Kind a, Kind b) {
  for (const Kind kind : {Kind::kQuantity, Kind::kDecimal, Kind::kLong}) {
    if (a == kind || b == kind) return kind;
  }
  return Kind::kInteger;
}

constexpr auto kOperators = std::to_array<Operator>({
    {"AllTrue", 1, 1, &all_true_operator},
    {"AnyTrue", 1, 1, &any_true_operator},
    {"Avg", 1, 1, &avg_operator},
    {"Count", 1, 1, &count_operator},
    {"GeometricMean", 1, 1, &geometric_mean_operator},
    {"Max", 1, 1, &max_operator},
    {"Median", 1, 1, &median_operator},
    {"Min", 1, 1, &min_operator},
    {"Mode", 1, 1, &mode_operator},
    {"PopulationStdDev", 1, 1, &population_std_dev_operator},
    {"PopulationVariance", 1, 1, &population_variance_operator},
    {"Product", 1, 1, &product_operator},
    {"StdDev", 1, 1, &std_dev_operator},
    {"Sum", 1, 1, &sum_operator},
    {"Variance", 1, 1, &variance_operator},
});

}  // namespace

std::vector<Value> present_elements(Context& context, std::string_view operator_name,
                                    Operands operands) {
  std::vector<Value> elements;
  if (operands[0].is_null()) return elements;
  if (!operands[0].is(Kind::kList)) refuse(operator_name, operands);
  for (const Value& item : operands[0].as_list().items) {
    const Value known = scalar(context, item);
    if (!known.is_null()) elements.push_back(known);
  }
  return elements;
}

__int128 Numbers::scaled_sum() const {
  return std::accumulate(values.begin(), values.end(), __int128{0},
                         [](__int128 sum, Decimal value) { return sum + value.scaled(); });
}

Value Numbers::same_type(Context& context, std::optional<Decimal> value) const {
  if (!is_whole(kind)) return real(context, value);
  const auto whole = value ? num::to_integer(*value) : std::nullopt;
  if (!whole) return {};
  if (kind == Kind::kLong) return Value::long_integer(*whole);
  const bool fits = *whole >= std::numeric_limits<std::int32_t>::min() &&
                    *whole <= std::numeric_limits<std::int32_t>::max();
  return fits ? Value::integer(static_cast<std::int32_t>(*whole)) : Value();
}

Value Numbers::real(Context& context, std::optional<Decimal> value) const {
  if (!value) return {};
  return kind == Kind::kQuantity ? context.quantity(*value, unit) : context.decimal(*value);
}

std::optional<Numbers> numbers_of(Context& context, std::string_view operator_name,
                                  Operands operands) {
  const std::vector<Value> items = present_elements(context, operator_name, operands);
  if (items.empty()) return std::nullopt;
  Numbers numbers;
  for (const Value& item : items) {
    if (item.is(Kind::kUncertain)) return std::nullopt;
    if (!is_number(item.kind()) && !item.is(Kind::kQuantity)) refuse(operator_name, {&item, 1});
    const bool is_quantity = item.is(Kind::kQuantity);
    const Quantity quantity =
        is_quantity ? item.as_quantity() : Quantity{to_decimal(item), std::string_view("1")};
    if (numbers.values.empty()) numbers.unit = quantity.unit;
    // A calendar year or month has no length in other units, as in Add and Max.
    if (is_variable_length(quantity.unit) != is_variable_length(numbers.unit)) return std::nullopt;
    const auto converted = convert_units(quantity.value, quantity.unit, numbers.unit);
    if (!converted) return std::nullopt;
    numbers.kind = wider(numbers.kind, item.kind());
    numbers.values.push_back(*converted);
  }
  return numbers;
}

std::span<const Operator> aggregate_operators() {
  return kOperators;
}

}  // namespace cramp::engine
