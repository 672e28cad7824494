#pragma once
// Collapse and Expand (CQL 1.5 Appendix B, Interval Operators), and the `per` that both take.

#include <vector>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// Operands: a list of intervals; a Quantity or null.
Value collapse_operator(Context& context, Operands operands, const Attributes&);
/// Operands: a list of intervals, or one interval; a Quantity or null. Fails when it would make
/// more than budget.expansion items.
Value expand_operator(Context& context, Operands operands, const Attributes&);

using Intervals = std::vector<const Interval*>;

/// The intervals of a list without its nulls; fails for elements of another type.
Intervals intervals_of(std::string_view operator_name, Operands items);
/// Kind::kNull when no bound tells it.
Kind point_kind(const Intervals& intervals);
/// Of the bounds, which are temporals; kNone when all are null.
time::Precision coarsest_precision(const Intervals& intervals);

/// A `per` for temporals: a number of units that values of the type can have as their precision.
struct TemporalStep {
  time::Precision unit = time::Precision::kNone;
  std::int64_t amount = 1;
};
/// Weeks become days. Nothing when the unit does not suit the type; fails below one unit.
std::optional<TemporalStep> temporal_step(Kind point, const Quantity& per);
/// `value` moved on by whole units; nothing past the end of the type.
std::optional<time::Temporal> advanced(const time::Temporal& value, std::int64_t amount,
                                       time::Precision unit, Kind kind);

/// A `per` for numbers and quantities, in `unit` ("1" for numbers). Nothing when it cannot be
/// converted; fails unless positive.
std::optional<num::Decimal> number_step(const Quantity& per, std::string_view unit);

/// Intervals that overlap, meet or are at most `per` apart made one, in the order of their starts.
/// `per` may be null. Nothing when it does not suit the point type.
std::optional<Intervals> collapsed(Context& context, const Intervals& intervals, const Value& per);

}  // namespace cramp::engine
