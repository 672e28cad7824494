#pragma once
// What a Retrieve asks of a resource beyond its type and the one code filter that the index answers
// (ELM r1 §Retrieve): id, context, dates, and the filter elements. All that are given must hold.
// Inside the engine only.

#include "engine/compiler.hpp"
#include "engine/path_steps.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

struct RetrieveFilter;

/// `wanted` is the value of the filter, the same for all resources of one Retrieve.
using RetrieveTest = bool (*)(Run& run, const RetrieveFilter& filter, const Value& resource,
                              const Value& wanted);

struct RetrieveFilter {
  RetrieveTest test = nullptr;
  const Node* value = nullptr;
  Steps property = {};        ///< empty: none is named
  Steps low = {}, high = {};  ///< of a date given by two properties
  Function compare = nullptr, compare_interval = nullptr;
};

/// The filters of the node; those that cannot be run are faults. The code filter of the node itself
/// is among them only `with_codes`.
std::span<const RetrieveFilter> compile_retrieve_filters(Compiler& compiler,
                                                         const elm::Expression& expression,
                                                         bool with_codes);

/// Those of the resources for which all filters hold.
Value filtered(const Node& node, Frame& frame, std::span<const RetrieveFilter> filters,
               const Value& resources);

}  // namespace cramp::engine
