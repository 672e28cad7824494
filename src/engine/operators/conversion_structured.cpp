// Conversions to temporals, Quantity, Ratio and Concept.

#include "engine/numeric.hpp"
#include "engine/operators/arithmetic_parts.hpp"
#include "engine/operators/conversion_parts.hpp"
#include "engine/operators/datetime_parts.hpp"
#include "engine/quantity_units.hpp"
#include "ucum/ucum.hpp"

namespace cramp::engine {

namespace {

/// The unit of a quantity's text: nothing is '1'; in quotes a UCUM unit or a calendar word; without
/// them a calendar word.
std::optional<std::string_view> parse_unit(std::string_view text) {
  if (text.empty()) return "1";
  if (calendar_unit(text) != nullptr) return text;
  if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  if (text.empty()) return "1";
  const bool known = calendar_unit(text) != nullptr || ucum::is_valid(text);
  return known ? std::optional(text) : std::nullopt;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  const std::size_t number_end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  const auto value = parse_decimal(text.substr(0, number_end));
  text.remove_prefix(number_end);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto unit = parse_unit(text);
  if (!value || !unit) return std::nullopt;
  return Quantity{*value, *unit};
}

/// The ':' between the quantities of a ratio: not one within a quoted unit.
std::size_t ratio_separator(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (text[i] == ':' && !quoted) return i;
  }
  return std::string_view::npos;
}

/// The text of a time without the offset that may follow it: Z or +hh:mm.
std::string_view without_offset(std::string_view text) {
  constexpr std::size_t kOffsetSize = 6;
  if (text.ends_with('Z')) return text.substr(0, text.size() - 1);
  if (text.size() <= kOffsetSize) return text;
  const std::size_t at = text.size() - kOffsetSize;
  const bool is_offset = (text[at] == '+' || text[at] == '-') && text[at + 3] == ':' &&
                         time::parse_time(text.substr(at + 1)).has_value();
  return is_offset ? text.substr(0, at) : text;
}

}  // namespace

Value to_date(Context& context, const Value& value) {
  if (value.is(Kind::kDate)) return value;
  if (value.is(Kind::kDateTime)) return date_from_datetime(context, value.as_temporal());
  if (!value.is(Kind::kString)) return {};
  if (const auto date = time::parse_date(value.as_string())) return context.date(*date);
  const auto datetime = time::parse_datetime(value.as_string(), 0);
  return datetime ? date_from_datetime(context, *datetime) : Value();
}

Value to_datetime(Context& context, const Value& value) {
  if (value.is(Kind::kDateTime)) return value;
  if (value.is(Kind::kDate)) {
    time::Temporal result = value.as_temporal();
    result.offset_minutes = context.now.offset_minutes;
    result.offset_assumed = true;
    return context.datetime(result);
  }
  if (!value.is(Kind::kString)) return {};
  const auto result = time::parse_datetime(value.as_string(), context.now.offset_minutes);
  return result ? context.datetime(*result) : Value();
}

Value to_time(Context& context, const Value& value) {
  if (value.is(Kind::kTime)) return value;
  if (!value.is(Kind::kString)) return {};
  const auto result = time::parse_time(without_offset(value.as_string()));
  return result ? context.time(*result) : Value();
}

Value to_quantity_value(Context& context, const Value& value) {
  switch (value.kind()) {
    case Kind::kQuantity:
      return value;
    case Kind::kInteger:
    case Kind::kLong:
    case Kind::kDecimal:
      return context.quantity(to_decimal(value), "1");
    case Kind::kRatio:
      return divide_quantities(context, value.as_ratio().numerator, value.as_ratio().denominator);
    case Kind::kString: {
      const auto result = parse_quantity(value.as_string());
      return result ? context.quantity(result->value, result->unit) : Value();
    }
    default:
      return {};
  }
}

Value to_ratio(Context& context, const Value& value) {
  if (value.is(Kind::kRatio)) return value;
  if (!value.is(Kind::kString)) return {};
  const std::string_view text = value.as_string();
  const std::size_t separator = ratio_separator(text);
  if (separator == std::string_view::npos) return {};
  const auto numerator = parse_quantity(text.substr(0, separator));
  const auto denominator = parse_quantity(text.substr(separator + 1));
  if (!numerator || !denominator) return {};
  return Value::ratio(context.arena.make<Ratio>(*numerator, *denominator));
}

Value to_concept(Context& context, const Value& value) {
  if (value.is(Kind::kConcept)) return value;
  if (value.is(Kind::kCode)) {
    const auto codes = context.arena.array<Code>(1);
    codes[0] = value.as_code();
    return Value::concept_(context.arena.make<Concept>(codes, codes[0].display));
  }
  if (!value.is(Kind::kList)) return {};
  const auto items = value.as_list().items;
  const auto codes = context.arena.array<Code>(items.size());
  std::size_t count = 0;
  for (const Value& item : items) {
    if (item.is_null()) continue;
    if (!item.is(Kind::kCode)) return {};
    codes[count++] = item.as_code();
  }
  return Value::concept_(context.arena.make<Concept>(codes.first(count), std::string_view()));
}

}  // namespace cramp::engine
