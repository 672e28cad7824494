// Retrieve: resources of a type, by code and date (ELM r1 §Retrieve).

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/compiler.hpp"
#include "engine/run.hpp"
#include "engine/scalar.hpp"

namespace cramp::engine {

namespace {

struct RetrievePlan {
  std::size_t type = 0;          ///< of RetrieveIndex
  std::size_t key = 0, set = 0;  ///< of RetrieveIndex, where filtered by code
  const Node* codes = nullptr;   ///< evaluated to the codes to look for
  const Path* date_property = nullptr;
  const Node* date_range = nullptr;
  Function in = nullptr, included_in = nullptr;
};

/// A FHIR date or Period as CQL's point or interval.
Value date_of(Run& run, const Value& value) {
  if (!value.is(Kind::kElement) || fhir::type_info(value.fhir_type()).name != "Period") {
    return scalar(run.context, value);
  }
  const auto bound = [&](const Path* path) {
    return scalar(run.context, run.reader.property(*path, value));
  };
  return run.context.interval(bound(run.program.period_start), true, bound(run.program.period_end),
                              true, Kind::kDateTime);
}

/// Keeps those whose date (a point or a period) lies within the range.
Value within(const Node& node, Frame& frame, const Value& resources) {
  const auto& plan = node.as<RetrievePlan>();
  if (plan.date_range == nullptr) return resources;
  Run& run = frame.run;
  const Value range = evaluate(plan.date_range, frame);
  run.current = &node;
  const std::size_t mark = run.scratch.mark();
  for (const Value& resource : resources.as_list().items) {
    const Value date = date_of(run, run.reader.property(*plan.date_property, resource));
    const std::array<Value, 2> operands = {date, range};
    const Function test = date.is(Kind::kInterval) ? plan.included_in : plan.in;
    if (test(run.context, operands, Attributes{}).is_true()) run.scratch.push(resource, mark);
  }
  return run.context.list(run.scratch.take(mark));
}

Value eval_all(const Node& node, Frame& frame) {
  frame.run.current = &node;
  return within(node, frame, frame.run.retrieves.all(node.as<RetrievePlan>().type));
}

Value eval_value_set(const Node& node, Frame& frame) {
  const auto& plan = node.as<RetrievePlan>();
  frame.run.current = &node;
  return within(node, frame, frame.run.retrieves.in_value_set(plan.key, plan.set));
}

Value eval_codes(const Node& node, Frame& frame) {
  const auto& plan = node.as<RetrievePlan>();
  Run& run = frame.run;
  const Value codes = evaluate(plan.codes, frame);
  run.current = &node;
  if (codes.is_null()) return run.context.list({});
  if (codes.is(Kind::kValueSet)) {
    const ValueSetRef& set = codes.as_value_set();
    if (set.id == ValueSetRef::kNotLoaded) {
      run.fail(node, fmt::format("the value set {} is not known", set.url));
    }
    return within(node, frame, run.retrieves.in_set(plan.key, set.id));
  }
  std::vector<Needle> needles;
  for_each_code(codes, [&](std::string_view system, std::string_view code) {
    needles.push_back({system, code});
  });
  return within(node, frame, run.retrieves.with_code(plan.key, needles));
}

/// What the engine does not filter by is a fault, not a filter that is left out.
bool refuse_unsupported(Compiler& compiler, const elm::Expression& expression) {
  for (const std::string_view slot :
       {"id", "context", "include", "codeFilter", "dateFilter", "otherFilter"}) {
    if (expression.child(slot) != nullptr) {
      compiler.fault(expression, fmt::format("`{}` is not supported", slot));
      return true;
    }
  }
  return false;
}

void compile_date_filter(Compiler& compiler, const elm::Expression& expression,
                         RetrievePlan& plan) {
  plan.date_range = compiler.compile_child(expression, "dateRange");
  if (plan.date_range == nullptr) return;
  const std::string_view property = expression.attribute("dateProperty");
  const Operator* in = find_operator("In");
  const Operator* included_in = find_operator("IncludedIn");
  if (property.empty() || in == nullptr || included_in == nullptr) {
    compiler.fault(expression, "`dateRange` without a property to compare");
    return;
  }
  plan.date_property = compiler.linker().program().paths.intern(property);
  plan.in = in->function;
  plan.included_in = included_in->function;
}

/// The eval function for the code filter, and what is known about it at link.
Eval compile_code_filter(Compiler& compiler, const elm::Expression& expression, fhir::TypeId type,
                         RetrievePlan& plan, RetrieveInfo& info) {
  const elm::Expression* codes = expression.child("codes");
  if (codes == nullptr) return eval_all;
  info.code_property = expression.attribute("codeProperty");
  Linker& linker = compiler.linker();
  const auto key = linker.code_key(type, info.code_property);
  if (!key) {
    compiler.fault(expression, fmt::format("no codes to compare in {}.{}", info.resource_type,
                                           info.code_property));
    return eval_all;
  }
  plan.key = *key;
  plan.codes = compiler.compile(*codes);
  if (!Compiler::is_constant(*plan.codes)) return eval_codes;
  const Value& value = Compiler::constant_value(*plan.codes);
  if (!value.is(Kind::kValueSet)) return eval_codes;
  info.value_set = value.as_value_set().url;
  plan.set = linker.retrieved_set(plan.key, value.as_value_set().id);
  return eval_value_set;
}

const Node* compile_retrieve(Compiler& compiler, const elm::Expression& expression) {
  if (refuse_unsupported(compiler, expression)) return compiler.constant(expression, {});
  const std::string_view name = elm::qname(expression.attribute("dataType")).name;
  const fhir::TypeId type = fhir::find_type(name);
  if (type == fhir::kUnknownType) {
    return compiler.fault(expression, fmt::format("no resource type {}", name));
  }
  Linker& linker = compiler.linker();
  Program::Impl& program = linker.program();
  RetrievePlan plan;
  plan.type = linker.resource_type(type);
  RetrieveInfo info{
      program.libraries[compiler.library()].name, expression.locator.line, name, {}, {}};
  const Eval eval = compile_code_filter(compiler, expression, type, plan, info);
  compile_date_filter(compiler, expression, plan);
  program.retrieves.push_back(info);
  return compiler.node(expression, eval, {}, compiler.data(plan));
}

constexpr auto kForms = std::to_array<Form>({{"Retrieve", compile_retrieve}});

}  // namespace

std::span<const Form> retrieve_forms() {
  return kForms;
}

}  // namespace cramp::engine
