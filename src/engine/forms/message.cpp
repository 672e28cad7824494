// Message: passes its source on; with severity Error it ends the evaluation of the definition
// (CQL 1.5 §Message). Other severities leave no trace: a message may hold patient data.

#include <fmt/core.h>

#include <array>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

struct MessagePlan {
  const Node *source, *condition, *code, *severity, *message;
};

std::string_view text_of(const Node* node, Frame& frame) {
  const Value value = node == nullptr ? Value() : evaluate(node, frame);
  return value.is(Kind::kString) ? value.as_string() : std::string_view();
}

Value eval_message(const Node& node, Frame& frame) {
  const auto& plan = node.as<MessagePlan>();
  const Value source = evaluate(plan.source, frame);
  // A condition that is left out always holds.
  if (plan.condition != nullptr && !evaluate(plan.condition, frame).is_true()) return source;
  if (text_of(plan.severity, frame) != "Error") return source;
  const std::string_view code = text_of(plan.code, frame);
  frame.run.fail(node, fmt::format("{}: {}", code, text_of(plan.message, frame)));
}

const Node* compile_message(Compiler& compiler, const elm::Expression& expression) {
  const auto child = [&](std::string_view slot) {
    return compiler.compile_child(expression, slot);
  };
  const MessagePlan plan{child("source"), child("condition"), child("code"), child("severity"),
                         child("message")};
  return compiler.node(expression, eval_message, {}, compiler.data(plan));
}

constexpr auto kForms = std::to_array<Form>({{"Message", compile_message}});

}  // namespace

std::span<const Form> message_forms() {
  return kForms;
}

}  // namespace cramp::engine
