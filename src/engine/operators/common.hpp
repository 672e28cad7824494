#pragma once
// What the operator families share.

#include <algorithm>
#include <optional>

#include "engine/operator.hpp"

namespace cramp::engine {

using Operands = std::span<const Value>;

/// Fails: no form of the operator takes operands of these types.
[[noreturn]] void refuse(std::string_view operator_name, Operands operands);

inline bool any_null(Operands operands) {
  return std::any_of(operands.begin(), operands.end(), [](const Value& v) { return v.is_null(); });
}

/// Boolean, or null for unknown.
inline Value truth(std::optional<bool> value) {
  return value ? Value::boolean(*value) : Value();
}

/// A list of a copy of the items.
Value make_list(Context& context, Operands items);

/// A number known to lie between two others: the number itself when they are the same.
Value between(Context& context, const Value& low, const Value& high);

}  // namespace cramp::engine
