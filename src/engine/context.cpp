#include "engine/operator.hpp"

namespace cramp::engine {

Value Context::string(std::string_view v) {
  if (v.size() > budget.string_bytes) {
    fail("a string of " + std::to_string(v.size()) + " bytes is over the budget of " +
         std::to_string(budget.string_bytes));
  }
  return Value::string(arena.copy(v));
}

void Context::out_of_steps() {
  steps_left = 0;
  fail("more than " + std::to_string(budget.steps) + " steps");
}

void Context::check_size(std::size_t items) const {
  if (items <= budget.list_items) return;
  fail("a list of " + std::to_string(items) + " items is over the budget of " +
       std::to_string(budget.list_items));
}

Value Context::list(std::span<const Value> items, bool distinct) {
  static constexpr List kEmpty{{}, true};
  if (items.empty()) return Value::list(&kEmpty);
  check_size(items.size());
  return Value::list(arena.make<List>(items, distinct));
}

}  // namespace cramp::engine
