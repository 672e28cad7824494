#include "cli/evaluator.hpp"

#include <fmt/format.h>

#include "base/similar.hpp"
#include "cli/input.hpp"
#include "engine/explanation.hpp"
#include "json/writer.hpp"

namespace cramp::cli {

namespace {

constexpr std::size_t kChartBytes = 1U << 30U;

bool is_chart(json::View root) {
  return !root.string("resourceType").empty() || root.find("resource").is_object();
}

}  // namespace

void EvalReport::broken(const std::string& where, const std::string& text) {
  const std::lock_guard lock(mutex_);
  ++broken_;
  complain(where + ": " + text);
}

void EvalReport::add_patient() {
  const std::lock_guard lock(mutex_);
  ++patients_;
}

void EvalReport::failed(const engine::Evaluation& evaluation, engine::DefinitionId id,
                        const engine::Definition& definition, const base::Error& error) {
  const auto place = evaluation.failed_at(id);
  std::string text =
      place ? describe_at(libraries_, place->library, place->locator, error.internal_text)
            : base::describe(error);
  text = fmt::format("\"{}\" failed at {}", definition.name, text);
  const std::lock_guard lock(mutex_);
  const auto known = failures_.find(text);
  if (known != failures_.end()) {
    ++known->second;
  } else if (failures_.size() < kMostFailures) {
    failures_.emplace(std::move(text), 1);
  } else {
    ++untold_;
  }
}

void EvalReport::finish() const {
  for (const auto& [text, count] : failures_) {
    complain(count == 1 ? text : fmt::format("{} times: {}", count, text));
  }
  if (untold_ > 0) complain(fmt::format("{} more errors of definitions", untold_));
  if (broken_ > 0) {
    complain(fmt::format("{} of {} patients could not be read", broken_, patients_ + broken_));
  }
}

Evaluator::Evaluator(const engine::Program& program, std::string_view library,
                     const std::vector<std::string>& names, base::Faults& faults)
    : program_(program) {
  const auto definitions = program.definitions();
  std::vector<std::string_view> known;
  for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
    if (definitions[id].library != library) continue;
    known.push_back(definitions[id].name);
    if (names.empty() && definitions[id].is_public) wanted_.push_back(id);
  }
  for (const std::string& name : names) {
    if (const auto id = program.find(library, name)) {
      wanted_.push_back(*id);
      continue;
    }
    const std::string problem = fmt::format("{} has no definition \"{}\"{}", library, name,
                                            base::did_you_mean(name, known));
    faults.push_back({base::Code::kContent, problem, problem, {}});
  }
}

std::string Evaluator::evaluate(const fhir::PatientData& data, EvalReport& report) const {
  engine::Evaluation evaluation(program_, data, now, parameters);
  std::string out = "{";
  for (const engine::DefinitionId id : wanted_) {
    const engine::Definition& definition = program_.definitions()[id];
    if (out.size() > 1) out += ',';
    json::write_to(out, json::Value(definition.name));
    out += ':';
    const auto value = evaluation.value(id);
    if (!value) report.failed(evaluation, id, definition, value.error());
    if (explain) {
      write_json(out, engine::Explainer(evaluation, &texts).explain(id));
    } else if (value) {
      engine::write_json(out, *value);
    } else {
      json::write_to(out, json::Value::object().set("error", base::describe(value.error())));
    }
  }
  report.add_patient();
  return out + '}';
}

std::string Evaluator::evaluate(const Chart& chart, std::string& name, EvalReport& report) const {
  if (!chart.problem.empty()) {
    report.broken(chart.where, chart.problem);
    return {};
  }
  const auto document = json::parse(chart.text, {.bytes = kChartBytes});
  if (!document) {
    report.broken(chart.where, base::describe(document.error()));
    return {};
  }
  if (!is_chart(document->root())) {
    report.broken(chart.where, "is JSON, but no FHIR Bundle or resource");
    return {};
  }
  const std::string_view id = document->root().string("id");
  const bool is_line =
      chart.where.size() > chart.name.size() && chart.where.ends_with(":" + chart.name);
  if (is_line && !id.empty()) name = id;
  fhir::PatientData data("");
  data.add(document->root());
  return evaluate(data, report);
}

}  // namespace cramp::cli
