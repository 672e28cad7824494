#pragma once
// The pieces of the string family; string.cpp has the table, string_matching.cpp what needs RE2.

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// True when all operands are strings, false when one is null; fails for anything else.
bool all_strings(std::string_view operator_name, Operands operands);

Value matches(Context& context, Operands operands, const Attributes&);
Value replace_matches(Context& context, Operands operands, const Attributes&);
Value split_on_matches(Context& context, Operands operands, const Attributes&);

}  // namespace cramp::engine
