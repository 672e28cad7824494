#pragma once
// Operators of intervals and of lists alike: the kinds of the operands decide (CQL 1.5 Appendix B,
// Interval Operators and List Operators).

#include "engine/operators/common.hpp"

namespace cramp::engine {

// Membership. Nothing is in a null collection; whether null is in an interval is unknown, but a
// list may contain it.
Value contains_operator(Context& context, Operands operands, const Attributes& attributes);
Value in_operator(Context& context, Operands operands, const Attributes& attributes);
Value proper_contains_operator(Context& context, Operands operands, const Attributes& attributes);
Value proper_in_operator(Context& context, Operands operands, const Attributes& attributes);

// Inclusion, null for a null operand. A point or element in place of the smaller side is a member.
Value includes_operator(Context& context, Operands operands, const Attributes& attributes);
Value included_in_operator(Context& context, Operands operands, const Attributes& attributes);
Value proper_includes_operator(Context& context, Operands operands, const Attributes& attributes);
Value proper_included_in_operator(Context& context, Operands operands,
                                  const Attributes& attributes);

// Sets. For Union and the right side of Except a null list is an empty one.
Value union_operator(Context& context, Operands operands, const Attributes&);
Value intersect_operator(Context& context, Operands operands, const Attributes&);
Value except_operator(Context& context, Operands operands, const Attributes&);

}  // namespace cramp::engine
