#pragma once
#include <span>

#include "engine/operator.hpp"

namespace cramp::engine {

/// Moves the first of equal values to the front, in their order, and tells how many there are
/// (CQL 1.5 §Distinct: equality, but null equals null). Values of simple kinds and resources are
/// told apart by a hash first, so that many of them do not cost the square of comparisons.
std::size_t keep_distinct(Context& context, std::span<Value> values);

}  // namespace cramp::engine
