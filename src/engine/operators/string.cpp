// String operators (CQL 1.5 Appendix B). Positions and lengths count code points (engine/text.hpp).
// Operands come in the order of ELM's named members: Combine source, separator; Split
// stringToSplit, separator; PositionOf pattern, string; Substring stringToSub, startIndex, length.

#include <algorithm>
#include <array>
#include <vector>

#include "engine/operators/string_parts.hpp"
#include "engine/text.hpp"

namespace cramp::engine {

namespace {

[[noreturn]] void grown_too_long(const Context& context) {
  Context::fail("a string grows over the budget of " + std::to_string(context.budget.string_bytes) +
                " bytes");
}

Value concatenate(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("Concatenate", operands)) return {};
  std::size_t size = 0;
  for (const Value& operand : operands) size += operand.as_string().size();
  if (size > context.budget.string_bytes) grown_too_long(context);
  auto* const chars = static_cast<char*>(context.arena.allocate(size, 1));
  char* end = chars;
  for (const Value& operand : operands) end = std::ranges::copy(operand.as_string(), end).out;
  return Value::string({chars, size});
}

Value combine(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  if (!operands[0].is(Kind::kList)) refuse("Combine", operands);
  std::string_view separator;
  if (operands.size() > 1 && all_strings("Combine", operands.subspan(1))) {
    separator = operands[1].as_string();
  }
  TextBuilder result(context);
  bool any = false;
  for (const Value& item : operands[0].as_list().items) {
    if (!all_strings("Combine", {&item, 1})) continue;
    if (any) result.append(separator);
    result.append(item.as_string());
    any = true;
  }
  return any ? result.value() : Value();
}

Value split(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("Split", operands.first(1))) return {};
  const bool has_separator = operands.size() > 1 && all_strings("Split", operands.subspan(1));
  if (!has_separator || operands[1].as_string().empty()) {
    return make_list(context, operands.first(1));
  }
  std::string_view rest = operands[0].as_string();
  const std::string_view separator = operands[1].as_string();
  std::vector<Value> items;
  for (std::size_t at; (at = rest.find(separator)) != std::string_view::npos;) {
    items.push_back(Value::string(rest.substr(0, at)));
    rest.remove_prefix(at + separator.size());
  }
  items.push_back(Value::string(rest));
  return make_list(context, items);
}

/// Of a string, or of a list. Null is 0 for a list and null for a string, so the node's operand
/// type is needed: type_name "List" says that it is a list.
Value length(Context&, Operands operands, const Attributes& attributes) {
  const Value& value = operands[0];
  switch (value.kind()) {
    case Kind::kNull:
      return attributes.type_name == "List" ? Value::integer(0) : Value();
    case Kind::kString:
      return Value::integer(static_cast<std::int32_t>(code_points(value.as_string())));
    case Kind::kList:
      return Value::integer(static_cast<std::int32_t>(value.as_list().items.size()));
    default:
      refuse("Length", operands);
  }
}

Value upper_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("Upper", operands)) return {};
  return context.string(upper(operands[0].as_string()));
}

Value lower_operator(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("Lower", operands)) return {};
  return context.string(lower(operands[0].as_string()));
}

/// Text from a position on; nothing when the position is not within it.
std::optional<std::string_view> from_position(std::string_view text, std::int32_t index) {
  if (index < 0) return std::nullopt;
  text.remove_prefix(byte_offset(text, static_cast<std::size_t>(index)));
  if (text.empty()) return std::nullopt;
  return text;
}

/// The character of a string or the item of a list.
Value indexer(Context&, Operands operands, const Attributes&) {
  if (any_null(operands)) return {};
  if (!operands[1].is(Kind::kInteger)) refuse("Indexer", operands);
  const std::int32_t index = operands[1].as_integer();
  if (operands[0].is(Kind::kList)) {
    const auto items = operands[0].as_list().items;
    if (index < 0 || static_cast<std::size_t>(index) >= items.size()) return {};
    return items[static_cast<std::size_t>(index)];
  }
  if (!operands[0].is(Kind::kString)) refuse("Indexer", operands);
  const auto rest = from_position(operands[0].as_string(), index);
  return rest ? Value::string(rest->substr(0, code_point_bytes(*rest))) : Value();
}

Value substring(Context&, Operands operands, const Attributes&) {
  if (any_null(operands.first(2))) return {};
  const bool has_length = operands.size() > 2 && !operands[2].is_null();
  if (!operands[0].is(Kind::kString) || !operands[1].is(Kind::kInteger) ||
      (has_length && !operands[2].is(Kind::kInteger))) {
    refuse("Substring", operands);
  }
  const std::string_view text = operands[0].as_string();
  const std::int32_t start = operands[1].as_integer();
  // All of an empty text begins at 0, which is out of no range.
  const auto rest = text.empty() && start == 0 ? text : from_position(text, start);
  if (!rest || !has_length) return rest ? Value::string(*rest) : Value();
  const auto count = static_cast<std::size_t>(std::max(0, operands[2].as_integer()));
  return Value::string(rest->substr(0, byte_offset(*rest, count)));
}

Value position(std::string_view text, std::size_t byte) {
  if (byte == std::string_view::npos) return Value::integer(-1);
  return Value::integer(static_cast<std::int32_t>(code_points(text.substr(0, byte))));
}

Value position_of(Context&, Operands operands, const Attributes&) {
  if (!all_strings("PositionOf", operands)) return {};
  const std::string_view text = operands[1].as_string();
  return position(text, text.find(operands[0].as_string()));
}

Value last_position_of(Context&, Operands operands, const Attributes&) {
  if (!all_strings("LastPositionOf", operands)) return {};
  const std::string_view text = operands[1].as_string();
  return position(text, text.rfind(operands[0].as_string()));
}

Value starts_with(Context&, Operands operands, const Attributes&) {
  if (!all_strings("StartsWith", operands)) return {};
  return Value::boolean(operands[0].as_string().starts_with(operands[1].as_string()));
}

Value ends_with(Context&, Operands operands, const Attributes&) {
  if (!all_strings("EndsWith", operands)) return {};
  return Value::boolean(operands[0].as_string().ends_with(operands[1].as_string()));
}

constexpr std::array<Operator, 15> kOperators = {{
    {"Concatenate", 2, 255, &concatenate},
    {"Combine", 1, 2, &combine},
    {"Split", 1, 2, &split},
    {"SplitOnMatches", 2, 2, &split_on_matches, &prepare_pattern},
    {"Length", 1, 1, &length},
    {"Upper", 1, 1, &upper_operator},
    {"Lower", 1, 1, &lower_operator},
    {"Indexer", 2, 2, &indexer},
    {"PositionOf", 2, 2, &position_of},
    {"LastPositionOf", 2, 2, &last_position_of},
    {"Substring", 2, 3, &substring},
    {"StartsWith", 2, 2, &starts_with},
    {"EndsWith", 2, 2, &ends_with},
    {"Matches", 2, 2, &matches, &prepare_pattern},
    {"ReplaceMatches", 3, 3, &replace_matches, &prepare_pattern},
}};

}  // namespace

bool all_strings(std::string_view operator_name, Operands operands) {
  if (any_null(operands)) return false;
  for (const Value& operand : operands) {
    if (!operand.is(Kind::kString)) refuse(operator_name, operands);
  }
  return true;
}

void TextBuilder::append(std::string_view text) {
  if (text.size() > context_.budget.string_bytes - text_.size()) grown_too_long(context_);
  text_.append(text);
}

std::span<const Operator> string_operators() {
  return kOperators;
}

}  // namespace cramp::engine
