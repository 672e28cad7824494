#pragma once
// Equality, equivalence and order of any two values (CQL 1.5 §Comparison Operators). The operators
// are thin over these, and lists, intervals, tuples, `in`, `distinct`, sort use them too.

#include <optional>

#include "engine/operator.hpp"

namespace cramp::engine {

/// CQL Equal: nothing is "unknown" (null). Null operands give nothing.
std::optional<bool> equal(Context& context, const Value& a, const Value& b);
/// CQL Equivalent: never unknown; null ~ null.
bool equivalent(Context& context, const Value& a, const Value& b);
/// -1, 0, 1 for values with an order (numbers, strings, temporals, quantities, uncertain); nothing
/// when unknown: null, uncertain, incommensurable units. Fails for values without an order.
std::optional<int> compare(Context& context, const Value& a, const Value& b,
                           time::Precision precision = time::Precision::kNone);
/// Order for `sort`: nulls first, temporals as if what they lack were at its minimum. Quantities
/// that are not comparable count as equal, which is not transitive: sort with std::stable_sort
/// only.
int order(Context& context, const Value& a, const Value& b);

}  // namespace cramp::engine
