#include <functional>

#include "engine/limits.hpp"
#include "engine/numeric.hpp"
#include "engine/operators/element_index.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

std::size_t mixed(std::size_t seed, std::size_t value) {
  return (seed ^ value) * 0x9E3779B97F4A7C15ULL + (seed >> 29U);
}

std::size_t text_hash(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

/// Numbers of all three types are equal by value.
std::size_t number_hash(num::Decimal value) {
  const auto bits = static_cast<unsigned __int128>(value.scaled());
  return mixed(static_cast<std::size_t>(bits), static_cast<std::size_t>(bits >> 64U));
}

/// Of equal temporals: both to the minute or finer and the same moment, or both coarser and the
/// same components.
std::size_t temporal_hash(const Context& context, const Value& value) {
  time::Temporal temporal = value.as_temporal();
  if (value.is(Kind::kDate)) temporal.offset_minutes = context.now.offset_minutes;
  if (temporal.precision >= time::Precision::kMinute) {
    return static_cast<std::size_t>(time::instant(temporal));
  }
  // To the hour, what is equal depends on both offsets.
  if (temporal.precision == time::Precision::kHour) return 0;
  return static_cast<std::size_t>(time::day_number(temporal));
}

std::size_t code_hash(const Code& code) {
  return mixed(text_hash(code.code), text_hash(code.system));
}

std::size_t concept_hash(const Concept& value) {
  return value.codes.empty() ? 0 : mixed(value.codes.size(), code_hash(value.codes.front()));
}

/// Of a resource, its id tells most; of an element, what a Coding or Reference consists of.
std::size_t json_hash(json::View view) {
  if (!view.is_object()) return text_hash(view.is_string() ? view.text() : std::string_view());
  std::size_t hash = view.size();
  for (const std::string_view member : {"id", "code", "reference", "text", "start"}) {
    hash = mixed(hash, text_hash(view.string(member)));
  }
  return hash;
}

/// The order of the names does not matter for equality.
std::size_t tuple_hash(Context& context, const Tuple& tuple) {
  std::size_t hash = tuple.names.size();
  for (std::size_t i = 0; i < tuple.names.size(); ++i) {
    hash += mixed(tuple.names[i].size(), element_hash(context, tuple.values[i]));
  }
  return hash;
}

std::size_t list_hash(Context& context, Operands items) {
  context.spend(items.size());
  std::size_t hash = items.size();
  for (const Value& item : items) hash = mixed(hash, element_hash(context, item));
  return hash;
}

/// Of the start alone: [1, 5) and (0, 4] are equal.
std::size_t interval_hash(Context& context, const Interval& interval) {
  return element_hash(context, interval_start(context, interval));
}

}  // namespace

std::size_t element_hash(Context& context, const Value& value) {
  const Value known = scalar(context, value);
  switch (known.kind()) {
    case Kind::kBoolean:
      return known.as_boolean() ? 1 : 2;
    case Kind::kInteger:
    case Kind::kLong:
    case Kind::kDecimal:
      return number_hash(to_decimal(known));
    case Kind::kString:
      return text_hash(known.as_string());
    case Kind::kDate:
    case Kind::kDateTime:
    case Kind::kTime:
      return temporal_hash(context, known);
    case Kind::kCode:
      return code_hash(known.as_code());
    case Kind::kConcept:
      return concept_hash(known.as_concept());
    case Kind::kInterval:
      return interval_hash(context, known.as_interval());
    case Kind::kList:
      return list_hash(context, known.as_list().items);
    case Kind::kTuple:
    case Kind::kInstance:
      return tuple_hash(context, known.as_tuple());
    case Kind::kElement:
      return json_hash(known.as_element());
    default:
      // Quantities are equal across units, the rest is rare: compared one by one.
      return static_cast<std::size_t>(known.kind());
  }
}

}  // namespace cramp::engine
