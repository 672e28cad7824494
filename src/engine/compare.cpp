#include "engine/compare.hpp"

#include "engine/compare_parts.hpp"
#include "engine/numeric.hpp"
#include "engine/quantity_units.hpp"
#include "engine/scalar.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

template <class T>
int sign(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_numbers(const Value& a, const Value& b) {
  if (is_whole(a.kind()) && is_whole(b.kind())) return sign(a.as_long(), b.as_long());
  return sign(to_decimal(a), to_decimal(b));
}

/// Known only where the ranges do not overlap, or both are one and the same point.
std::optional<int> compare_uncertain(Context& context, const Value& a, const Value& b) {
  const auto below = compare(context, highest(a), lowest(b));
  const auto above = compare(context, lowest(a), highest(b));
  if (!below || !above) return std::nullopt;
  if (*below < 0) return -1;
  if (*above > 0) return 1;
  if (*below == 0 && *above == 0) return 0;
  return std::nullopt;
}

std::optional<int> compare_temporals(const TemporalPair& pair, Precision precision) {
  return time::compare(pair.first, pair.second, precision);
}

}  // namespace

Quantity to_quantity(const Value& value) {
  return value.is(Kind::kQuantity) ? value.as_quantity() : Quantity{to_decimal(value), "1"};
}

std::optional<int> compare(Context& context, const Value& a, const Value& b,
                           time::Precision precision) {
  if (a.is(Kind::kInteger) && b.is(Kind::kInteger)) return sign(a.as_long(), b.as_long());
  if (a.is(Kind::kDate) && b.is(Kind::kDate)) {
    return time::compare_dates(a.as_temporal(), b.as_temporal(), precision);
  }
  const Value left = scalar(context, a);
  const Value right = scalar(context, b);
  if (left.is_null() || right.is_null()) return std::nullopt;
  if (!comparable(left.kind(), right.kind())) {
    Context::fail("values of type " + std::string(name(left.kind())) + " and " +
                  std::string(name(right.kind())) + " have no order");
  }
  if (left.is(Kind::kUncertain) || right.is(Kind::kUncertain)) {
    return compare_uncertain(context, left, right);
  }
  if (left.is(Kind::kQuantity) || right.is(Kind::kQuantity)) {
    return compare_quantities(to_quantity(left), to_quantity(right));
  }
  switch (order_family(left.kind())) {
    case OrderFamily::kString:
      return sign(left.as_string(), right.as_string());
    case OrderFamily::kDate:
    case OrderFamily::kTime:
      return compare_temporals(paired(context, left, right, precision), precision);
    default:
      return compare_numbers(left, right);
  }
}

int order(Context& context, const Value& a, const Value& b) {
  const Value left = scalar(context, a);
  const Value right = scalar(context, b);
  if (left.is_null() || right.is_null()) return sign(!left.is_null(), !right.is_null());
  if (const auto known = compare(context, left, right)) return *known;
  if (!is_temporal(left.kind())) return 0;
  // What is uncertain only by precision still gets a place, so that the order is transitive.
  const TemporalPair pair = paired(context, left, right, Precision::kNone);
  return sign(time::instant(pair.first), time::instant(pair.second));
}

}  // namespace cramp::engine
