// The list family (CQL 1.5 Appendix B, List Operators); membership and sets are in
// interval_or_list.hpp. Skip, Tail and Take come as Slice.

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "engine/operators/element_index.hpp"
#include "engine/operators/list_sets.hpp"

namespace cramp::engine {

namespace {

/// Of a list operand that is not null.
Operands items_of(std::string_view operator_name, Operands operands) {
  if (!operands[0].is(Kind::kList)) refuse(operator_name, operands);
  return operands[0].as_list().items;
}

Value exists_operator(Context&, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return Value::boolean(false);
  const Operands items = items_of("Exists", operands);
  return Value::boolean(
      std::any_of(items.begin(), items.end(), [](const Value& item) { return !item.is_null(); }));
}

Value distinct_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  return list_distinct(context, items_of("Distinct", operands));
}

/// Null lists in the list are left out; what is no list is kept as it is.
Value flatten_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Operands items = items_of("Flatten", operands);
  const auto part_of = [](const Value& item) {
    if (item.is_null()) return Operands();
    return item.is(Kind::kList) ? item.as_list().items : Operands(&item, 1);
  };
  std::size_t size = 0;
  for (const Value& item : items) size += part_of(item).size();
  context.check_size(size);
  const auto flat = context.arena.uninitialized<Value>(size);
  auto end = flat.begin();
  for (const Value& item : items) {
    const Operands part = part_of(item);
    end = std::uninitialized_copy(part.begin(), part.end(), end);
  }
  return context.list(flat);
}

Value first_operator(Context&, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Operands items = items_of("First", operands);
  return items.empty() ? Value() : items.front();
}

Value last_operator(Context&, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Operands items = items_of("Last", operands);
  return items.empty() ? Value() : items.back();
}

Value singleton_operator(Context&, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Operands items = items_of("SingletonFrom", operands);
  if (items.size() > 1) {
    Context::fail("singleton from a list of " + std::to_string(items.size()) + " elements");
  }
  return items.empty() ? Value() : items.front();
}

Value index_of_operator(Context& context, Operands operands, const Attributes&) {
  if (any_null(operands)) return {};
  const Operands items = items_of("IndexOf", operands);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (same_element(context, items[i], operands[1]).value_or(false)) {
      return Value::integer(static_cast<std::int32_t>(i));
    }
  }
  return Value::integer(-1);
}

/// An index operand; nothing for null and where there is none.
std::optional<std::int64_t> index_operand(Operands operands, std::size_t at) {
  if (operands.size() <= at || operands[at].is_null()) return std::nullopt;
  if (!operands[at].is(Kind::kInteger)) refuse("Slice", operands);
  return operands[at].as_integer();
}

/// As ELM 1.5 has it: a negative index gives an empty list, and does not count from the end.
Value slice_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const Operands items = items_of("Slice", operands);
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t start = index_operand(operands, 1).value_or(0);
  const std::int64_t end = std::min(index_operand(operands, 2).value_or(size), size);
  if (start < 0 || end <= start) return context.list({});
  return context.list(
      items.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
}

/// Components of both tuples, the left one's first.
Value joined(Context& context, Operands pair) {
  std::vector<std::string_view> names;
  std::vector<Value> values;
  for (const Value& side : pair) {
    if (!side.is(Kind::kTuple)) refuse("Times", pair);
    const Tuple& tuple = side.as_tuple();
    names.insert(names.end(), tuple.names.begin(), tuple.names.end());
    values.insert(values.end(), tuple.values.begin(), tuple.values.end());
  }
  const auto kept_names = context.arena.array<std::string_view>(names.size());
  const auto kept_values = context.arena.array<Value>(values.size());
  std::copy(names.begin(), names.end(), kept_names.begin());
  std::copy(values.begin(), values.end(), kept_values.begin());
  return Value::tuple(context.arena.make<Tuple>(kept_names, kept_values));
}

/// Every pair of an element of the left and one of the right list of tuples.
Value times_operator(Context& context, Operands operands, const Attributes&) {
  if (any_null(operands)) return {};
  const Operands left = items_of("Times", operands);
  const Operands right = items_of("Times", operands.subspan(1));
  const std::size_t size = left.size() * right.size();
  if (size > context.budget.list_items) Context::fail("a product of lists is over the budget");
  const auto product = context.arena.array<Value>(size);
  std::size_t at = 0;
  for (const Value& a : left) {
    for (const Value& b : right) {
      const std::array<Value, 2> pair = {a, b};
      product[at++] = joined(context, pair);
    }
  }
  return context.list(product);
}

/// Adds the element values of tuples and instances, of lists those of their elements.
void add_children(const Value& value, std::vector<Value>& children) {
  const auto add = [&children](const Value& child) {
    if (child.is_null()) return;
    const Operands part = child.is(Kind::kList) ? child.as_list().items : Operands(&child, 1);
    children.insert(children.end(), part.begin(), part.end());
  };
  if (value.is(Kind::kList)) {
    for (const Value& item : value.as_list().items) add_children(item, children);
  } else if (value.is(Kind::kTuple) || value.is(Kind::kInstance)) {
    for (const Value& child : value.as_tuple().values) add(child);
  } else if (value.is(Kind::kElement)) {
    Context::fail("the children of a FHIR element are not supported");
  }
}

Value children_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  std::vector<Value> children;
  add_children(operands[0], children);
  return make_list(context, children);
}

/// Breadth first.
Value descendants_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  std::vector<Value> found;
  add_children(operands[0], found);
  for (std::size_t i = 0; i < found.size() && found.size() <= context.budget.list_items; ++i) {
    add_children(Value(found[i]), found);
  }
  return make_list(context, found);
}

constexpr auto kOperators = std::to_array<Operator>({
    {"Children", 1, 1, &children_operator},
    {"Descendants", 1, 1, &descendants_operator},
    {"Descendents", 1, 1, &descendants_operator},
    {"Distinct", 1, 1, &distinct_operator},
    {"Exists", 1, 1, &exists_operator},
    {"First", 1, 1, &first_operator},
    {"Flatten", 1, 1, &flatten_operator},
    {"IndexOf", 2, 2, &index_of_operator},
    {"Last", 1, 1, &last_operator},
    {"SingletonFrom", 1, 1, &singleton_operator},
    {"Slice", 1, 3, &slice_operator},
    {"Times", 2, 2, &times_operator},
});

}  // namespace

std::span<const Operator> list_operators() {
  return kOperators;
}

}  // namespace cramp::engine
