// Property: an element of a value, by a path of one or more names.

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/compiler.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

/// A property of a variable, the most frequent case.
struct VariablePlan {
  const Path* path;
  std::uint32_t slot;
};

Value eval_of_variable(const Node& node, Frame& frame) {
  const auto& plan = node.as<VariablePlan>();
  frame.run.current = &node;
  return frame.run.reader.property(*plan.path, frame.slots[plan.slot]);
}

Value eval_of_node(const Node& node, Frame& frame) {
  const Value source = evaluate(node.operands[0], frame);
  frame.run.current = &node;
  return frame.run.reader.property(node.as<Path>(), source);
}

/// One step of "name[0].given".
struct Step {
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
  const Path* path;
  std::size_t index = kNoIndex;
};

struct StepsPlan {
  std::span<const Step> steps;
};

Value eval_of_steps(const Node& node, Frame& frame) {
  Value value = evaluate(node.operands[0], frame);
  frame.run.current = &node;
  for (const Step& step : node.as<StepsPlan>().steps) {
    value = frame.run.reader.property(*step.path, value);
    if (step.index == Step::kNoIndex || !value.is(Kind::kList)) continue;
    const auto items = value.as_list().items;
    value = step.index < items.size() ? items[step.index] : Value();
  }
  return value;
}

/// Splits a path; nothing when it is not names, dots and indexes in brackets.
std::optional<std::vector<Step>> parse_path(PathTable& paths, std::string_view text) {
  std::vector<Step> steps;
  while (true) {
    const std::size_t end = std::min(text.find('.'), text.size());
    std::string_view part = text.substr(0, end);
    Step step{};
    if (const std::size_t open = part.find('['); open != std::string_view::npos) {
      const char* const last = part.data() + part.size();
      const auto [stop, error] = std::from_chars(part.data() + open + 1, last, step.index);
      if (error != std::errc() || stop + 1 != last || *stop != ']') return std::nullopt;
      part = part.substr(0, open);
    }
    if (part.empty()) return std::nullopt;
    step.path = paths.intern(part);
    steps.push_back(step);
    if (end == text.size()) return steps;
    text.remove_prefix(end + 1);
  }
}

const Node* compile_property(Compiler& compiler, const elm::Expression& expression) {
  const auto steps = parse_path(compiler.linker().program().paths, expression.attribute("path"));
  if (!steps) return compiler.fault(expression, "an ill-formed path");
  const bool single = steps->size() == 1 && steps->front().index == Step::kNoIndex;
  const Node* source = compiler.compile_child(expression, "source");
  if (source == nullptr) {
    using Of = Variable::Kind;
    const std::string_view scope = expression.attribute("scope");
    const Variable* variable = compiler.find({Of::kAlias, Of::kLet, Of::kOperand}, scope);
    if (variable == nullptr || scope.empty()) return compiler.fault(expression, "no source");
    if (single && variable->kind != Of::kLet && !compiler.tracing()) {
      const VariablePlan plan{steps->front().path, variable->slot};
      return compiler.node(expression, eval_of_variable, {}, compiler.data(plan));
    }
    source = compiler.variable(expression, *variable);
  }
  if (single) return compiler.node(expression, eval_of_node, {source}, steps->front().path);
  const auto kept = compiler.arena().array<Step>(steps->size());
  std::ranges::copy(*steps, kept.begin());
  return compiler.node(expression, eval_of_steps, {source}, compiler.data(StepsPlan{kept}));
}

constexpr auto kForms = std::to_array<Form>({{"Property", compile_property}});

}  // namespace

std::span<const Form> property_forms() {
  return kForms;
}

}  // namespace cramp::engine
