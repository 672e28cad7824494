#pragma once
// What an operator is to the evaluator: a function of evaluated operands, found by its ELM name.
// A family is one file in operators/ with one table; registry.cpp lists the tables.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.hpp"
#include "engine/value.hpp"

namespace cramp::engine {

/// Every limit of an evaluation. Exceeding one is an error of the definition that did, named by
/// library and line, and of those that need it; the evaluation of others goes on. The engine knows
/// no clock: time is bounded by steps, so that a definition fails on one machine as on another. A
/// step is a node evaluated, an item of a list or 64 bytes of a string that an operator is given,
/// or a pair of values compared; 20 million take a second or two.
struct Budget {
  std::size_t arena_bytes = 64U << 20U;    ///< of all definitions together: values live as long
  std::uint32_t recursion = 256;           ///< nested function calls
  std::uint32_t list_items = 100'000;      ///< of one list
  std::uint32_t string_bytes = 1U << 20U;  ///< of one string
  std::uint32_t expansion = 20'000;        ///< intervals or points made by `expand`
  std::uint64_t steps = 20'000'000;        ///< of one definition that is asked for, with its needs
};

/// Thrown inside an evaluation only, caught at the definition (base::Code::kContent).
struct EvaluationError {
  std::string text;
};

/// What operators may use. One per evaluation.
struct Context {
  base::Arena& arena;
  time::Temporal now;  ///< the one evaluation instant, with offset
  const terminology::Terminology* terminology;
  Budget budget;
  std::uint64_t steps_left = budget.steps;

  /// Fails when there are not so many steps left.
  void spend(std::uint64_t steps) {
    if (steps > steps_left) [[unlikely]]
      out_of_steps();
    steps_left -= steps;
  }
  [[noreturn]] void out_of_steps();

  [[noreturn]] static void fail(std::string text) { throw EvaluationError{std::move(text)}; }

  // Making values in the arena.
  Value decimal(num::Decimal v) { return Value::decimal(arena.make<num::Decimal>(v)); }
  Value decimal(std::optional<num::Decimal> v) { return v ? decimal(*v) : Value(); }
  Value string(std::string_view v);  ///< copies; checks budget.string_bytes
  Value date(const time::Temporal& v) {
    return Value::temporal(Kind::kDate, arena.make<time::Temporal>(v));
  }
  Value datetime(const time::Temporal& v) {
    return Value::temporal(Kind::kDateTime, arena.make<time::Temporal>(v));
  }
  Value time(const time::Temporal& v) {
    return Value::temporal(Kind::kTime, arena.make<time::Temporal>(v));
  }
  Value quantity(num::Decimal v, std::string_view unit) {
    return Value::quantity(arena.make<Quantity>(v, unit));
  }
  Value interval(Value low, bool low_closed, Value high, bool high_closed,
                 Kind point = Kind::kNull) {
    return Value::interval(arena.make<Interval>(low, high, low_closed, high_closed, point));
  }
  /// `items` must live in the arena already; checks budget.list_items. `distinct`: as List has it.
  Value list(std::span<const Value> items, bool distinct = false);
  void check_size(std::size_t items) const;  ///< of a list to be made
};

/// What an operator makes of a constant operand once, when the Program is linked: a compiled
/// pattern. Read by any thread.
class Prepared {
 public:
  virtual ~Prepared() = default;
};

/// Attributes of the ELM node that some operators look at; all else is in the operands.
struct Attributes {
  time::Precision precision = time::Precision::kNone;
  std::string_view
      type_name;  ///< of As, Is, Convert, MinValue, ...: local name ("Quantity", "Condition")
  bool strict = false;
  const Prepared* prepared = nullptr;  ///< where Operator::prepare gave one
};

/// Operands are evaluated, in ELM order; null is passed on, so each operator decides what null
/// does. `operands.size()` has been checked against the table.
using Function = Value (*)(Context& context, std::span<const Value> operands,
                           const Attributes& attributes);

struct Operator {
  std::string_view name;  ///< ELM node name: "Add", "ToString", "InValueSet"
  std::uint8_t min_operands;
  std::uint8_t max_operands;
  Function function;
  /// Called with the second operand where that is constant; nullptr says that there is nothing to
  /// prepare, and then the operator meets the operand when it runs.
  std::unique_ptr<const Prepared> (*prepare)(const Value& second) = nullptr;
};

// The families. Lazy forms (If, Case, And, Or, Coalesce, Query, FunctionRef, Retrieve, ...) are not
// here: they decide themselves what to evaluate and are compiled in forms/.
std::span<const Operator> arithmetic_operators();
std::span<const Operator> comparison_operators();  ///< Equal, Equivalent, Less, ...
std::span<const Operator> logical_operators();     ///< Not, Xor, IsTrue, IsNull, ...
std::span<const Operator> string_operators();
std::span<const Operator> conversion_operators();  ///< ToX, ConvertsToX
std::span<const Operator> datetime_operators();
std::span<const Operator> interval_operators();
std::span<const Operator> list_operators();
std::span<const Operator> aggregate_operators();
std::span<const Operator> clinical_operators();  ///< codes, CalculateAgeAt, ...

/// All of them, by name.
std::span<const Operator> all_operators();

/// By ELM name; nullptr when the engine has no such strict operator.
const Operator* find_operator(std::string_view name);

}  // namespace cramp::engine
