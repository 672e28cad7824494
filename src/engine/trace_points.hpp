#pragma once
// The places of a traced Program: every expression of its libraries with what is known at link
// about how evidence passes through it. Inside the engine only.

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/evaluation.hpp"
#include "engine/node.hpp"

namespace cramp::engine {

class Linker;

using PointId = std::uint32_t;
inline constexpr PointId kNoPoint = ~0U;

/// What a place is to the query or loop that holds it.
enum class Role : std::uint8_t {
  kOther,
  kSource,
  kRelationSource,
  kSuchThat,
  kSuchThatNot,  ///< of a without
  kWhere,
  kReturn,
  kSort,
};

/// How the evidence of a value comes from that of its parts: trace_rules.cpp.
enum class Combine : std::uint8_t {
  kAll,
  kAnd,
  kOr,
  kImplies,
  kChoice,
  kExists,
  kFirst,
  kRows,
  kTuple,
  kList,
  kProperty,
  kRetrieve,
  kParameter,
  kCall,       ///< what the function's body rests on
  kReference,  ///< the evidence of `target`
  kVariable,   ///< one item of what `target` gave last
  kOperand,    ///< argument number `target` of the running call
  kOnce,       ///< the same place again
};

struct TracePoint {
  const elm::Expression* expression;
  std::uint32_t unit;
  PointId parent;
  std::uint8_t slot = 0;      ///< of the parent
  std::uint16_t ordinal = 0;  ///< among the parent's children of that slot
  Role role = Role::kOther;
  Combine combine = Combine::kAll;
  Combine variable = Combine::kVariable;  ///< how a variable that is read here is traced
  bool has_node = false;                  ///< is evaluated, and not a constant
  std::uint32_t target = kNoPoint;
};

/// A definition or function.
struct TraceUnit {
  std::uint32_t library;
  const elm::Statement* statement;
  PointId begin, end;  ///< its points, in pre-order; `begin` is the body
};

/// A node that is wrapped.
struct TracedNode : Node {
  Eval inner = nullptr;
  PointId point = kNoPoint;
  Combine combine = Combine::kAll;
  bool is_special = false;  ///< `combine` was given by whoever made the node
};

class TracePoints {
 public:
  /// Called for each node that the compiler makes.
  const Node* add(base::Arena& arena, const Node& node);
  void set_combine(const Node* node, Combine combine);
  /// Called when all is compiled: finds the places, and puts `wrapper` before every node that is
  /// not a constant.
  void seal(Linker& linker, Eval wrapper, bool (*is_constant)(const Node&));

  std::span<const TracePoint> points() const { return points_; }
  std::span<const TraceUnit> units() const { return units_; }
  /// The place of a definition's body.
  PointId body(DefinitionId definition) const { return bodies_[definition]; }
  std::uint32_t unit_of(DefinitionId definition) const { return points_[body(definition)].unit; }
  /// True when the body of that place is a function's.
  bool is_function_body(PointId point) const {
    return points_[point].parent == kNoPoint && units_[points_[point].unit].statement->is_function;
  }

 private:
  friend class PointFinder;

  std::vector<TracedNode*> nodes_;
  std::vector<TracePoint> points_;
  std::vector<TraceUnit> units_;
  std::vector<PointId> bodies_;
  std::unordered_map<const elm::Expression*, PointId> by_expression_;
};

}  // namespace cramp::engine
