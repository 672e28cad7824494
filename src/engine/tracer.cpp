#include "engine/tracer.hpp"

#include "engine/run.hpp"
#include "engine/trace_rules.hpp"

namespace cramp::engine {

Tracer::Tracer(const Program::Impl& program)
    : program_(&program), points_(program.trace.get()), seen_(points_->points().size()) {}

/// Enters a level, and leaves it also when an error passes through.
class Tracer::Inside {
 public:
  Inside(Tracer& tracer, const TracedNode& node) : tracer_(tracer) {
    auto& levels = tracer.levels_;
    // A node that only stands before another one of the same expression, or reads a variable for
    // it.
    is_same_ = !levels.empty() && levels.back().point == node.point &&
               (levels.back().combine == Combine::kOnce || node.is_special);
    is_call_ = !is_same_ && !levels.empty() && tracer.points_->is_function_body(node.point);
    if (is_call_) tracer.calls_.push_back(levels.size() - 1);
    levels.push_back({node.point, node.combine, tracer.events_.size()});
  }
  ~Inside() {
    if (is_open_) tracer_.events_.resize(tracer_.levels_.back().events);
    tracer_.levels_.pop_back();
    if (is_call_) tracer_.calls_.pop_back();
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  bool is_same() const { return is_same_; }
  void close() { is_open_ = false; }

 private:
  Tracer& tracer_;
  bool is_same_ = false, is_call_ = false, is_open_ = true;
};

Value Tracer::eval(const Node& node, Frame& frame) {
  return frame.run.tracer->evaluate(static_cast<const TracedNode&>(node), frame);
}

Value Tracer::evaluate(const TracedNode& node, Frame& frame) {
  Inside inside(*this, node);
  if (!inside.is_same()) ++seen_[node.point].entered;
  const Value value = node.inner(node, frame);
  finish(node, inside.is_same(), value);
  inside.close();
  return value;
}

void Tracer::finish(const TracedNode& node, bool is_same, const Value& value) {
  const Pair pair = TraceRules(*this, node, value).run();
  Seen& seen = seen_[node.point];
  if (!is_same) {
    ++seen.left;
    seen.yes += value.is_true() ? 1U : 0U;
    seen.no += value.is_false() ? 1U : 0U;
    seen.null += value.is_null() ? 1U : 0U;
  }
  seen.value = value;
  seen.pair = pair;
  events_.resize(levels_.back().events);
  events_.push_back({node.point, value, pair});
}

}  // namespace cramp::engine
