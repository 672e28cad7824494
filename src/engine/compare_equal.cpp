#include <algorithm>

#include "engine/compare.hpp"
#include "engine/compare_parts.hpp"
#include "engine/limits.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

/// Parts of one value: two nulls are equal, one is unknown.
std::optional<bool> equal_part(Context& context, const Value& a, const Value& b) {
  if (a.is_null() && b.is_null()) return true;
  return equal(context, a, b);
}

std::optional<bool> equal_text(std::string_view a, std::string_view b) {
  if (a.data() == nullptr && b.data() == nullptr) return true;
  if (a.data() == nullptr || b.data() == nullptr) return std::nullopt;
  return a == b;
}

std::optional<bool> equal_codes(const Code& a, const Code& b) {
  Conjunction all;
  all.add(equal_text(a.code, b.code));
  all.add(equal_text(a.system, b.system));
  all.add(equal_text(a.version, b.version));
  all.add(equal_text(a.display, b.display));
  return all.result();
}

std::optional<bool> equal_concepts(const Concept& a, const Concept& b) {
  if (a.codes.size() != b.codes.size()) return false;
  Conjunction all;
  for (std::size_t i = 0; i < a.codes.size() && !all.is_false(); ++i) {
    all.add(equal_codes(a.codes[i], b.codes[i]));
  }
  all.add(equal_text(a.display, b.display));
  return all.result();
}

std::optional<bool> equal_ratios(Context& context, const Ratio& a, const Ratio& b) {
  Conjunction all;
  all.add(equal(context, Value::quantity(&a.numerator), Value::quantity(&b.numerator)));
  all.add(equal(context, Value::quantity(&a.denominator), Value::quantity(&b.denominator)));
  return all.result();
}

std::optional<bool> equal_intervals(Context& context, const Interval& a, const Interval& b) {
  Conjunction all;
  all.add(equal(context, interval_start(context, a), interval_start(context, b)));
  all.add(equal(context, interval_end(context, a), interval_end(context, b)));
  return all.result();
}

std::optional<bool> equal_lists(Context& context, const List& a, const List& b) {
  if (a.items.size() != b.items.size()) return false;
  context.spend(a.items.size());
  Conjunction all;
  for (std::size_t i = 0; i < a.items.size() && !all.is_false(); ++i) {
    all.add(equal_part(context, a.items[i], b.items[i]));
  }
  return all.result();
}

std::optional<bool> equal_tuples(Context& context, const Tuple& a, const Tuple& b) {
  if (a.names.size() != b.names.size()) return false;
  context.spend(a.names.size());
  Conjunction all;
  for (std::size_t i = 0; i < a.names.size() && !all.is_false(); ++i) {
    const auto at = std::find(b.names.begin(), b.names.end(), a.names[i]);
    if (at == b.names.end()) return false;
    all.add(
        equal_part(context, a.values[i], b.values[static_cast<std::size_t>(at - b.names.begin())]));
  }
  return all.result();
}

}  // namespace

std::optional<bool> equal(Context& context, const Value& a, const Value& b) {
  if (a.is(Kind::kString) && b.is(Kind::kString)) return a.as_string() == b.as_string();
  const Value left = scalar(context, a);
  const Value right = scalar(context, b);
  if (left.is_null() || right.is_null()) return std::nullopt;
  if (comparable(left.kind(), right.kind())) {
    const auto sign = compare(context, left, right);
    if (!sign) return std::nullopt;
    return *sign == 0;
  }
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case Kind::kBoolean:
      return left.as_boolean() == right.as_boolean();
    case Kind::kRatio:
      return equal_ratios(context, left.as_ratio(), right.as_ratio());
    case Kind::kCode:
      return equal_codes(left.as_code(), right.as_code());
    case Kind::kConcept:
      return equal_concepts(left.as_concept(), right.as_concept());
    case Kind::kValueSet:
      return left.as_value_set().url == right.as_value_set().url &&
             left.as_value_set().version == right.as_value_set().version;
    case Kind::kCodeSystem:
      return left.as_code_system().url == right.as_code_system().url &&
             left.as_code_system().version == right.as_code_system().version;
    case Kind::kInterval:
      return equal_intervals(context, left.as_interval(), right.as_interval());
    case Kind::kList:
      return equal_lists(context, left.as_list(), right.as_list());
    case Kind::kTuple:
      return equal_tuples(context, left.as_tuple(), right.as_tuple());
    case Kind::kInstance:
      if (left.fhir_type() != right.fhir_type()) return false;
      return equal_tuples(context, left.as_tuple(), right.as_tuple());
    case Kind::kElement:
      return same_json(left.as_element(), right.as_element());
    default:
      return false;
  }
}

}  // namespace cramp::engine
