#include <array>

#include "engine/numeric.hpp"
#include "engine/operators/datetime_parts.hpp"

namespace cramp::engine {

namespace {

using time::Precision;
using time::Temporal;

struct Component {
  Precision precision;
  std::int32_t low, high;
  void (*set)(Temporal& target, std::int32_t value);
};

constexpr std::array<Component, 7> kComponents = {{
    {Precision::kYear, 1, 9999,
     [](Temporal& t, std::int32_t v) { t.year = static_cast<std::int16_t>(v); }},
    {Precision::kMonth, 1, 12,
     [](Temporal& t, std::int32_t v) { t.month = static_cast<std::uint8_t>(v); }},
    {Precision::kDay, 1, 31,
     [](Temporal& t, std::int32_t v) { t.day = static_cast<std::uint8_t>(v); }},
    {Precision::kHour, 0, 23,
     [](Temporal& t, std::int32_t v) { t.hour = static_cast<std::uint8_t>(v); }},
    {Precision::kMinute, 0, 59,
     [](Temporal& t, std::int32_t v) { t.minute = static_cast<std::uint8_t>(v); }},
    {Precision::kSecond, 0, 59,
     [](Temporal& t, std::int32_t v) { t.second = static_cast<std::uint8_t>(v); }},
    {Precision::kMillisecond, 0, 999,
     [](Temporal& t, std::int32_t v) { t.millisecond = static_cast<std::uint16_t>(v); }},
}};
constexpr std::size_t kFirstOfTime = 3;
constexpr std::size_t kOffsetOperand = 7;

[[noreturn]] void out_of_range(std::int32_t value, Precision precision) {
  Context::fail(std::to_string(value) + " is not a valid " + std::string(time::name(precision)));
}

void set_component(Temporal& target, const Component& component, const Value& value) {
  const std::int32_t number = value.as_integer();
  if (number < component.low || number > component.high) {
    out_of_range(number, component.precision);
  }
  component.set(target, number);
  target.precision = component.precision;
  if (component.precision == Precision::kDay &&
      number > time::days_in_month(target.year, target.month)) {
    out_of_range(number, component.precision);
  }
}

/// The value of the components given, up to the first null; nothing when that is the first.
std::optional<Temporal> construct(std::string_view operator_name, Operands operands,
                                  std::span<const Component> components) {
  Temporal result;
  const std::size_t count = std::min(operands.size(), components.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (operands[i].is_null()) {
      if (!std::all_of(operands.begin() + static_cast<std::ptrdiff_t>(i),
                       operands.begin() + static_cast<std::ptrdiff_t>(count),
                       [](const Value& v) { return v.is_null(); })) {
        Context::fail(std::string(operator_name) + " has a component finer than a missing one");
      }
      break;
    }
    if (!operands[i].is(Kind::kInteger)) refuse(operator_name, operands);
    set_component(result, components[i], operands[i]);
  }
  if (result.precision == Precision::kNone) return std::nullopt;
  return result;
}

/// Hours as Decimal to minutes: whole minutes within 14 hours either way.
std::int16_t offset_minutes(Operands operands) {
  constexpr int kMost = 14 * 60;
  const Value& hours = operands[kOffsetOperand];
  if (!is_number(hours.kind())) refuse("DateTime", operands);
  const auto minutes = num::multiply(to_decimal(hours), num::Decimal::from_integer(60));
  if (!minutes || minutes->scaled() % num::Decimal::kOne != 0 ||
      *minutes < num::Decimal::from_integer(-kMost) ||
      *minutes > num::Decimal::from_integer(kMost)) {
    Context::fail(to_decimal(hours).text() + " is not a valid timezone offset");
  }
  return static_cast<std::int16_t>(minutes->scaled() / num::Decimal::kOne);
}

}  // namespace

Value make_date(Context& context, Operands operands, const Attributes&) {
  const auto result = construct("Date", operands, std::span(kComponents).first(kFirstOfTime));
  return result ? context.date(*result) : Value();
}

Value make_datetime(Context& context, Operands operands, const Attributes&) {
  auto result = construct("DateTime", operands, kComponents);
  if (!result) return {};
  result->offset_assumed = operands.size() <= kOffsetOperand || operands[kOffsetOperand].is_null();
  result->offset_minutes =
      result->offset_assumed ? context.now.offset_minutes : offset_minutes(operands);
  return context.datetime(*result);
}

Value make_time(Context& context, Operands operands, const Attributes&) {
  const auto result = construct("Time", operands, std::span(kComponents).subspan(kFirstOfTime));
  return result ? context.time(*result) : Value();
}

}  // namespace cramp::engine
