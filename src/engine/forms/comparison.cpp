// Equal, NotEqual, Less … GreaterOrEqual and In are strict operators (operators/comparison.cpp,
// operators/interval_or_list.cpp). What they are asked most often is answered here, without a call:
// texts that are constant, and two Integers, whole Dates or Decimals. All else goes to the
// operator.

#include <algorithm>
#include <array>

#include "engine/compiler.hpp"
#include "engine/strict.hpp"

namespace cramp::engine {

namespace {

struct TextPlan {
  const Node* otherwise;  ///< the strict operator of the same operands
  std::string_view text;
  bool equal;  ///< Equal, not NotEqual
};

Value eval_text(const Node& node, Frame& frame) {
  const auto& plan = node.as<TextPlan>();
  const OperandSlots<2> operands(node, frame);
  const Value& value = operands.values[0];
  if (value.is_null()) return {};
  if (!value.is(Kind::kString)) return call_strict(*plan.otherwise, frame.run, operands.all());
  return Value::boolean((value.as_string() == plan.text) == plan.equal);
}

Value eval_in_texts(const Node& node, Frame& frame) {
  const OperandSlots<2> operands(node, frame);
  const Value& value = operands.values[0];
  if (!value.is(Kind::kString)) {
    return call_strict(node.as<Node>(), frame.run, operands.all());
  }
  const auto texts = operands.values[1].as_list().items;
  frame.run.context.spend(texts.size());
  const std::string_view wanted = value.as_string();
  return Value::boolean(std::ranges::any_of(
      texts, [wanted](const Value& text) { return text.as_string() == wanted; }));
}

/// -1, 0 or 1 where no more is needed than to look at the two values; kUnknown of others.
constexpr int kUnknown = 2;

int order_at_once(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return kUnknown;
  const auto sign = [](const auto& x, const auto& y) {
    return x < y ? -1 : static_cast<int>(y < x);
  };
  switch (a.kind()) {
    case Kind::kInteger:
      return sign(a.as_integer(), b.as_integer());
    case Kind::kDecimal:
      return sign(a.as_decimal(), b.as_decimal());
    case Kind::kDate:
      return time::compare_dates(a.as_temporal(), b.as_temporal(), time::Precision::kNone)
          .value_or(kUnknown);
    default:
      return kUnknown;
  }
}

template <auto kHolds>
Value eval_ordered(const Node& node, Frame& frame) {
  const OperandSlots<2> operands(node, frame);
  const int order = order_at_once(operands.values[0], operands.values[1]);
  if (order != kUnknown) return Value::boolean(kHolds(order));
  return call_strict(node.as<Node>(), frame.run, operands.all());
}

bool is_text(const Value& value) {
  return value.is(Kind::kString);
}

bool is_texts(const Node& node) {
  return Compiler::is_constant(node) && Compiler::constant_value(node).is(Kind::kList) &&
         std::ranges::all_of(Compiler::constant_value(node).as_list().items, is_text);
}

template <auto kHolds>
const Node* compile_ordered(Compiler& compiler, const elm::Expression& expression) {
  const auto operands = compiler.compile_all(expression.children);
  const Node* strict = compiler.strict(expression, operands);
  if (compiler.tracing() || operands.size() != 2) return strict;
  return compiler.node(expression, eval_ordered<kHolds>, operands, strict);
}

template <bool kEqual, auto kHolds>
const Node* compile_equal(Compiler& compiler, const elm::Expression& expression) {
  const auto operands = compiler.compile_all(expression.children);
  const Node* strict = compiler.strict(expression, operands);
  if (compiler.tracing() || operands.size() != 2) return strict;
  const bool with_text =
      Compiler::is_constant(*operands[1]) && is_text(Compiler::constant_value(*operands[1]));
  if (!with_text) return compiler.node(expression, eval_ordered<kHolds>, operands, strict);
  const TextPlan plan{strict, Compiler::constant_value(*operands[1]).as_string(), kEqual};
  return compiler.node(expression, eval_text, operands, compiler.data(plan));
}

const Node* compile_in(Compiler& compiler, const elm::Expression& expression) {
  const auto operands = compiler.compile_all(expression.children);
  const Node* strict = compiler.strict(expression, operands);
  if (compiler.tracing() || operands.size() != 2 || !is_texts(*operands[1])) return strict;
  return compiler.node(expression, eval_in_texts, operands, strict);
}

constexpr auto kIsLess = [](int order) { return order < 0; };
constexpr auto kIsGreater = [](int order) { return order > 0; };
constexpr auto kIsEqual = [](int order) { return order == 0; };
constexpr auto kIsAtMost = [](int order) { return order <= 0; };
constexpr auto kIsAtLeast = [](int order) { return order >= 0; };
constexpr auto kDiffers = [](int order) { return order != 0; };

constexpr auto kForms = std::to_array<Form>({
    {"Equal", compile_equal<true, kIsEqual>},
    {"Greater", compile_ordered<kIsGreater>},
    {"GreaterOrEqual", compile_ordered<kIsAtLeast>},
    {"In", compile_in},
    {"Less", compile_ordered<kIsLess>},
    {"LessOrEqual", compile_ordered<kIsAtMost>},
    {"NotEqual", compile_equal<false, kDiffers>},
});

}  // namespace

std::span<const Form> comparison_forms() {
  return kForms;
}

}  // namespace cramp::engine
