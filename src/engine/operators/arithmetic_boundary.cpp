// Precision, LowBoundary and HighBoundary (CQL 1.5 Appendix B).

#include <array>

#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;
using time::Precision;

/// Digits of a value written without separators: YYYYMMDDhhmmssfff.
struct Digits {
  Precision precision;
  int date_time;
  int time;  ///< 0: a Time has no such component
};
constexpr std::array<Digits, 7> kDigits = {{{Precision::kYear, 4, 0},
                                            {Precision::kMonth, 6, 0},
                                            {Precision::kDay, 8, 0},
                                            {Precision::kHour, 10, 2},
                                            {Precision::kMinute, 12, 4},
                                            {Precision::kSecond, 14, 6},
                                            {Precision::kMillisecond, 17, 9}}};

int digits_of(const Digits& row, Kind kind) {
  return kind == Kind::kTime ? row.time : row.date_time;
}

/// kNone when no precision of the type has so many digits.
Precision precision_of(int digits, Kind kind) {
  for (const Digits& row : kDigits) {
    if (digits > 0 && digits_of(row, kind) == digits) {
      return row.precision <= time::finest(time_kind(kind)) ? row.precision : Precision::kNone;
    }
  }
  return Precision::kNone;
}

Value temporal_boundary(Context& context, const Value& value, std::optional<int> digits,
                        bool highest) {
  const Precision precision =
      digits ? precision_of(*digits, value.kind()) : time::finest(time_kind(value.kind()));
  if (precision == Precision::kNone) return {};
  const time::Temporal& from = value.as_temporal();
  const time::Temporal result =
      highest ? time::latest(from, precision) : time::earliest(from, precision);
  return Value::temporal(value.kind(), context.arena.make<time::Temporal>(result));
}

__int128 power_of_ten(int exponent) {
  __int128 result = 1;
  for (; exponent > 0; --exponent) result *= 10;
  return result;
}

/// The greatest and least magnitude that begins with the digits of the value: 1.587 to 5 digits is
/// from 1.58700 to 1.58799; to fewer digits than it has, the step around it: 1.58 to 1.59.
Value decimal_boundary(Context& context, Decimal value, std::optional<int> digits, bool highest) {
  const int wanted = digits.value_or(Decimal::kScale);
  if (wanted < 0 || wanted > Decimal::kScale) return {};
  const __int128 unit = power_of_ten(Decimal::kScale - wanted);
  const bool outwards = highest == (value.scaled() >= 0);
  __int128 magnitude = value.scaled() < 0 ? -value.scaled() : value.scaled();
  if (fraction_digits(value) <= wanted) {
    const __int128 step = power_of_ten(Decimal::kScale - fraction_digits(value));
    if (outwards) magnitude += step - unit;
  } else {
    magnitude = magnitude / unit * unit + (outwards ? unit : 0);
  }
  const auto result = Decimal::from_scaled(value.scaled() < 0 ? -magnitude : magnitude);
  return result <= Decimal::max() && result >= Decimal::min() ? context.decimal(result) : Value();
}

Value boundary(Context& context, std::string_view operator_name, Operands operands, bool highest) {
  const Value& value = operands[0];
  if (value.is_null()) return {};
  std::optional<int> digits;
  if (operands.size() > 1 && !operands[1].is_null()) {
    if (!operands[1].is(Kind::kInteger)) refuse(operator_name, operands);
    digits = operands[1].as_integer();
  }
  if (is_temporal(value.kind())) return temporal_boundary(context, value, digits, highest);
  if (!is_number(value.kind())) refuse(operator_name, operands);
  return decimal_boundary(context, to_decimal(value), digits, highest);
}

}  // namespace

Value precision_operator(Context&, Operands operands, const Attributes&) {
  const Value& value = operands[0];
  if (value.is_null()) return {};
  if (is_number(value.kind())) return Value::integer(fraction_digits(to_decimal(value)));
  if (!is_temporal(value.kind())) refuse("Precision", operands);
  for (const Digits& row : kDigits) {
    if (row.precision == value.as_temporal().precision) {
      return Value::integer(digits_of(row, value.kind()));
    }
  }
  return {};
}

Value low_boundary_operator(Context& context, Operands operands, const Attributes&) {
  return boundary(context, "LowBoundary", operands, false);
}

Value high_boundary_operator(Context& context, Operands operands, const Attributes&) {
  return boundary(context, "HighBoundary", operands, true);
}

}  // namespace cramp::engine
