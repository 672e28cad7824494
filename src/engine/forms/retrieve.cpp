// Retrieve: resources of a type, by code, date, id and context (ELM r1 §Retrieve). The data are
// those of one patient in every context. Profiles (`templateId`) are not looked at.

#include <fmt/core.h>

#include <array>

#include "engine/compiler.hpp"
#include "engine/retrieve_filter.hpp"
#include "engine/run.hpp"

namespace cramp::engine {

namespace {

struct RetrievePlan {
  std::size_t type = 0;          ///< of RetrieveIndex
  std::size_t key = 0, set = 0;  ///< of RetrieveIndex, where filtered by code
  const Node* codes = nullptr;   ///< evaluated to the codes to look for
  std::span<const RetrieveFilter> filters = {};
};

Value eval_all(const Node& node, Frame& frame) {
  const auto& plan = node.as<RetrievePlan>();
  frame.run.current = &node;
  return filtered(node, frame, plan.filters, frame.run.retrieves.all(plan.type));
}

Value eval_value_set(const Node& node, Frame& frame) {
  const auto& plan = node.as<RetrievePlan>();
  frame.run.current = &node;
  return filtered(node, frame, plan.filters, frame.run.retrieves.in_value_set(plan.key, plan.set));
}

Value by_codes(Run& run, const Node& node, const RetrievePlan& plan, const Value& codes) {
  if (codes.is_null()) return run.context.list({});
  if (codes.is(Kind::kCodeSystem)) {
    return run.retrieves.of_system(plan.key, codes.as_code_system().url);
  }
  if (codes.is(Kind::kValueSet)) {
    const ValueSetRef& set = codes.as_value_set();
    if (set.id == ValueSetRef::kNotLoaded) {
      run.fail(node, fmt::format("the value set {} is not known", set.url));
    }
    return run.retrieves.in_set(plan.key, set.id);
  }
  std::vector<Needle> needles;
  for_each_code(codes, [&](std::string_view system, std::string_view code) {
    needles.push_back({system, code});
  });
  return run.retrieves.with_code(plan.key, needles);
}

Value eval_codes(const Node& node, Frame& frame) {
  const auto& plan = node.as<RetrievePlan>();
  Run& run = frame.run;
  const Value codes = evaluate(plan.codes, frame);
  run.current = &node;
  return filtered(node, frame, plan.filters, by_codes(run, node, plan, codes));
}

/// What the engine does not filter by is a fault, not a filter that is left out: searches by name,
/// which no model of the engine defines, and related resources.
void refuse_unsupported(Compiler& compiler, const elm::Expression& expression) {
  if (expression.child("include") != nullptr) {
    compiler.fault(expression, "`include` is not supported");
  }
  for (const char* attribute :
       {"idSearch", "contextSearch", "codeSearch", "dateSearch", "search", "valueSetProperty"}) {
    const auto refuse = [&](const elm::Expression& of) {
      if (!of.attribute(attribute).empty()) {
        compiler.fault(expression, fmt::format("`{}` is not supported", attribute));
      }
    };
    refuse(expression);
    for (const elm::Child& child : expression.children) refuse(*child.node);
  }
}

/// The eval function for the code filter, and what is known about it at link.
Eval compile_code_filter(Compiler& compiler, const elm::Expression& expression, fhir::TypeId type,
                         RetrievePlan& plan, RetrieveInfo& info) {
  const elm::Expression* codes = expression.child("codes");
  if (codes == nullptr) return eval_all;
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

/// A path of several names, and what is a reference and no code, is no key of the index.
bool is_unindexed(fhir::TypeId type, std::string_view property) {
  if (property.find_first_of(".[") != std::string_view::npos) return true;
  const fhir::ElementInfo* element = fhir::find_element(type, property);
  return element != nullptr && fhir::type_info(element->type).name == "Reference";
}

const Node* compile_retrieve(Compiler& compiler, const elm::Expression& expression) {
  refuse_unsupported(compiler, expression);
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
  if (expression.child("codes") != nullptr)
    info.code_property = expression.attribute("codeProperty");
  const bool unindexed = is_unindexed(type, info.code_property);
  const Eval eval =
      unindexed ? eval_all : compile_code_filter(compiler, expression, type, plan, info);
  plan.filters = compile_retrieve_filters(compiler, expression, unindexed);
  program.retrieves.push_back(info);
  return compiler.node(expression, eval, {}, compiler.data(plan));
}

constexpr auto kForms = std::to_array<Form>({{"Retrieve", compile_retrieve}});

}  // namespace

std::span<const Form> retrieve_forms() {
  return kForms;
}

}  // namespace cramp::engine
