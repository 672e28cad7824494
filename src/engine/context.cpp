#include "engine/operator.hpp"

namespace cramp::engine {

Value Context::string(std::string_view v) {
  if (v.size() > budget.string_bytes) {
    fail("a string of " + std::to_string(v.size()) + " bytes is over the budget of " +
         std::to_string(budget.string_bytes));
  }
  return Value::string(arena.copy(v));
}

Value Context::list(std::span<const Value> items) {
  if (items.size() > budget.list_items) {
    fail("a list of " + std::to_string(items.size()) + " items is over the budget of " +
         std::to_string(budget.list_items));
  }
  return Value::list(arena.make<List>(items));
}

}  // namespace cramp::engine
