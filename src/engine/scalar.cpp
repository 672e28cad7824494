#include "engine/scalar.hpp"

#include <charconv>

namespace cramp::engine {

namespace {

using fhir::SystemType;

/// What JSON itself says, for elements whose FHIR type is not known.
SystemType type_of_json(json::View view) {
  switch (view.type()) {
    case json::Type::kBoolean:
      return SystemType::kBoolean;
    case json::Type::kNumber:
      return SystemType::kDecimal;
    case json::Type::kString:
      return SystemType::kString;
    default:
      return SystemType::kNone;
  }
}

Value integer_from(std::string_view text) {
  std::int32_t result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  return error == std::errc() && end == text.data() + text.size() ? Value::integer(result)
                                                                  : Value();
}

template <class Parsed>
Value temporal_from(Context& context, Kind kind, const Parsed& parsed) {
  return parsed ? Value::temporal(kind, context.arena.make<time::Temporal>(*parsed)) : Value();
}

}  // namespace

Value scalar_of_element(Context& context, const Value& value) {
  const SystemType declared = fhir::type_info(value.fhir_type()).system;
  json::View view = value.as_element();
  // A primitive with an id or extensions is an object that has its value as a member.
  if (declared != SystemType::kNone && view.is_object()) view = view.find("value");
  const std::string_view text = view.text();
  switch (declared == SystemType::kNone ? type_of_json(view) : declared) {
    case SystemType::kNone:
      return value;
    case SystemType::kBoolean:
      return view.is_boolean() ? Value::boolean(view.boolean()) : Value();
    case SystemType::kInteger:
      return integer_from(text);
    case SystemType::kDecimal:
      return context.decimal(num::Decimal::parse(text));
    case SystemType::kString:
      return view.is_string() ? Value::string(text) : Value();
    case SystemType::kDate:
      return temporal_from(context, Kind::kDate, time::parse_date(text));
    case SystemType::kDateTime:
      return temporal_from(context, Kind::kDateTime,
                           time::parse_datetime(text, context.now.offset_minutes));
    case SystemType::kTime:
      return temporal_from(context, Kind::kTime, time::parse_time(text));
  }
  return {};
}

}  // namespace cramp::engine
