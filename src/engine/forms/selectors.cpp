// Tuple, Instance, List, Interval: values made from expressions.

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/compare.hpp"
#include "engine/compiler.hpp"
#include "engine/limits.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

std::span<Value> evaluate_all(const Node& node, Frame& frame) {
  const auto values = frame.run.arena.uninitialized<Value>(node.operands.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    new (&values[i]) Value(evaluate(node.operands[i], frame));
  }
  return values;
}

struct TuplePlan {
  std::span<const std::string_view> names;
  fhir::TypeId type;  ///< of an instance
};

Value eval_tuple(const Node& node, Frame& frame) {
  return Value::tuple(
      frame.run.arena.make<Tuple>(node.as<TuplePlan>().names, evaluate_all(node, frame)));
}

Value eval_instance(const Node& node, Frame& frame) {
  const auto& plan = node.as<TuplePlan>();
  return Value::instance(frame.run.arena.make<Tuple>(plan.names, evaluate_all(node, frame)),
                         plan.type);
}

// Instances of System types. The values come in the order of the plan's names.

std::string_view text_of(const Value& value) {
  return value.is(Kind::kString) ? value.as_string() : std::string_view();
}

Tuple parts_of(const Node& node, Frame& frame) {
  return {node.as<TuplePlan>().names, evaluate_all(node, frame)};
}

Value eval_quantity(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  const Value value = parts.find("value");
  if (value.is_null()) return {};
  const std::string_view unit = text_of(parts.find("unit"));
  if (value.is(Kind::kDecimal)) {
    return frame.run.context.quantity(value.as_decimal(), unit.empty() ? "1" : unit);
  }
  if (!value.is(Kind::kInteger)) frame.run.fail(node, "the value of a Quantity is not a Decimal");
  return frame.run.context.quantity(num::Decimal::from_integer(value.as_integer()),
                                    unit.empty() ? "1" : unit);
}

Value eval_ratio(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  const Value numerator = parts.find("numerator");
  const Value denominator = parts.find("denominator");
  if (!numerator.is(Kind::kQuantity) || !denominator.is(Kind::kQuantity)) return {};
  return Value::ratio(
      frame.run.arena.make<Ratio>(numerator.as_quantity(), denominator.as_quantity()));
}

Value eval_code(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  const auto part = [&parts](std::string_view name) { return text_of(parts.find(name)); };
  return Value::code(
      frame.run.arena.make<Code>(part("code"), part("system"), part("version"), part("display")));
}

Value eval_concept(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  const Value items = parts.find("codes");
  const auto list = items.is(Kind::kList) ? items.as_list().items : std::span(&items, 1);
  const auto codes = frame.run.arena.array<Code>(list.size());
  std::size_t count = 0;
  for (const Value& item : list) {
    if (item.is(Kind::kCode)) codes[count++] = item.as_code();
  }
  return Value::concept_(
      frame.run.arena.make<Concept>(codes.first(count), text_of(parts.find("display"))));
}

Value eval_value_set(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  const std::string_view url = text_of(parts.find("id"));
  const std::string_view version = text_of(parts.find("version"));
  const auto id = frame.run.program.terminology->find(
      version.empty() ? std::string(url) : fmt::format("{}|{}", url, version));
  return Value::value_set(frame.run.arena.make<ValueSetRef>(
      id.value_or(ValueSetRef::kNotLoaded), url, version, text_of(parts.find("name"))));
}

Value eval_code_system(const Node& node, Frame& frame) {
  const Tuple parts = parts_of(node, frame);
  return Value::code_system(frame.run.arena.make<CodeSystemRef>(
      text_of(parts.find("id")), text_of(parts.find("version")), text_of(parts.find("name"))));
}

Eval system_instance(Kind kind) {
  switch (kind) {
    case Kind::kQuantity:
      return eval_quantity;
    case Kind::kRatio:
      return eval_ratio;
    case Kind::kCode:
      return eval_code;
    case Kind::kConcept:
      return eval_concept;
    case Kind::kValueSet:
      return eval_value_set;
    case Kind::kCodeSystem:
      return eval_code_system;
    default:
      return nullptr;
  }
}

/// Compiles the named values of a Tuple or Instance.
TuplePlan compile_elements(Compiler& compiler, const elm::Expression& expression,
                           std::span<const Node*>& values) {
  const auto names = compiler.arena().array<std::string_view>(expression.children.size());
  values = compiler.arena().array<const Node*>(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const elm::Expression& element = *expression.children[i].node;
    names[i] = compiler.linker().program().paths.intern(element.attribute("name"))->name();
    values[i] = compiler.compile_child(element, "value");
  }
  return {names, fhir::kUnknownType};
}

const Node* compile_tuple(Compiler& compiler, const elm::Expression& expression) {
  std::span<const Node*> values;
  const TuplePlan plan = compile_elements(compiler, expression, values);
  return compiler.node(expression, eval_tuple, values, compiler.data(plan));
}

const Node* compile_instance(Compiler& compiler, const elm::Expression& expression) {
  const Type* type = compiler.type(expression, "classTypeSpecifier", "classType");
  std::span<const Node*> values;
  TuplePlan plan = compile_elements(compiler, expression, values);
  plan.type = type->fhir;
  Eval eval = eval_instance;
  if (type->form == Type::Form::kSystem) {
    eval = system_instance(type->kind);
    if (eval == nullptr) return compiler.fault(expression, text(*type) + " has no elements");
  } else if (type->form != Type::Form::kFhir) {
    return compiler.fault(expression, "an instance of " + text(*type));
  }
  return compiler.node(expression, eval, values, compiler.data(plan));
}

Value eval_list(const Node& node, Frame& frame) {
  const auto items = evaluate_all(node, frame);
  frame.run.current = &node;
  return frame.run.context.list(items);
}

const Node* compile_list(Compiler& compiler, const elm::Expression& expression) {
  const auto nodes = compiler.compile_all(expression.all("element"));
  const bool constant =
      std::ranges::all_of(nodes, [](const Node* item) { return Compiler::is_constant(*item); });
  if (!constant) return compiler.node(expression, eval_list, nodes);
  const auto items = compiler.arena().array<Value>(nodes.size());
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = Compiler::constant_value(*nodes[i]);
  return compiler.constant(expression, Value::list(compiler.data(List{items})));
}

struct IntervalPlan {
  const Node *low, *high;
  const Node *low_closed_by, *high_closed_by;  ///< nullptr: the flags below
  bool low_closed, high_closed;
  Kind point;  ///< from an As around a null bound
};

/// True for bounds between which no point lies, so that the interval would end before it begins:
/// `[5, 1]`, `[1, 1)`, and of Integer also `(1, 2)`, which starts at 2 and ends at 1.
bool is_without_points(Context& context, const Value& low, bool low_closed, const Value& high,
                       bool high_closed) {
  const auto order = compare(context, low, high);
  if (order > 0) return true;
  if (order == 0) return !(low_closed && high_closed);
  const bool has_steps = low.kind() == high.kind() && low.kind() != Kind::kInterval;
  return order && has_steps && !low_closed && !high_closed &&
         compare(context, successor(context, low), high) >= 0;
}

Value eval_interval(const Node& node, Frame& frame) {
  const auto& plan = node.as<IntervalPlan>();
  const auto closed = [&frame](const Node* by, bool otherwise) {
    return by == nullptr ? otherwise : evaluate(by, frame).is_true();
  };
  const Value low = plan.low == nullptr ? Value() : evaluate(plan.low, frame);
  const Value high = plan.high == nullptr ? Value() : evaluate(plan.high, frame);
  const bool low_closed = closed(plan.low_closed_by, plan.low_closed);
  const bool high_closed = closed(plan.high_closed_by, plan.high_closed);
  // Without any bound there is no interval, unless the type of its points is known.
  if (low.is_null() && high.is_null() && plan.point == Kind::kNull) return {};
  frame.run.current = &node;
  if (!low.is_null() && !high.is_null() &&
      is_without_points(frame.run.context, low, low_closed, high, high_closed)) {
    frame.run.fail(node, "an interval that ends before it begins");
  }
  return frame.run.context.interval(low, low_closed, high, high_closed, plan.point);
}

/// The point type that a bound is cast to: `Interval[null as Integer, …]`.
Kind declared_point(Compiler& compiler, const elm::Expression* bound) {
  if (bound == nullptr || !bound->is("As")) return Kind::kNull;
  const Type* type = read_type(compiler.arena(), *bound, "asTypeSpecifier", "asType");
  return type == nullptr ? Kind::kNull : type->kind;
}

const Node* compile_interval(Compiler& compiler, const elm::Expression& expression) {
  const auto flag = [&expression](std::string_view name) {
    const json::View view = expression.json.find(name);
    return view.is_boolean() ? view.boolean() : true;
  };
  IntervalPlan plan{compiler.compile_child(expression, "low"),
                    compiler.compile_child(expression, "high"),
                    compiler.compile_child(expression, "lowClosedExpression"),
                    compiler.compile_child(expression, "highClosedExpression"),
                    flag("lowClosed"),
                    flag("highClosed"),
                    declared_point(compiler, expression.child("low"))};
  if (plan.point == Kind::kNull) plan.point = declared_point(compiler, expression.child("high"));
  return compiler.node(expression, eval_interval, {}, compiler.data(plan));
}

constexpr auto kForms = std::to_array<Form>({
    {"Instance", compile_instance},
    {"Interval", compile_interval},
    {"List", compile_list},
    {"Tuple", compile_tuple},
});

}  // namespace

std::span<const Form> selector_forms() {
  return kForms;
}

}  // namespace cramp::engine
