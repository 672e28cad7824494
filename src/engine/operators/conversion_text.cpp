// Numbers from text, and text from values (CQL 1.5 Appendix B, ToString and Formatting Strings).

#include <charconv>

#include "engine/operators/conversion_parts.hpp"
#include "engine/quantity_units.hpp"

namespace cramp::engine {

namespace {

bool is_sign(char c) {
  return c == '+' || c == '-';
}

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end - from;
}

/// A Quantity prints a whole value without a point: 5 'mg', 4 days.
std::string quantity_text(const Quantity& quantity) {
  std::string text = quantity.value.text();
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  text += ' ';
  if (calendar_unit(quantity.unit) != nullptr) return text.append(quantity.unit);
  return text.append("'").append(quantity.unit.empty() ? "1" : quantity.unit).append("'");
}

}  // namespace

std::optional<std::int64_t> parse_whole(std::string_view text) {
  const std::size_t sign = !text.empty() && is_sign(text[0]) ? 1 : 0;
  const std::size_t digits = digits_at(text, sign);
  if (digits == 0 || sign + digits != text.size()) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  std::int64_t result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc()) return std::nullopt;
  return result;
}

std::optional<num::Decimal> parse_decimal(std::string_view text) {
  const std::size_t sign = !text.empty() && is_sign(text[0]) ? 1 : 0;
  std::size_t end = sign + digits_at(text, sign);
  if (end == sign) return std::nullopt;
  if (end < text.size() && text[end] == '.') {
    const std::size_t fraction = digits_at(text, end + 1);
    if (fraction == 0) return std::nullopt;
    end += 1 + fraction;
  }
  if (end != text.size()) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  return num::Decimal::parse(text);
}

std::optional<std::string> text_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kBoolean:
      return value.as_boolean() ? "true" : "false";
    case Kind::kInteger:
    case Kind::kLong:
      return std::to_string(value.as_long());
    case Kind::kDecimal:
      return value.as_decimal().text();
    case Kind::kString:
      return std::string(value.as_string());
    case Kind::kQuantity:
      return quantity_text(value.as_quantity());
    case Kind::kRatio:
      return quantity_text(value.as_ratio().numerator) + ":" +
             quantity_text(value.as_ratio().denominator);
    case Kind::kDate:
      return time::date_text(value.as_temporal());
    case Kind::kDateTime:
      return time::stated_datetime_text(value.as_temporal());
    case Kind::kTime:
      return time::time_text(value.as_temporal());
    default:
      return std::nullopt;
  }
}

}  // namespace cramp::engine
