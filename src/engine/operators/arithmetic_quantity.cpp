// Arithmetic of quantities (CQL 1.5 Author's Guide, Quantity Arithmetic): sums in the smaller unit
// of the two, products and quotients in the unit that UCUM gives.

#include "engine/operators/arithmetic_parts.hpp"
#include "engine/quantity_units.hpp"
#include "ucum/ucum.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;
using DecimalOperation = std::optional<Decimal> (*)(Decimal, Decimal);
using UnitOperation = std::optional<std::string> (*)(std::string_view, std::string_view);

bool is_none(std::string_view unit) {
  return unit.empty() || unit == "1";
}

Value made(Context& context, std::optional<Decimal> value, std::string_view unit) {
  return value ? context.quantity(*value, unit) : Value();
}

/// Two amounts brought to one unit.
struct Aligned {
  Decimal a, b;
  std::string_view unit;
};

std::optional<Aligned> aligned(const Quantity& a, const Quantity& b) {
  const std::string_view unit = common_unit(a.unit, b.unit);
  if (unit.empty()) return std::nullopt;
  const auto value_a = convert_units(a.value, a.unit, unit);
  const auto value_b = convert_units(b.value, b.unit, unit);
  if (!value_a || !value_b) return std::nullopt;
  return Aligned{*value_a, *value_b, unit};
}

Value in_common_unit(Context& context, const Quantity& a, const Quantity& b,
                     DecimalOperation operation) {
  const auto both = aligned(a, b);
  return both ? made(context, operation(both->a, both->b), both->unit) : Value();
}

/// A calendar year or month is no factor of a UCUM unit.
Value in_derived_unit(Context& context, const Quantity& a, const Quantity& b,
                      DecimalOperation operation, UnitOperation unit_operation) {
  if (is_variable_length(a.unit) || is_variable_length(b.unit)) return {};
  const auto unit = unit_operation(ucum_unit(a.unit), ucum_unit(b.unit));
  if (!unit) return {};
  return made(context, operation(a.value, b.value), context.arena.copy(*unit));
}

Value quotient(Context& context, const Quantity& a, const Quantity& b, DecimalOperation operation) {
  if (is_none(b.unit)) return made(context, operation(a.value, b.value), a.unit);
  if (const auto both = aligned(a, b)) return made(context, operation(both->a, both->b), "1");
  return in_derived_unit(context, a, b, operation, &ucum::divide_units);
}

}  // namespace

Value add_quantities(Context& context, const Quantity& a, const Quantity& b) {
  return in_common_unit(context, a, b, &num::add);
}

Value subtract_quantities(Context& context, const Quantity& a, const Quantity& b) {
  return in_common_unit(context, a, b, &num::subtract);
}

Value modulo_quantities(Context& context, const Quantity& a, const Quantity& b) {
  return in_common_unit(context, a, b, &num::modulo);
}

Value multiply_quantities(Context& context, const Quantity& a, const Quantity& b) {
  if (is_none(a.unit)) return made(context, num::multiply(a.value, b.value), b.unit);
  if (is_none(b.unit)) return made(context, num::multiply(a.value, b.value), a.unit);
  return in_derived_unit(context, a, b, &num::multiply, &ucum::multiply_units);
}

Value divide_quantities(Context& context, const Quantity& a, const Quantity& b) {
  return quotient(context, a, b, &num::divide);
}

Value truncated_divide_quantities(Context& context, const Quantity& a, const Quantity& b) {
  // HL7's tests keep the unit that both have: 10 'g' div 5 'g' is 2 'g'.
  if (a.unit == b.unit) return made(context, num::truncated_divide(a.value, b.value), a.unit);
  return quotient(context, a, b, &num::truncated_divide);
}

}  // namespace cramp::engine
