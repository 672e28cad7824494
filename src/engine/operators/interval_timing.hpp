#pragma once
#include "engine/operator.hpp"

namespace cramp::engine {

/// Before, After, SameAs, SameOrBefore, SameOrAfter (by `operator_name`) where at least one of the
/// operands is an interval (CQL 1.5 Appendix B, Interval Operators). Null where it is unknown.
Value interval_timing(Context& context, std::string_view operator_name, const Value& a,
                      const Value& b, const Attributes& attributes);

}  // namespace cramp::engine
