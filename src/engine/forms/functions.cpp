// FunctionRef: calls of functions that a library defines. Which overload, is decided at link where
// the ELM tells (signature, or types known without looking at data), else by the values that
// arrive.

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

using Candidates = std::vector<const FunctionPlan*>;

std::span<const Value> evaluate_arguments(const Node& node, Frame& frame) {
  const auto arguments = frame.run.arena.array<Value>(node.operands.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    arguments[i] = evaluate(node.operands[i], frame);
  }
  frame.run.current = &node;
  return arguments;
}

Value eval_call_many(const Node& node, Frame& frame) {
  const auto arguments = evaluate_arguments(node, frame);
  return frame.run.call(node.as<FunctionPlan>().body, arguments);
}

/// Most functions have few operands and variables.
template <std::size_t N>
Value eval_call(const Node& node, Frame& frame) {
  const Body& body = node.as<FunctionPlan>().body;
  if (body.slots > FewSlots::kCount) return eval_call_many(node, frame);
  FewSlots few;
  for (std::size_t i = 0; i < N; ++i) new (few.slots + i) Value(evaluate(node.operands[i], frame));
  frame.run.current = &node;
  return frame.run.call(body, few.slots);
}

constexpr std::array<Eval, 4> kCallByCount = {eval_call<0>, eval_call<1>, eval_call<2>,
                                              eval_call<3>};

/// How well values fit an overload: 0 not at all, more is better; an exact FHIR type is best.
int fit(const FunctionPlan& plan, std::span<const Value> arguments) {
  int score = 1;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type& type = *plan.operands[i];
    if (!is_a(arguments[i], type)) return 0;
    if (arguments[i].is_null() || type.form == Type::Form::kAny) continue;
    const bool exact = type.form != Type::Form::kFhir || type.fhir == arguments[i].fhir_type();
    score += exact ? 2 : 1;
  }
  return score;
}

struct Overloads {
  std::span<const FunctionPlan* const> plans;
};

Value eval_overloaded(const Node& node, Frame& frame) {
  const auto arguments = evaluate_arguments(node, frame);
  const FunctionPlan* best = nullptr;
  int best_fit = 0;
  for (const FunctionPlan* plan : node.as<Overloads>().plans) {
    const int found = fit(*plan, arguments);
    if (found > best_fit) {
      best = plan;
      best_fit = found;
    }
  }
  if (best == nullptr) frame.run.fail(node, "no overload for the types of these arguments");
  return frame.run.call(best->body, arguments);
}

/// The type of an expression as far as it is written there; nullptr when it is not.
const Type* static_type(Compiler& compiler, const elm::Expression& expression) {
  base::Arena& arena = compiler.arena();
  if (expression.is("As")) return read_type(arena, expression, "asTypeSpecifier", "asType");
  if (expression.is("Literal"))
    return read_type(arena, {nullptr, expression.attribute("valueType")});
  if (expression.is("OperandRef")) {
    const Variable* operand =
        compiler.find({Variable::Kind::kOperand}, expression.attribute("name"));
    return operand == nullptr ? nullptr : operand->type;
  }
  return read_type(arena, {nullptr, expression.attribute("resultTypeName")});
}

std::vector<const Type*> known_types(Compiler& compiler, const elm::Expression& expression) {
  std::vector<const Type*> types;
  const auto signature = expression.all("signature");
  const auto operands = expression.all("operand");
  for (std::size_t i = 0; i < operands.size(); ++i) {
    types.push_back(signature.size() == operands.size()
                        ? read_type(compiler.arena(), {signature[i].node, {}})
                        : static_type(compiler, *operands[i].node));
  }
  return types;
}

/// Keeps the candidates whose operands all pass `fits`, if there are any.
template <class Fits>
void narrow(Candidates& candidates, const std::vector<const Type*>& types, Fits fits) {
  Candidates kept;
  std::ranges::copy_if(candidates, std::back_inserter(kept), [&](const FunctionPlan* plan) {
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (types[i] != nullptr && !fits(*types[i], *plan->operands[i])) return false;
    }
    return true;
  });
  if (!kept.empty()) candidates = std::move(kept);
}

const Node* compile_function_ref(Compiler& compiler, const elm::Expression& expression) {
  const std::string_view name = expression.attribute("name");
  const auto operands = compiler.compile_all(expression.all("operand"));
  const auto owner =
      compiler.linker().library(compiler.library(), expression.attribute("libraryName"));
  Candidates candidates;
  if (owner) candidates = compiler.linker().functions(*owner, name, operands.size());
  // What is declared external and defined too, is called as it is defined.
  std::stable_partition(candidates.begin(), candidates.end(),
                        [](const FunctionPlan* plan) { return plan->statement->body != nullptr; });
  if (candidates.empty()) {
    return compiler.fault(expression,
                          fmt::format("no function {} of {} operands", name, operands.size()));
  }
  if (candidates.size() > 1) {
    const auto types = known_types(compiler, expression);
    narrow(candidates, types, is_subtype);
    if (std::ranges::find(types, nullptr) == types.end()) narrow(candidates, types, same);
  }
  if (candidates.front()->statement->body == nullptr) {
    return compiler.fault(expression, fmt::format("the external function {} is not there", name));
  }
  if (candidates.size() == 1) {
    const Eval eval =
        operands.size() < kCallByCount.size() ? kCallByCount[operands.size()] : eval_call_many;
    return compiler.node(expression, eval, operands, candidates.front());
  }
  const auto kept = compiler.arena().array<const FunctionPlan*>(candidates.size());
  std::ranges::copy(candidates, kept.begin());
  return compiler.node(expression, eval_overloaded, operands, compiler.data(Overloads{kept}));
}

constexpr auto kForms = std::to_array<Form>({{"FunctionRef", compile_function_ref}});

}  // namespace

std::span<const Form> function_forms() {
  return kForms;
}

}  // namespace cramp::engine
