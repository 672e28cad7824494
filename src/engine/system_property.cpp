// Properties of the System types (CQL 1.5 §Types: Quantity, Ratio, Code, Concept, Interval, ...).

#include "engine/element_reader.hpp"

namespace cramp::engine {

namespace {

/// Absent text is null.
Value text_or_null(std::string_view text) {
  return text.data() == nullptr ? Value() : Value::string(text);
}

Value quantity_part(Context& context, const Quantity& quantity, std::string_view name) {
  if (name == "value") return context.decimal(quantity.value);
  return name == "unit" ? text_or_null(quantity.unit) : Value();
}

Value ratio_part(Context& context, const Ratio& ratio, std::string_view name) {
  if (name == "numerator") return Value::quantity(context.arena.make<Quantity>(ratio.numerator));
  if (name == "denominator")
    return Value::quantity(context.arena.make<Quantity>(ratio.denominator));
  return {};
}

Value code_part(const Code& code, std::string_view name) {
  if (name == "code") return text_or_null(code.code);
  if (name == "system") return text_or_null(code.system);
  if (name == "version") return text_or_null(code.version);
  return name == "display" ? text_or_null(code.display) : Value();
}

Value concept_part(Context& context, const Concept& concept_value, std::string_view name) {
  if (name == "display") return text_or_null(concept_value.display);
  if (name != "codes") return {};
  const auto items = context.arena.array<Value>(concept_value.codes.size());
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = Value::code(&concept_value.codes[i]);
  return context.list(items);
}

Value interval_part(const Interval& interval, std::string_view name) {
  if (name == "low") return interval.low;
  if (name == "high") return interval.high;
  if (name == "lowClosed") return Value::boolean(interval.low_closed);
  return name == "highClosed" ? Value::boolean(interval.high_closed) : Value();
}

template <class Reference>
Value vocabulary_part(const Reference& reference, std::string_view name) {
  if (name == "id") return text_or_null(reference.url);
  if (name == "version") return text_or_null(reference.version);
  return name == "name" ? text_or_null(reference.name) : Value();
}

}  // namespace

Value system_property(Context& context, std::string_view part, const Value& value) {
  switch (value.kind()) {
    case Kind::kQuantity:
      return quantity_part(context, value.as_quantity(), part);
    case Kind::kRatio:
      return ratio_part(context, value.as_ratio(), part);
    case Kind::kCode:
      return code_part(value.as_code(), part);
    case Kind::kConcept:
      return concept_part(context, value.as_concept(), part);
    case Kind::kInterval:
    case Kind::kUncertain:
      return interval_part(value.as_interval(), part);
    case Kind::kValueSet:
      return vocabulary_part(value.as_value_set(), part);
    case Kind::kCodeSystem:
      return vocabulary_part(value.as_code_system(), part);
    default:
      Context::fail("a value of type " + std::string(name(value.kind())) + " has no property " +
                    std::string(part));
  }
}

}  // namespace cramp::engine
