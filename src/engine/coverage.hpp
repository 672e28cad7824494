#pragma once
// Which of the CQL was reached by a number of evaluations.
//
//   Coverage coverage(*program);                 // linked with Tracing::on
//   for (each case) {
//     Evaluation evaluation(*program, data, now);
//     …                                          // ask for values
//     coverage.add(evaluation);
//   }
//   for (const Coverage::Gap& gap : coverage.gaps()) {
//     print(gap.library, gap.definition, elm::text(gap.locator), gap.missing);
//   }
//
// Evaluations of several threads are counted in one Coverage each and added up with `merge`.

#include <string_view>
#include <vector>

#include "elm/expression.hpp"
#include "engine/evaluation.hpp"

namespace cramp::engine {

class Coverage {
 public:
  /// The Program must be traced, and outlive this.
  explicit Coverage(const Program& program);

  void add(const Evaluation& evaluation);
  void merge(const Coverage& other);

  /// What no evaluation reached or what an expression never was.
  struct Gap {
    enum class Missing : std::uint8_t {
      kDefinition,  ///< never evaluated: a definition, or a function never called
      kExpression,  ///< never evaluated, though what it is part of was: a branch, a right side
      kTrue,        ///< a condition or logical operator that was never true
      kFalse,       ///< … never false, and never null
    };
    Missing missing;
    bool is_function;
    std::string_view library, definition;
    std::string_view operation;  ///< ELM node
    elm::Locator locator;
  };
  /// In the order of libraries and their text; of an expression that was not reached the outermost
  /// place only. Constants are left out: there is nothing to reach.
  std::vector<Gap> gaps() const;

  struct Total {
    std::string_view library;
    std::size_t definitions = 0, definitions_reached = 0;  ///< and functions
    std::size_t expressions = 0, expressions_reached = 0;
    std::size_t outcomes = 0, outcomes_seen = 0;  ///< true, and false or null, of each condition
  };
  /// One for each library.
  std::vector<Total> totals() const;

 private:
  struct Count {
    std::uint64_t entered = 0, yes = 0, no = 0, null = 0;
  };

  bool is_reached(std::uint32_t point) const;
  void add_gaps_of(std::uint32_t unit, std::vector<Gap>& gaps) const;

  const Program* program_;
  std::vector<Count> counts_;  ///< by place
};

}  // namespace cramp::engine
