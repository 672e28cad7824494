// Adding a duration to a point in time (CQL 1.5 Appendix B: Add and Subtract of Date and Time).

#include "engine/operators/arithmetic_parts.hpp"
#include "engine/quantity_units.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;
using time::Precision;

Precision unit_precision(std::string_view unit) {
  if (const DurationUnit* calendar = calendar_unit(unit)) return calendar->precision;
  const DurationUnit* definite = definite_unit(unit);
  if (definite == nullptr) Context::fail("'" + std::string(unit) + "' is no unit of time");
  if (definite->precision <= Precision::kMonth) {
    Context::fail("'" + std::string(unit) + "' is no calendar duration: use years or months");
  }
  return definite->precision;
}

bool takes(Kind kind, Precision unit) {
  if (kind == Kind::kDate) return unit <= Precision::kDay;
  return kind == Kind::kDateTime || unit >= Precision::kHour;
}

}  // namespace

Value add_duration(Context& context, const Value& temporal, const Quantity& duration, int sign) {
  Precision unit = unit_precision(duration.unit);
  if (!takes(temporal.kind(), unit)) {
    Context::fail("a " + std::string(name(temporal.kind())) + " cannot be moved by " +
                  std::string(time::name(unit)) + "s");
  }
  std::optional<Decimal> amount = sign > 0 ? duration.value : num::negate(duration.value);
  if (unit == Precision::kSecond && amount->scaled() % Decimal::kOne != 0) {
    unit = Precision::kMillisecond;  // of seconds only, a fraction counts
    amount = num::multiply(*amount, Decimal::from_integer(1000));
  }
  const auto whole = amount ? num::to_integer(*amount) : std::nullopt;
  const auto result =
      whole ? time::add(temporal.as_temporal(), *whole, unit, time_kind(temporal.kind()))
            : std::nullopt;
  if (!result) Context::fail("the result of date arithmetic is not within the years 1 to 9999");
  return Value::temporal(temporal.kind(), context.arena.make<time::Temporal>(*result));
}

}  // namespace cramp::engine
