// Parameters are checked before the first evaluation, where there is somebody to tell.

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/similar.hpp"
#include "engine/parameter.hpp"

namespace cramp::engine {

namespace {

std::string example(const Type& type);

std::string example(Kind kind) {
  struct Row {
    Kind kind;
    std::string_view json;
  };
  static constexpr auto kRows = std::to_array<Row>({
      {Kind::kBoolean, "true"},
      {Kind::kInteger, "5"},
      {Kind::kLong, "5"},
      {Kind::kDecimal, "5.5"},
      {Kind::kString, "\"text\""},
      {Kind::kDate, "\"2026-03-01\""},
      {Kind::kDateTime, "\"2026-03-01T12:00:00Z\""},
      {Kind::kTime, "\"12:00:00\""},
      {Kind::kQuantity, R"({"value":5,"unit":"mg"})"},
      {Kind::kRatio,
       R"({"numerator":{"value":1,"unit":"mg"},"denominator":{"value":2,"unit":"mL"}})"},
      {Kind::kCode, R"({"code":"2823-3","system":"http://loinc.org"})"},
      {Kind::kConcept, R"({"codes":[{"code":"2823-3","system":"http://loinc.org"}]})"},
  });
  const auto found = std::ranges::find(kRows, kind, &Row::kind);
  return found == kRows.end() ? "null" : std::string(found->json);
}

std::string example(const Type& type) {
  switch (type.form) {
    case Type::Form::kAny:
      return "5";
    case Type::Form::kSystem:
      return example(type.kind);
    case Type::Form::kFhir:
      return fmt::format("{{\"resourceType\":\"{}\"}}", type.name);
    case Type::Form::kList:
      return fmt::format("[{}]", example(*type.parts[0]));
    case Type::Form::kInterval: {
      const std::string point = example(*type.parts[0]);
      return fmt::format(R"({{"low":{},"high":{},"lowClosed":true,"highClosed":false}})", point,
                         point);
    }
    case Type::Form::kChoice:
      return example(*type.parts[0]);
    case Type::Form::kTuple: {
      std::string out = "{";
      for (std::size_t i = 0; i < type.names.size(); ++i) {
        out +=
            fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", type.names[i], example(*type.parts[i]));
      }
      return out + "}";
    }
  }
  return "null";
}

void check(const Program::Impl& program, const Parameter& given, base::Faults& faults,
           base::Faults& warnings) {
  const auto add = [](base::Faults& into, const std::string& text) {
    into.push_back({base::Code::kContent, text, text, {}});
  };
  bool is_declared = false;
  for (const ParameterPlan& plan : program.parameters) {
    if (plan.name != given.name) continue;
    is_declared = true;
    base::Arena arena;
    Context context{arena, {}, program.terminology, {}};
    try {
      parameter_value(context, plan, given.value);
    } catch (const EvaluationError& error) {
      add(faults, fmt::format("{}, as {} declares it; an example: {}", error.text,
                              program.libraries[plan.library].name, example(*plan.type)));
      return;
    }
  }
  if (is_declared) return;
  const auto& names = program.parameter_names;
  add(warnings, fmt::format("no library declares a parameter \"{}\"{}", given.name,
                            base::did_you_mean(given.name, names)));
}

}  // namespace

void check_parameters(const Program& program, std::span<const Parameter> parameters,
                      base::Faults& faults, base::Faults& warnings) {
  for (const Parameter& given : parameters) check(program.impl(), given, faults, warnings);
}

}  // namespace cramp::engine
