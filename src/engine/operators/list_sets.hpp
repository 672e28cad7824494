#pragma once
// Membership and set operations of lists (CQL 1.5 Appendix B, List Operators): Equal elements are
// the same, and nulls are the same as one another. What cannot be told apart for sure is different.

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// True when an element is the same, unknown when one may be.
std::optional<bool> list_contains(Context& context, Operands list, const Value& element);
/// Contains it, and something else; a null may be anything, so it is not something else for sure.
std::optional<bool> list_properly_contains(Context& context, Operands list, const Value& element);
/// Contains every element of `part`.
std::optional<bool> list_includes(Context& context, Operands list, Operands part);
/// Includes it and is longer.
std::optional<bool> list_properly_includes(Context& context, Operands list, Operands part);

// Results are without duplicates, in the order of the operands.
Value list_distinct(Context& context, Operands items);
Value list_union(Context& context, Operands a, Operands b);
Value list_intersect(Context& context, Operands a, Operands b);
Value list_except(Context& context, Operands a, Operands b);

}  // namespace cramp::engine
