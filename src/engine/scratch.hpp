#pragma once
// Values on their way into a list. One stack for the whole evaluation: nested queries push and take
// above one another, so collecting rows costs no allocation of its own.

#include <memory>
#include <span>
#include <vector>

#include "engine/operator.hpp"

namespace cramp::engine {

class Scratch {
 public:
  explicit Scratch(Context& context) : context_(context) {}

  std::size_t mark() const { return values_.size(); }
  void push(const Value& value, std::size_t mark) {
    if (values_.size() - mark >= context_.budget.list_items) too_many();
    values_.push_back(value);
  }
  /// Valid until the next push.
  std::span<Value> since(std::size_t mark) { return std::span(values_).subspan(mark); }
  void drop_to(std::size_t mark) { values_.resize(mark); }
  /// Moves what was pushed since the mark into the arena.
  std::span<Value> take(std::size_t mark) {
    const auto items = context_.arena.uninitialized<Value>(values_.size() - mark);
    std::ranges::uninitialized_copy(since(mark), items);
    drop_to(mark);
    return items;
  }

 private:
  [[noreturn]] void too_many() const {
    Context::fail("a list of more than " + std::to_string(context_.budget.list_items) + " items");
  }

  Context& context_;
  std::vector<Value> values_;
};

}  // namespace cramp::engine
