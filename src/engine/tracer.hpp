#pragma once
// Watches one evaluation of a traced Program: counts for coverage, values and evidence for
// explanations. Inside the engine only.

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/evidence.hpp"
#include "engine/trace_points.hpp"

namespace cramp::engine {

/// What was seen at one place.
struct Seen {
  std::uint32_t entered = 0;  ///< also when it failed
  std::uint32_t left = 0;     ///< with a value
  std::uint32_t yes = 0, no = 0, null = 0;
  Value value = {};  ///< the last one
  Pair pair = {};
  std::size_t cursor = 0;  ///< of `value`, a list: where its last item was found
};

class Tracer {
 public:
  explicit Tracer(const Program::Impl& program);

  /// Stands before every node of a traced Program.
  static Value eval(const Node& node, Frame& frame);

  const TracePoints& points() const { return *points_; }
  std::span<const Seen> seen() const { return seen_; }
  const EvidenceStore& evidence() const { return store_; }

 private:
  friend class TraceRules;
  friend class TraceRows;

  /// The outcome of an expression inside a running one.
  struct Event {
    PointId point;
    Value value;
    Pair pair;
  };
  struct Level {
    PointId point;
    Combine combine;
    std::size_t events;  ///< those of this level begin here
  };
  class Inside;

  Value evaluate(const TracedNode& node, Frame& frame);
  struct Origin {
    const json::Node* resource;
    std::uint32_t path;
  };

  void finish(const TracedNode& node, bool is_same, const Value& value);

  const Program::Impl* program_;
  const TracePoints* points_;
  EvidenceStore store_;
  std::vector<Seen> seen_;
  std::vector<Level> levels_;
  std::vector<Event> events_;
  std::vector<std::size_t> calls_;  ///< levels of the running FunctionRefs
  /// What the items of a list and the elements of a tuple rest on, by where they live.
  std::unordered_map<const void*, std::vector<Pair>> parts_;
  std::unordered_map<const json::Node*, Origin> origins_;
};

}  // namespace cramp::engine
