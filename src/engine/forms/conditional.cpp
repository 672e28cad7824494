// If, Case, Coalesce: only the branch that is taken is evaluated.

#include <algorithm>
#include <array>

#include "engine/compare.hpp"
#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

struct CasePlan {
  const Node* comparand;
  std::span<const Node*const> when, then;
  const Node* otherwise;
  std::span<const std::string_view> texts = {};  ///< of `when`, where all are constant strings
};

Value evaluate_or_null(const Node* node, Frame& frame) {
  return node == nullptr ? Value() : evaluate(*node, frame);
}

Value eval_if(const Node& node, Frame& frame) {
  return evaluate(node.operands[evaluate(node.operands[0], frame).is_true() ? 1 : 2], frame);
}

Value eval_case(const Node& node, Frame& frame) {
  const auto& plan = node.as<CasePlan>();
  for (std::size_t i = 0; i < plan.when.size(); ++i) {
    if (evaluate(plan.when[i], frame).is_true()) return evaluate(plan.then[i], frame);
  }
  return evaluate_or_null(plan.otherwise, frame);
}

Value take_equal(const Node& node, const Value& comparand, Frame& frame) {
  const auto& plan = node.as<CasePlan>();
  for (std::size_t i = 0; i < plan.when.size(); ++i) {
    const Value when = evaluate(plan.when[i], frame);
    frame.run.current = &node;
    if (equal(frame.run.context, comparand, when) == true) return evaluate(plan.then[i], frame);
  }
  return evaluate_or_null(plan.otherwise, frame);
}

Value eval_case_of(const Node& node, Frame& frame) {
  return take_equal(node, evaluate(node.as<CasePlan>().comparand, frame), frame);
}

/// All items are constant strings, as in a table of spellings.
Value eval_case_of_texts(const Node& node, Frame& frame) {
  const auto& plan = node.as<CasePlan>();
  const Value comparand = evaluate(plan.comparand, frame);
  if (comparand.is(Kind::kString)) {
    const auto found = std::ranges::find(plan.texts, comparand.as_string());
    if (found == plan.texts.end()) return evaluate_or_null(plan.otherwise, frame);
    return evaluate(plan.then[static_cast<std::size_t>(found - plan.texts.begin())], frame);
  }
  return take_equal(node, comparand, frame);
}

Value eval_coalesce(const Node& node, Frame& frame) {
  for (const Node* operand : node.operands) {
    const Value value = evaluate(operand, frame);
    if (!value.is_null()) return value;
  }
  return {};
}

/// Coalesce of one operand takes the first item of a list that is not null.
Value eval_coalesce_list(const Node& node, Frame& frame) {
  const Value list = evaluate(node.operands[0], frame);
  if (!list.is(Kind::kList)) return list;
  for (const Value& item : list.as_list().items) {
    if (!item.is_null()) return item;
  }
  return {};
}

const Node* compile_if(Compiler& compiler, const elm::Expression& expression) {
  const Node* otherwise = compiler.compile_child(expression, "else");
  if (otherwise == nullptr) otherwise = compiler.constant(expression, {});
  return compiler.node(expression, eval_if,
                       {compiler.compile_child(expression, "condition"),
                        compiler.compile_child(expression, "then"), otherwise});
}

bool is_constant_text(const Node* node) {
  return Compiler::is_constant(*node) && Compiler::constant_value(*node).is(Kind::kString);
}

const Node* compile_case(Compiler& compiler, const elm::Expression& expression) {
  const auto items = expression.all("caseItem");
  const auto when = compiler.arena().array<const Node*>(items.size());
  const auto then = compiler.arena().array<const Node*>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    when[i] = compiler.compile_child(*items[i].node, "when");
    then[i] = compiler.compile_child(*items[i].node, "then");
  }
  CasePlan plan{compiler.compile_child(expression, "comparand"), when, then,
                compiler.compile_child(expression, "else")};
  Eval eval = plan.comparand == nullptr ? eval_case : eval_case_of;
  if (plan.comparand != nullptr && std::ranges::all_of(when, is_constant_text)) {
    const auto texts = compiler.arena().array<std::string_view>(when.size());
    std::ranges::transform(when, texts.begin(), [](const Node* item) {
      return Compiler::constant_value(*item).as_string();
    });
    plan.texts = texts;
    eval = eval_case_of_texts;
  }
  return compiler.node(expression, eval, {}, compiler.data(plan));
}

const Node* compile_coalesce(Compiler& compiler, const elm::Expression& expression) {
  return compiler.node(expression,
                       expression.children.size() == 1 ? eval_coalesce_list : eval_coalesce,
                       compiler.compile_all(expression.children));
}

constexpr auto kForms = std::to_array<Form>({
    {"Case", compile_case},
    {"Coalesce", compile_coalesce},
    {"If", compile_if},
});

}  // namespace

std::span<const Form> conditional_forms() {
  return kForms;
}

}  // namespace cramp::engine
