#include "engine/distinct.hpp"

#include <functional>

#include "engine/compare.hpp"

namespace cramp::engine {

namespace {

/// Equal values have equal hashes. Kinds that may be equal in more than one form share one hash.
std::size_t hash_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return std::hash<std::string_view>{}(value.as_string());
    case Kind::kBoolean:
      return value.as_boolean() ? 1 : 2;
    case Kind::kInteger:
      return static_cast<std::size_t>(value.as_integer());
    case Kind::kElement: {
      const json::View view = value.as_element();
      if (!view.is_object()) return std::hash<std::string_view>{}(view.text());
      return std::hash<std::string_view>{}(view.string("id")) + 31 * view.size();
    }
    default:
      return 0;
  }
}

bool same_value(Context& context, const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  return equal(context, a, b) == true;
}

/// Only of values of one kind is the hash of any use: 1 equals 1.0.
bool one_kind(std::span<const Value> values) {
  for (const Value& value : values) {
    if (!value.is(values[0].kind()) || value.fhir_type() != values[0].fhir_type()) return false;
  }
  return true;
}

}  // namespace

std::size_t keep_distinct(Context& context, std::span<Value> values) {
  if (values.size() < 2) return values.size();
  const bool hashed = one_kind(values);
  const auto hashes = context.arena.array<std::size_t>(values.size());
  std::size_t kept = 0;
  for (const Value& value : values) {
    const std::size_t hash = hashed ? hash_of(value) : 0;
    bool seen = false;
    for (std::size_t i = 0; i < kept && !seen; ++i) {
      seen = hashes[i] == hash && same_value(context, values[i], value);
    }
    if (seen) continue;
    hashes[kept] = hash;
    values[kept++] = value;
  }
  return kept;
}

}  // namespace cramp::engine
