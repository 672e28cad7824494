#include "engine/operators/common.hpp"

#include "engine/compare.hpp"

namespace cramp::engine {

void refuse(std::string_view operator_name, Operands operands) {
  std::string text = std::string(operator_name) + " is not defined for";
  std::string_view separator = " ";
  for (const Value& operand : operands) {
    text.append(separator).append(name(operand.kind()));
    separator = ", ";
  }
  Context::fail(std::move(text));
}

Value make_list(Context& context, Operands items) {
  const auto copy = context.arena.array<Value>(items.size());
  std::copy(items.begin(), items.end(), copy.begin());
  return context.list(copy);
}

Value between(Context& context, const Value& low, const Value& high) {
  if (compare(context, low, high) == 0) return low;
  return Value::uncertain(context.arena.make<Interval>(low, high, true, true, low.kind()));
}

}  // namespace cramp::engine
