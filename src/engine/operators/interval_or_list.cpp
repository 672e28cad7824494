#include "engine/operators/interval_or_list.hpp"

#include <algorithm>
#include <array>

#include "engine/operators/interval_relations.hpp"
#include "engine/operators/interval_sets.hpp"
#include "engine/operators/list_sets.hpp"

namespace cramp::engine {

namespace {

// Membership.

/// `{1, 2} includes {}` comes as Contains: the element type of `{}` is Any, and so it passes for an
/// element. No list can be an element of a list of other things, so the list-list overload is
/// meant.
bool stands_for_inclusion(Operands list, const Value& element) {
  if (!element.is(Kind::kList) || !element.as_list().items.empty()) return false;
  const auto is_list = [](const Value& item) { return item.is_null() || item.is(Kind::kList); };
  return !list.empty() && std::none_of(list.begin(), list.end(), is_list);
}

Value contains(Context& context, Operands operands, const Value& collection, const Value& element,
               const Attributes& attributes) {
  if (collection.is_null()) return Value::boolean(false);
  if (collection.is(Kind::kList)) {
    const Operands items = collection.as_list().items;
    if (stands_for_inclusion(items, element)) return Value::boolean(true);
    return truth(list_contains(context, items, element));
  }
  if (!collection.is(Kind::kInterval)) refuse("In", operands);
  return truth(interval_contains(context, collection.as_interval(), element, attributes.precision));
}

Value properly_contains(Context& context, Operands operands, const Value& collection,
                        const Value& element, const Attributes& attributes) {
  if (collection.is_null()) {
    // A list is no point of an interval: this stands for a comparison of two lists, one unknown.
    return element.is(Kind::kList) ? Value() : Value::boolean(false);
  }
  if (collection.is(Kind::kList)) {
    const Operands items = collection.as_list().items;
    if (stands_for_inclusion(items, element)) return Value::boolean(true);
    return truth(list_properly_contains(context, items, element));
  }
  if (!collection.is(Kind::kInterval)) refuse("ProperIn", operands);
  return truth(
      interval_properly_contains(context, collection.as_interval(), element, attributes.precision));
}

// Inclusion. A point or element in place of the smaller side is contained.

Value included(Context& context, Operands operands, const Value& whole, const Value& part,
               const Attributes& attributes) {
  if (whole.is_null() || part.is_null()) return {};
  if (whole.kind() != part.kind()) return contains(context, operands, whole, part, attributes);
  if (whole.is(Kind::kList)) {
    return truth(list_includes(context, whole.as_list().items, part.as_list().items));
  }
  if (!whole.is(Kind::kInterval)) refuse("Includes", operands);
  return truth(
      includes(context, bounds_of(context, whole), bounds_of(context, part), attributes.precision));
}

Value properly_included(Context& context, Operands operands, const Value& whole, const Value& part,
                        const Attributes& attributes) {
  if (whole.is_null() || part.is_null()) return {};
  if (whole.kind() != part.kind()) {
    return properly_contains(context, operands, whole, part, attributes);
  }
  if (whole.is(Kind::kList)) {
    return truth(list_properly_includes(context, whole.as_list().items, part.as_list().items));
  }
  if (!whole.is(Kind::kInterval)) refuse("ProperIncludes", operands);
  return truth(properly_includes(context, bounds_of(context, whole), bounds_of(context, part),
                                 attributes.precision));
}

// Sets.

bool one_is(Operands operands, Kind kind) {
  return std::any_of(operands.begin(), operands.end(),
                     [kind](const Value& operand) { return operand.is(kind); });
}

/// A list, of which null is an empty one.
Operands items_of(std::string_view operator_name, Operands operands, std::size_t index) {
  if (operands[index].is_null()) return {};
  if (!operands[index].is(Kind::kList)) refuse(operator_name, operands);
  return operands[index].as_list().items;
}

using ListSets = Value (*)(Context&, Operands, Operands);
using IntervalSets = Value (*)(Context&, const Interval&, const Interval&);

/// Two operands of one kind; of intervals, none may be null.
Value combined(Context& context, std::string_view operator_name, Operands operands, ListSets lists,
               IntervalSets intervals) {
  if (one_is(operands, Kind::kInterval)) {
    if (any_null(operands)) return {};
    if (!operands[0].is(operands[1].kind())) refuse(operator_name, operands);
    return intervals(context, operands[0].as_interval(), operands[1].as_interval());
  }
  return lists(context, items_of(operator_name, operands, 0), items_of(operator_name, operands, 1));
}

Value union_of(Context& context, const Value& a, const Value& b) {
  // Of two nulls nothing tells whether lists or intervals are meant.
  if (a.is_null() && b.is_null()) return {};
  const std::array<Value, 2> operands = {a, b};
  return combined(context, "Union", operands, &list_union, &interval_union);
}

}  // namespace

Value contains_operator(Context& context, Operands operands, const Attributes& attributes) {
  return contains(context, operands, operands[0], operands[1], attributes);
}
Value in_operator(Context& context, Operands operands, const Attributes& attributes) {
  return contains(context, operands, operands[1], operands[0], attributes);
}
Value proper_contains_operator(Context& context, Operands operands, const Attributes& attributes) {
  return properly_contains(context, operands, operands[0], operands[1], attributes);
}
Value proper_in_operator(Context& context, Operands operands, const Attributes& attributes) {
  return properly_contains(context, operands, operands[1], operands[0], attributes);
}

Value includes_operator(Context& context, Operands operands, const Attributes& attributes) {
  return included(context, operands, operands[0], operands[1], attributes);
}
Value included_in_operator(Context& context, Operands operands, const Attributes& attributes) {
  return included(context, operands, operands[1], operands[0], attributes);
}
Value proper_includes_operator(Context& context, Operands operands, const Attributes& attributes) {
  return properly_included(context, operands, operands[0], operands[1], attributes);
}
Value proper_included_in_operator(Context& context, Operands operands,
                                  const Attributes& attributes) {
  return properly_included(context, operands, operands[1], operands[0], attributes);
}

/// Union takes any number of operands in ELM, the other two come nested or in pairs.
Value union_operator(Context& context, Operands operands, const Attributes&) {
  Value result = operands[0];
  for (const Value& operand : operands.subspan(1)) result = union_of(context, result, operand);
  return result;
}

Value intersect_operator(Context& context, Operands operands, const Attributes&) {
  if (any_null(operands)) return {};
  Value result = operands[0];
  for (const Value& operand : operands.subspan(1)) {
    const std::array<Value, 2> pair = {result, operand};
    if (any_null(pair)) return {};
    result = combined(context, "Intersect", pair, &list_intersect, &interval_intersect);
  }
  return result;
}

Value except_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  return combined(context, "Except", operands, &list_except, &interval_except);
}

}  // namespace cramp::engine
