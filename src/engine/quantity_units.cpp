#include "engine/quantity_units.hpp"

#include <array>

#include "engine/numeric.hpp"
#include "ucum/ucum.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;
using time::Precision;

constexpr std::int64_t kDay = 86'400'000;
constexpr std::array<DurationUnit, 8> kDurations = {{
    {"year", "years", "a", Precision::kYear, 365 * kDay},
    {"month", "months", "mo", Precision::kMonth, 30 * kDay},
    {"week", "weeks", "wk", Precision::kWeek, 7 * kDay},
    {"day", "days", "d", Precision::kDay, kDay},
    {"hour", "hours", "h", Precision::kHour, 3'600'000},
    {"minute", "minutes", "min", Precision::kMinute, 60'000},
    {"second", "seconds", "s", Precision::kSecond, 1'000},
    {"millisecond", "milliseconds", "ms", Precision::kMillisecond, 1},
}};

const DurationUnit* duration_unit(std::string_view unit) {
  const DurationUnit* calendar = calendar_unit(unit);
  return calendar != nullptr ? calendar : definite_unit(unit);
}

/// Years and months are 12 to 1; every other pair goes by its length, in one step.
std::optional<Decimal> convert_duration(Decimal value, const DurationUnit& from,
                                        const DurationUnit& to) {
  const bool months = from.precision <= Precision::kMonth && to.precision <= Precision::kMonth;
  const auto size = [months](const DurationUnit& unit) {
    if (!months) return unit.milliseconds;
    return std::int64_t{unit.precision == Precision::kYear ? 12 : 1};
  };
  // The larger divides the smaller except year and month against week, so divide last.
  const auto product = num::multiply(value, Decimal::from_integer(size(from)));
  if (!product) return std::nullopt;
  return num::divide(*product, Decimal::from_integer(size(to)));
}

/// True when one `a` is at most one `b`; nothing when they are not comparable.
std::optional<bool> at_most(std::string_view a, std::string_view b) {
  const auto factor = convert_units(Decimal::from_integer(1), a, b);
  if (!factor) return std::nullopt;
  return *factor <= Decimal::from_integer(1);
}

}  // namespace

const DurationUnit* calendar_unit(std::string_view unit) {
  for (const DurationUnit& row : kDurations) {
    if (unit == row.singular || unit == row.plural) return &row;
  }
  return nullptr;
}

const DurationUnit* definite_unit(std::string_view unit) {
  for (const DurationUnit& row : kDurations) {
    if (unit == row.ucum) return &row;
  }
  return nullptr;
}

bool is_variable_length(std::string_view unit) {
  const DurationUnit* calendar = calendar_unit(unit);
  return calendar != nullptr && calendar->precision <= Precision::kMonth;
}

std::string_view ucum_unit(std::string_view unit) {
  if (unit.empty()) return "1";
  const DurationUnit* calendar = calendar_unit(unit);
  return calendar != nullptr ? calendar->ucum : unit;
}

std::optional<int> compare_quantities(const Quantity& a, const Quantity& b) {
  const auto sign = [](Decimal x, Decimal y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (a.unit == b.unit) return sign(a.value, b.value);
  if (is_variable_length(a.unit) != is_variable_length(b.unit)) return std::nullopt;
  if (is_variable_length(a.unit)) {
    const auto months_a = convert_units(a.value, a.unit, "month");
    const auto months_b = convert_units(b.value, b.unit, "month");
    if (!months_a || !months_b) return std::nullopt;
    return sign(*months_a, *months_b);
  }
  const std::string_view unit_a = ucum_unit(a.unit);
  const std::string_view unit_b = ucum_unit(b.unit);
  if (unit_a == unit_b) return sign(a.value, b.value);
  return ucum::compare(a.value, unit_a, b.value, unit_b);
}

bool equivalent_quantities(const Quantity& a, const Quantity& b) {
  const auto a_smaller = at_most(a.unit, b.unit);
  if (!a_smaller) return false;
  const Quantity& small = *a_smaller ? a : b;
  const Quantity& large = *a_smaller ? b : a;
  const auto converted = convert_units(large.value, large.unit, small.unit);
  return converted && equivalent_decimals(*converted, small.value);
}

std::optional<Decimal> convert_units(Decimal value, std::string_view from, std::string_view to) {
  if (from == to) return value;
  if (is_variable_length(from) || is_variable_length(to)) {
    const DurationUnit* known_from = duration_unit(from);
    const DurationUnit* known_to = duration_unit(to);
    if (known_from == nullptr || known_to == nullptr) return std::nullopt;
    return convert_duration(value, *known_from, *known_to);
  }
  const std::string_view ucum_from = ucum_unit(from);
  const std::string_view ucum_to = ucum_unit(to);
  return ucum_from == ucum_to ? value : ucum::convert(value, ucum_from, ucum_to);
}

std::string_view common_unit(std::string_view a, std::string_view b) {
  if (a == b) return a;
  if (is_variable_length(a) != is_variable_length(b)) return {};
  const auto a_smaller = at_most(a, b);
  if (!a_smaller) return {};
  return *a_smaller ? a : b;
}

}  // namespace cramp::engine
