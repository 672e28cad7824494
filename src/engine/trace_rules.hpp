#pragma once
// What the value of one expression rests on, given what its parts gave. Inside the engine only.

#include "engine/tracer.hpp"

namespace cramp::engine {

/// Of one expression whose evaluation has just ended; the last level is still its own.
class TraceRules {
 public:
  TraceRules(Tracer& tracer, const TracedNode& node, const Value& value)
      : tracer_(tracer), store_(tracer.store_), node_(node), value_(value) {}

  Pair run();

 private:
  using Event = Tracer::Event;

  std::span<const Event> events() const;
  const TracePoint& point(PointId id) const { return tracer_.points_->points()[id]; }
  bool is_of(const Event& event, std::string_view slot) const;

  Pair all();
  Pair those_with(bool (Value::*test)() const);
  Pair logical();
  Pair implies();
  Pair choice();
  Pair exists();
  Pair tuple();
  Pair list();
  Pair property();
  Pair retrieve();
  Pair reference();
  Pair variable();
  Pair operand();
  Pair call();
  /// Of an operator that takes its value out of a list: what that item rests on.
  Pair selected();

  /// Evidence of a value that was found in `list`, or known by itself.
  Pair item(const Value& list, const Value& item, std::size_t& cursor);
  Pair by_itself(const Value& value);
  void keep(std::span<const Value> items, std::vector<Pair> parts);
  void note_origin(const Value& value, const json::Node* resource, std::uint32_t path);
  EvidenceId decided_by(const Pair& pair) { return store_.whole(pair); }

  friend class TraceRows;

  Tracer& tracer_;
  EvidenceStore& store_;
  const TracedNode& node_;
  const Value value_;
};

}  // namespace cramp::engine
