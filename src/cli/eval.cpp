// cramp-cds eval: definitions of an ELM library for one patient, many, or none (docs/eval.md).

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/charts.hpp"
#include "cli/commands.hpp"
#include "cli/eval_each.hpp"
#include "cli/eval_library.hpp"
#include "cli/evaluator.hpp"
#include "cli/input.hpp"
#include "cli/progress.hpp"
#include "json/writer.hpp"

namespace cramp::cli {

namespace {

struct Parameters {
  std::vector<json::Document> documents;
  std::vector<engine::Parameter> values;
};

Parameters read_parameters(const std::vector<std::string>& texts, base::Faults& faults) {
  Parameters parameters;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    auto value = json::parse(equals == std::string::npos ? std::string() : text.substr(equals + 1));
    if (!value) {
      const std::string problem =
          fmt::format("--parameter wants NAME=JSON, not '{}'; a text is NAME='\"text\"'", text);
      faults.push_back({base::Code::kContent, problem, problem, {}});
      continue;
    }
    parameters.documents.push_back(std::move(*value));
    parameters.values.push_back({text.substr(0, equals), parameters.documents.back().root()});
  }
  return parameters;
}

void complain_of(const base::Faults& faults, const LibraryFinder& libraries) {
  for (const base::Error& fault : faults) complain(describe_fault(libraries, fault));
}

/// `{"data": name, "values": {…}}` and a line end.
std::string line_of(const std::string& name, const std::string& values) {
  std::string line = "{\"data\":";
  json::write_to(line, json::Value(name));
  return line + ",\"values\":" + values + "}\n";
}

/// Prints the values of one patient alone, of several a line each. False when none could be read.
bool evaluate_charts(const Evaluator& evaluator, Charts& charts, unsigned threads,
                     EvalReport& report) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  const bool is_single = charts.is_single();
  const auto work = [&](const Chart& chart) {
    std::string name = chart.name;
    std::string values = evaluator.evaluate(chart, name, report);
    if (values.empty()) return values;
    return is_single ? values + '\n' : line_of(name, values);
  };
  Progress progress;
  std::size_t done = 0;
  for_each_chart(charts, is_single ? 1 : threads, work, [&](const std::string& line) {
    std::cout << line;
    progress.show(++done, charts.progress());
  });
  std::cout.flush();
  return std::cout.good();
}

int evaluate_data(const Evaluator& evaluator, const EvalOptions& options, EvalReport& report) {
  if (options.data.empty()) {
    std::cout << evaluator.evaluate(fhir::PatientData(""), report) << '\n';
    return 0;
  }
  std::string problem;
  const auto charts = open_charts(options.data, problem);
  if (charts == nullptr) {
    complain(problem);
    return 2;
  }
  if (!evaluate_charts(evaluator, *charts, options.threads, report)) {
    complain("the results could not be written");
    return 2;
  }
  if (report.patients() + report.broken_patients() == 0) complain("no patient in " + options.data);
  if (report.broken_patients() == 0) return 0;
  return report.patients() == 0 ? 2 : 1;
}

}  // namespace

int eval(const EvalOptions& options) {
  const auto now = instant_from(options.now);
  if (!now) {
    complain(now.error());
    return 2;
  }
  base::Faults faults, warnings;
  LibraryFinder finder(options.library_paths);
  std::vector<elm::Library> libraries = finder.find(options.library, faults);
  const std::string main(libraries.empty() ? std::string_view() : libraries.front().name);
  std::vector<elm::SourceText> texts;
  texts.reserve(libraries.size());
  for (const elm::Library& library : libraries) texts.push_back(*finder.source(library.name));
  const bool lacks_value_sets =
      options.value_sets.empty() && std::ranges::any_of(libraries, [](const elm::Library& library) {
        return !library.value_sets.empty();
      });
  const terminology::Terminology terminology = load_value_sets(options.value_sets, faults);
  Parameters parameters = read_parameters(options.parameters, faults);
  std::unique_ptr<const engine::Program> program;
  if (faults.empty()) {
    const auto tracing = options.explain ? engine::Tracing::kOn : engine::Tracing::kOff;
    program = engine::Program::link(std::move(libraries), terminology, faults, tracing);
  }
  if (program) {
    engine::check_parameters(*program, parameters.values, faults, warnings);
    Evaluator evaluator(*program, main, options.expressions, faults);
    complain_of(warnings, finder);
    if (faults.empty()) {
      evaluator.now = *now;
      evaluator.parameters = std::move(parameters.values);
      evaluator.explain = options.explain;
      evaluator.texts = std::move(texts);
      EvalReport report(finder);
      const int status = evaluate_data(evaluator, options, report);
      report.finish();
      return status;
    }
  }
  complain_of(faults, finder);
  if (lacks_value_sets) complain("value sets are read from the folders that --valuesets names");
  return 2;
}

}  // namespace cramp::cli
