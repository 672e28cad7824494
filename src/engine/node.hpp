#pragma once
// The compiled form of an expression, and what runs it. Inside the engine only.

#include <cstdint>
#include <span>

#include "elm/expression.hpp"
#include "engine/operator.hpp"

namespace cramp::engine {

struct Node;
class Run;

/// The variables of one running definition or function body: aliases, lets, operands. Each has a
/// slot of its own, given at link, so nothing is looked up by name.
struct Frame {
  Run& run;
  Value* slots;
};

using Eval = Value (*)(const Node& node, Frame& frame);

/// Immutable, in the Program's arena. `data` is what the form's compiler prepared for `eval`.
struct Node {
  Eval eval;
  std::span<const Node* const> operands;
  const void* data;
  const elm::Expression* source;
  std::uint32_t library;
  /// Where `eval` would only read a slot: that slot. kConstant: `data` is the value. Then
  /// `evaluate` does not call it.
  std::uint32_t slot = kComputed;

  static constexpr std::uint32_t kComputed = ~0U;
  static constexpr std::uint32_t kConstant = kComputed - 1;

  template <class T>
  const T& as() const {
    return *static_cast<const T*>(data);
  }
};

}  // namespace cramp::engine
