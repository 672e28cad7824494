#pragma once
// Calling a strict operator. Inside the engine only.

#include <span>

#include "engine/run.hpp"

namespace cramp::engine {

/// The value of a node that Compiler::strict made, of operands that have been evaluated.
Value call_strict(const Node& node, Run& run, std::span<const Value> operands);

/// Evaluated operands on the machine's stack.
template <std::size_t N>
union OperandSlots {
  OperandSlots(const Node& node, Frame& frame) {
    for (std::size_t i = 0; i < N; ++i) new (values + i) Value(evaluate(node.operands[i], frame));
  }
  Value values[N];

  std::span<const Value> all() const { return {values, N}; }
};

}  // namespace cramp::engine
