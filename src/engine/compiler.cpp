#include "engine/compiler.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/strict.hpp"

namespace cramp::engine {

namespace {

struct Strict {
  Function function;
  Attributes attributes;
};

/// What an operator may have to read of an operand, in steps.
std::uint64_t weight(const Value& value) {
  constexpr unsigned kBytesOfAStep = 64;
  if (value.is(Kind::kList)) return value.as_list().items.size();
  return value.is(Kind::kString) ? value.as_string().size() / kBytesOfAStep : 0;
}

template <std::size_t N>
Value eval_strict(const Node& node, Frame& frame) {
  const OperandSlots<N> operands(node, frame);
  return call_strict(node, frame.run, operands.all());
}

template <>
Value eval_strict<0>(const Node& node, Frame& frame) {
  return call_strict(node, frame.run, {});
}

Value eval_strict_many(const Node& node, Frame& frame) {
  const auto operands = frame.run.arena.array<Value>(node.operands.size());
  for (std::size_t i = 0; i < operands.size(); ++i) operands[i] = evaluate(node.operands[i], frame);
  return call_strict(node, frame.run, operands);
}

constexpr std::array<Eval, 5> kStrictByCount = {eval_strict<0>, eval_strict<1>, eval_strict<2>,
                                                eval_strict<3>, eval_strict<4>};

Value eval_constant(const Node& node, Frame&) {
  return node.as<Value>();
}

Value eval_failing(const Node& node, Frame& frame) {
  frame.run.fail(node, std::string(node.as<std::string_view>()));
}

/// An expression inside a loop or function that uses none of its variables: the same each time.
struct OncePlan {
  const Node* inner;
  std::uint32_t index;
};

Value eval_once(const Node& node, Frame& frame) {
  const auto& plan = node.as<OncePlan>();
  Memo& memo = frame.run.once;
  if (memo.state(plan.index) == Memo::State::kDone) return memo.value(plan.index);
  const Value value = evaluate(plan.inner, frame);
  memo.finish(plan.index, value);
  return value;
}

/// True when the node says that its operand is a list: by signature, cast or result type.
bool is_of_lists(const elm::Expression& expression) {
  const json::View operand = expression.json.find("operand");
  const json::View value = operand.is_array() ? operand.at(0) : operand;
  const std::array<json::View, 3> specifiers = {expression.json.find("signature").at(0),
                                                value.find("asTypeSpecifier"),
                                                value.find("resultTypeSpecifier")};
  return std::ranges::any_of(specifiers, [](json::View specifier) {
    return specifier.string("type") == "ListTypeSpecifier";
  });
}

/// `index` is that of the slot for the value; the next one tells whether it is there.
Value eval_once_for_rows(const Node& node, Frame& frame) {
  const auto& plan = node.as<OncePlan>();
  Value* const slots = frame.slots + plan.index;
  if (!slots[1].is_true()) {
    slots[0] = evaluate(plan.inner, frame);
    slots[1] = Value::boolean(true);
  }
  return slots[0];
}

Attributes attributes_of(const elm::Expression& expression) {
  Attributes attributes;
  attributes.precision = time::precision_from(expression.attribute("precision"));
  attributes.type_name = elm::qname(expression.attribute("valueType")).name;
  if (expression.is("Length") && is_of_lists(expression)) attributes.type_name = "List";
  return attributes;
}

}  // namespace

Value call_strict(const Node& node, Run& run, std::span<const Value> operands) {
  const Strict& strict = node.as<Strict>();
  run.current = &node;
  std::uint64_t steps = 0;
  for (const Value& operand : operands) steps += weight(operand);
  if (steps != 0) run.context.spend(steps);
  return strict.function(run.context, operands, strict.attributes);
}

const Node* Compiler::compile(const elm::Expression& expression) {
  const std::uint64_t outside = below(variables_.size());
  const std::uint64_t used_before = std::exchange(used_, 0);
  const Form* form = find_form(expression.name());
  const Node* result =
      form != nullptr ? form->compile(*this, expression) : compile_operator(expression);
  const std::uint64_t used = used_ & outside;
  used_ = used_before | used;
  if (outside == 0) return result;
  return used == 0 ? once(expression, result) : once_for_rows(expression, result, used);
}

const Node* Compiler::once(const elm::Expression& source, const Node* inner) {
  const bool cheap = is_constant(*inner) || source.is("ExpressionRef") || source.is("ParameterRef");
  if (cheap) return inner;
  const OncePlan plan{inner, linker_.program().once_count++};
  const Node* result = node(source, eval_once, {}, data(plan));
  if (tracing()) linker_.program().trace->set_combine(result, Combine::kOnce);
  return result;
}

const Node* Compiler::once_for_rows(const elm::Expression& source, const Node* inner,
                                    std::uint64_t used) {
  const auto is_kept = [](const Node* operand) { return operand->eval == eval_once_for_rows; };
  const bool costly = source.is("Query") || source.is("FunctionRef") ||
                      std::ranges::any_of(inner->operands, is_kept);
  if (!costly || tracing()) return inner;  // each row shows what it rests on
  const auto scope = std::ranges::find_if(row_scopes_, [used](const RowScope& rows) {
    return rows.first_variable <= kLastPlace && (used & ~below(rows.first_variable)) == 0;
  });
  if (scope == row_scopes_.end()) return inner;
  const OncePlan plan{inner, add_slot()};
  scope->known.push_back(add_slot());
  return node(source, eval_once_for_rows, {}, data(plan));
}

std::span<const std::uint32_t> Compiler::end_rows() {
  const auto known = arena().array<std::uint32_t>(row_scopes_.back().known.size());
  std::ranges::copy(row_scopes_.back().known, known.begin());
  row_scopes_.pop_back();
  return known;
}

const Node* Compiler::compile_child(const elm::Expression& parent, std::string_view slot) {
  const elm::Expression* child = parent.child(slot);
  return child == nullptr ? nullptr : compile(*child);
}

std::span<const Node* const> Compiler::compile_all(std::span<const elm::Child> children) {
  const auto nodes = arena().array<const Node*>(children.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = compile(*children[i].node);
  return nodes;
}

const Node* Compiler::compile_operator(const elm::Expression& expression) {
  std::vector<const Node*> operands;
  for (const elm::Child& child : expression.children) {
    // Operands with a slot each: one that is left out before another is null.
    while (expression.type->positional && operands.size() < child.slot) {
      operands.push_back(constant(expression, {}));
    }
    operands.push_back(compile(*child.node));
  }
  const bool of_items = !operands.empty() && expression.child("source") != nullptr;
  if (of_items && !expression.attribute("path").empty()) {
    operands[0] = along_path(expression, operands[0]);
  }
  return strict(expression, operands);
}

const Node* Compiler::strict(const elm::Expression& expression,
                             std::span<const Node* const> operands) {
  const Operator* op = find_operator(expression.name());
  if (op == nullptr) return fault(expression, "not supported");
  if (operands.size() < op->min_operands || operands.size() > op->max_operands) {
    return fault(expression, fmt::format("{} operands", operands.size()));
  }
  const auto kept = arena().array<const Node*>(operands.size());
  std::ranges::copy(operands, kept.begin());
  const Eval eval =
      kept.size() < kStrictByCount.size() ? kStrictByCount[kept.size()] : eval_strict_many;
  Attributes attributes = attributes_of(expression);
  attributes.prepared = prepare(*op, kept);
  return node(expression, eval, kept, data(Strict{op->function, attributes}));
}

const Prepared* Compiler::prepare(const Operator& op, std::span<const Node* const> operands) {
  if (op.prepare == nullptr || operands.size() < 2 || !is_constant(*operands[1])) return nullptr;
  auto made = op.prepare(constant_value(*operands[1]));
  if (made == nullptr) return nullptr;
  linker_.program().prepared.push_back(std::move(made));
  return linker_.program().prepared.back().get();
}

const Node* Compiler::node(const elm::Expression& source, Eval eval,
                           std::span<const Node* const> operands, const void* prepared) {
  const Node made{eval, operands, prepared, &source, library_};
  if (tracing()) return linker_.program().trace->add(arena(), made);
  return arena().make<Node>(made);
}

const Node* Compiler::node(const elm::Expression& source, Eval eval,
                           std::initializer_list<const Node*> operands, const void* prepared) {
  const auto kept = arena().array<const Node*>(operands.size());
  std::ranges::copy(operands, kept.begin());
  return node(source, eval, kept, prepared);
}

const Node* Compiler::leaf(const elm::Expression& source, Eval eval, const void* prepared,
                           std::uint32_t slot) {
  if (tracing()) return node(source, eval, {}, prepared);
  return arena().make<Node>(eval, std::span<const Node* const>(), prepared, &source, library_,
                            slot);
}

const Node* Compiler::constant(const elm::Expression& source, const Value& value) {
  return leaf(source, eval_constant, data(value), Node::kConstant);
}

bool Compiler::is_constant(const Node& node) {
  return node.eval == eval_constant;
}

const Node* Compiler::failing(const elm::Expression& source, std::string_view text) {
  return node(source, eval_failing, {}, data(arena().copy(text)));
}

const Node* Compiler::fault(const elm::Expression& source, std::string text) {
  linker_.fault(library_, source.locator.line, definition_,
                fmt::format("{}: {}", source.name(), text));
  return constant(source, {});
}

const Variable* Compiler::find(std::initializer_list<Variable::Kind> kinds, std::string_view name) {
  const auto fits = [&](const Variable& variable) {
    return std::ranges::find(kinds, variable.kind) != kinds.end() &&
           (name.empty() || variable.name == name);
  };
  const auto found = std::find_if(variables_.rbegin(), variables_.rend(), fits);
  if (found == variables_.rend()) return nullptr;
  const auto place = static_cast<std::size_t>(variables_.rend() - found) - 1;
  used_ |= std::uint64_t{1} << std::min(place, kLastPlace);
  return &*found;
}

const Type* Compiler::type(const elm::Expression& source, std::string_view specifier,
                           std::string_view short_form) {
  const Type* found = read_type(arena(), source, specifier, short_form);
  if (found == nullptr) {
    fault(source, "a type that the engine does not have");
    return data(Type{});
  }
  linker_.note_type(found->fhir);
  return found;
}

}  // namespace cramp::engine
