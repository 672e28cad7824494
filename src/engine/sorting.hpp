#pragma once
// Sorting by the items of an ELM SortClause or Sort.

#include <cstdint>
#include <span>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

/// One `by`: the value itself (neither path nor expression), an element of it, or an expression
/// over it.
struct SortKey {
  const Path* path = nullptr;
  const Node* expression = nullptr;
  bool descending = false;
};

struct SortPlan {
  std::uint32_t slot;  ///< the item, for expressions
  std::span<const SortKey> keys;
};

const SortPlan* compile_sort(Compiler& compiler, std::span<const elm::Child> by);

/// Stable; nulls are lowest (CQL 1.5 §Sort Clause).
void sort(const SortPlan& plan, const Node& node, Frame& frame, std::span<Value> items);

}  // namespace cramp::engine
