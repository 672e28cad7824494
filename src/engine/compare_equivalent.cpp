#include <algorithm>

#include "engine/compare.hpp"
#include "engine/compare_parts.hpp"
#include "engine/limits.hpp"
#include "engine/numeric.hpp"
#include "engine/quantity_units.hpp"
#include "engine/scalar.hpp"
#include "engine/text.hpp"
#include "ucum/ucum.hpp"

namespace cramp::engine {

namespace {

/// Version and display do not count.
bool equivalent_codes(const Code& a, const Code& b) {
  return a.code == b.code && a.system == b.system;
}

/// Any code in common.
bool equivalent_concepts(std::span<const Code> a, std::span<const Code> b) {
  return std::any_of(a.begin(), a.end(), [b](const Code& code) {
    return std::any_of(b.begin(), b.end(),
                       [&code](const Code& other) { return equivalent_codes(code, other); });
  });
}

std::optional<int> compare_products(const Quantity& a, const Quantity& b, const Quantity& c,
                                    const Quantity& d) {
  const auto left = num::multiply(a.value, b.value);
  const auto right = num::multiply(c.value, d.value);
  const auto left_unit = ucum::multiply_units(ucum_unit(a.unit), ucum_unit(b.unit));
  const auto right_unit = ucum::multiply_units(ucum_unit(c.unit), ucum_unit(d.unit));
  if (!left || !right || !left_unit || !right_unit) return std::nullopt;
  return compare_quantities({*left, *left_unit}, {*right, *right_unit});
}

/// The same quotient: a/b ~ c/d when a*d = c*b, so that nothing is rounded.
bool equivalent_ratios(const Ratio& a, const Ratio& b) {
  return compare_products(a.numerator, b.denominator, b.numerator, a.denominator) == 0;
}

bool equivalent_intervals(Context& context, const Interval& a, const Interval& b) {
  return equivalent(context, interval_start(context, a), interval_start(context, b)) &&
         equivalent(context, interval_end(context, a), interval_end(context, b));
}

bool equivalent_lists(Context& context, const List& a, const List& b) {
  context.spend(a.items.size());
  return std::equal(
      a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
      [&context](const Value& x, const Value& y) { return equivalent(context, x, y); });
}

bool equivalent_tuples(Context& context, const Tuple& a, const Tuple& b) {
  if (a.names.size() != b.names.size()) return false;
  context.spend(a.names.size());
  for (std::size_t i = 0; i < a.names.size(); ++i) {
    const auto at = std::find(b.names.begin(), b.names.end(), a.names[i]);
    if (at == b.names.end()) return false;
    const Value& other = b.values[static_cast<std::size_t>(at - b.names.begin())];
    if (!equivalent(context, a.values[i], other)) return false;
  }
  return true;
}

bool equivalent_uncertain(Context& context, const Value& a, const Value& b) {
  if (a.is(Kind::kUncertain) && b.is(Kind::kUncertain)) {
    return equivalent_intervals(context, a.as_interval(), b.as_interval());
  }
  return compare(context, a, b) == 0;
}

/// Values that can be ordered, with the laxer rules of equivalence.
bool equivalent_ordered(Context& context, const Value& a, const Value& b) {
  if (a.is(Kind::kUncertain) || b.is(Kind::kUncertain)) return equivalent_uncertain(context, a, b);
  if (a.is(Kind::kQuantity) || b.is(Kind::kQuantity)) {
    return equivalent_quantities(to_quantity(a), to_quantity(b));
  }
  if (a.is(Kind::kString)) return equivalent_text(a.as_string(), b.as_string());
  if (a.is(Kind::kDecimal) || b.is(Kind::kDecimal)) {
    return equivalent_decimals(to_decimal(a), to_decimal(b));
  }
  return compare(context, a, b) == 0;
}

std::span<const Code> codes_of(const Value& value) {
  if (value.is(Kind::kCode)) return {&value.as_code(), 1};
  if (value.is(Kind::kConcept)) return value.as_concept().codes;
  return {};
}

}  // namespace

bool equivalent(Context& context, const Value& a, const Value& b) {
  const Value left = scalar(context, a);
  const Value right = scalar(context, b);
  if (left.is_null() || right.is_null()) return left.is_null() && right.is_null();
  if (comparable(left.kind(), right.kind())) return equivalent_ordered(context, left, right);
  if (left.is(Kind::kConcept) || right.is(Kind::kConcept)) {
    return equivalent_concepts(codes_of(left), codes_of(right));
  }
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case Kind::kRatio:
      return equivalent_ratios(left.as_ratio(), right.as_ratio());
    case Kind::kCode:
      return equivalent_codes(left.as_code(), right.as_code());
    case Kind::kInterval:
      return equivalent_intervals(context, left.as_interval(), right.as_interval());
    case Kind::kList:
      return equivalent_lists(context, left.as_list(), right.as_list());
    case Kind::kTuple:
      return equivalent_tuples(context, left.as_tuple(), right.as_tuple());
    case Kind::kInstance:
      return left.fhir_type() == right.fhir_type() &&
             equivalent_tuples(context, left.as_tuple(), right.as_tuple());
    default:
      return equal(context, left, right).value_or(false);
  }
}

}  // namespace cramp::engine
