#pragma once
// What queries and loops, and Exists and First of them, rest on: the rows that were accepted, or,
// when there is none, those that were not. Inside the engine only.

#include "engine/trace_rules.hpp"

namespace cramp::engine {

class TraceRows {
 public:
  explicit TraceRows(TraceRules& rules) : rules_(rules), store_(rules.store_) {}

  Pair run();

 private:
  using Event = Tracer::Event;

  struct Row {
    Value value;
    Pair pair;
  };

  void take(const Event& event);
  void source(const Event& event);
  void relation(const Event& event, bool holds);
  void where(const Event& event);
  void accept(const Value& value, const Pair& pair);
  void leave_row();
  Value next_item() const;
  Pair of_item(const Value& value);
  Pair of_list();
  Pair of_one();

  /// Rows and items that are compared one by one to find which belong together.
  static constexpr std::size_t kMaxComparisons = 4'000'000;

  TraceRules& rules_;
  EvidenceStore& store_;
  std::vector<Event> sources_;
  std::vector<Row> accepted_;
  EvidenceId control_ = 0, rejected_ = 0;
  EvidenceId row_ = 0;        ///< what let the current row pass so far
  EvidenceId row_other_ = 0;  ///< what did not hold in it
  std::size_t rows_ = 0;
  std::size_t cursor_ = 0;
  bool has_where_ = false, has_return_ = false, has_relation_ = false;
};

}  // namespace cramp::engine
