#include "engine/operators/interval_timing.hpp"

#include <algorithm>
#include <array>

#include "engine/operators/interval_relations.hpp"

namespace cramp::engine {

namespace {

using time::Precision;

Truth before(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return less(context, a.end, b.start, precision);
}

Truth after(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return less(context, b.end, a.start, precision);
}

Truth same_or_before(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return less_or_equal(context, a.end, b.start, precision);
}

Truth same_or_after(Context& context, const Bounds& a, const Bounds& b, Precision precision) {
  return less_or_equal(context, b.end, a.start, precision);
}

struct NamedRelation {
  std::string_view name;
  Relation relation;
};
constexpr std::array<NamedRelation, 5> kRelations = {{{"After", &after},
                                                      {"Before", &before},
                                                      {"SameAs", &same_interval},
                                                      {"SameOrAfter", &same_or_after},
                                                      {"SameOrBefore", &same_or_before}}};

}  // namespace

Value interval_timing(Context& context, std::string_view operator_name, const Value& a,
                      const Value& b, const Attributes& attributes) {
  const auto found =
      std::find_if(kRelations.begin(), kRelations.end(),
                   [operator_name](const auto& entry) { return entry.name == operator_name; });
  if (found == kRelations.end()) {
    const std::array<Value, 2> operands = {a, b};
    refuse(operator_name, operands);
  }
  if (a.is_null() || b.is_null()) return {};
  return truth(
      found->relation(context, bounds_of(context, a), bounds_of(context, b), attributes.precision));
}

}  // namespace cramp::engine
