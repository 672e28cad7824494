#pragma once
// What a Program holds. Inside the engine only.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/coded.hpp"
#include "engine/evaluation.hpp"
#include "engine/node.hpp"
#include "engine/paths.hpp"
#include "engine/trace_points.hpp"
#include "engine/types.hpp"

namespace cramp::engine {

/// A compiled expression with the number of variables it needs.
struct Body {
  const Node* node = nullptr;
  std::uint32_t slots = 0;
};

struct ExpressionPlan {
  const elm::Statement* statement;
  std::uint32_t library;
  Body body;
};

struct FunctionPlan {
  const elm::Statement* statement;
  std::uint32_t library;
  std::span<const Type* const> operands;
  Body body = {};
};

struct ParameterPlan {
  std::string_view name;
  std::uint32_t library;
  const Type* type = nullptr;  ///< nullptr: not declared
  Body default_value;          ///< node nullptr: none
};

/// A pair of resource type and code property that some Retrieve filters by.
struct CodeKey {
  fhir::TypeId type;
  std::string_view type_name;
  std::string_view property;
  std::span<const CodedMember> members;
  std::vector<std::uint32_t> set_places = {};  ///< by ValueSetId: place among `sets`, or kNoSet
  std::uint32_t sets = 0;                      ///< value sets that Retrieves by this key name

  static constexpr std::uint32_t kNoSet = ~0U;
};

struct Program::Impl {
  explicit Impl(const terminology::Terminology& terms) : terminology(&terms) {}

  const terminology::Terminology* terminology;
  base::Arena arena;
  std::vector<std::unique_ptr<const Prepared>> prepared;
  std::vector<elm::Library> libraries;
  std::vector<Definition> definitions;
  std::vector<ExpressionPlan> expressions;  ///< same index as definitions
  std::vector<ParameterPlan> parameters;
  std::vector<std::string_view> parameter_names;
  std::vector<RetrieveInfo> retrieves;
  std::uint32_t once_count = 0;              ///< expressions evaluated at most once
  std::vector<fhir::TypeId> resource_types;  ///< retrieved ones
  std::vector<CodeKey> code_keys;
  PathTable paths{arena};
  const Path* period_start = paths.intern("start");
  const Path* period_end = paths.intern("end");
  std::unique_ptr<TracePoints> trace;  ///< nullptr: not traced
};

}  // namespace cramp::engine
