#pragma once
// The state of one evaluation while it runs. Inside the engine only.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/evaluation.hpp"
#include "engine/node.hpp"
#include "engine/program.hpp"
#include "engine/retrieve_index.hpp"
#include "engine/scratch.hpp"

namespace cramp::engine {

class Tracer;

/// An error that has found its place already: it passes through the definitions that depend on the
/// failed one.
struct LocatedError {
  std::string where, text;
  const Node* node;  ///< nullptr: before the first one
};

/// Values of things evaluated at most once.
class Memo {
 public:
  enum class State : std::uint8_t { kNew, kRunning, kDone, kFailed };

  explicit Memo(std::size_t count)
      : states_(count, State::kNew), values_(std::make_unique_for_overwrite<Place[]>(count)) {}
  State state(std::size_t index) const { return states_[index]; }
  const Value& value(std::size_t index) const { return values_[index].value; }
  void begin(std::size_t index) { states_[index] = State::kRunning; }
  void finish(std::size_t index, Value value) {
    values_[index].value = value;
    states_[index] = State::kDone;
  }
  void fail(std::size_t index) { states_[index] = State::kFailed; }

 private:
  /// Not set up: most of a large package is never evaluated for one patient.
  union Place {
    Place() {}
    Value value;
  };
  std::vector<State> states_;
  std::unique_ptr<Place[]> values_;
};

/// The variables of a body that has few of them: on the machine's stack, and not set up. Whatever
/// makes a variable sets it before anything can read it.
union FewSlots {
  static constexpr std::uint32_t kCount = 16;

  FewSlots() {}
  Value slots[kCount];
};

class Run {
 public:
  Run(const Program::Impl& program, const fhir::PatientData& data, const time::Temporal& now,
      std::span<const Parameter> parameters, const Budget& budget);

  base::Result<Value> evaluate_outermost(DefinitionId id);
  std::optional<base::Result<Value>> known(DefinitionId id) const;
  /// Of a definition that failed; nullptr of others.
  const LocatedError* failure(DefinitionId id) const;
  /// Throws LocatedError when it fails, also when it failed before.
  Value definition(DefinitionId id) {
    if (definitions_.state(id) == Memo::State::kDone) return definitions_.value(id);
    return first_time(id);
  }
  Value parameter(std::size_t index);
  /// Whether the value of a parameter of this name was asked for.
  bool has_read(std::string_view parameter) const;
  /// Calls a function in these slots, of which the first hold the arguments.
  Value call(const Body& body, Value* slots);
  /// The same with slots from the arena.
  Value call(const Body& body, std::span<const Value> arguments);

  [[noreturn]] void fail(const Node& node, std::string text) {
    current = &node;
    throw EvaluationError{std::move(text)};
  }
  void count_step() { context.spend(1); }

  const Program::Impl& program;
  base::Arena arena;
  Context context;
  const Node* current = nullptr;  ///< evaluated last: the place of an error
  ElementReader reader;
  RetrieveIndex retrieves;
  Scratch scratch{context};
  Memo once;
  Tracer* tracer = nullptr;  ///< of a traced Program: not nullptr

 private:
  [[noreturn]] void calls_too_deep() const;
  [[noreturn]] static void stack_too_deep();
  Value first_time(DefinitionId id);
  Value evaluate_definition(DefinitionId id);
  Value evaluate_body(const Body& body, Value* slots);
  /// A body that has no arguments.
  Value evaluate_body(const Body& body);
  [[noreturn]] void fail_definition(DefinitionId id, LocatedError error);
  [[noreturn]] void fail_again(DefinitionId id) const;
  std::string place() const;

  std::span<const Parameter> given_;
  Memo definitions_;
  Memo parameters_;
  std::vector<std::pair<DefinitionId, LocatedError>> errors_;
  std::uint32_t calls_ = 0;
  /// Nested definitions and calls share the machine's stack; below this they must not go, so that
  /// they end before the stack does.
  const char* stack_end_ = nullptr;
};

inline Value evaluate(const Node& node, Frame& frame) {
  if (node.slot != Node::kComputed) {
    return node.slot == Node::kConstant ? node.as<Value>() : frame.slots[node.slot];
  }
  frame.run.count_step();
  return node.eval(node, frame);
}
inline Value evaluate(const Node* node, Frame& frame) {
  return evaluate(*node, frame);
}

inline Value Run::evaluate_body(const Body& body, Value* slots) {
  if (static_cast<const char*>(__builtin_frame_address(0)) < stack_end_) stack_too_deep();
  Frame frame{*this, slots};
  return evaluate(body.node, frame);
}

inline Value Run::call(const Body& body, Value* slots) {
  if (++calls_ > context.budget.recursion) calls_too_deep();
  const Value result = evaluate_body(body, slots);
  --calls_;
  return result;
}

}  // namespace cramp::engine
