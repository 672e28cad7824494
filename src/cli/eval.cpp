// cramp-cds eval: definitions of an ELM library for one patient, many, or none.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <set>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "elm/library.hpp"
#include "engine/evaluation.hpp"
#include "json/writer.hpp"

namespace cramp::cli {

namespace {

namespace fs = std::filesystem;

/// The library and all that it includes, looked for by identifier in the library paths.
class LibraryFinder {
 public:
  LibraryFinder(const EvalOptions& options, base::Faults& faults)
      : options_(options), faults_(faults) {}

  std::vector<elm::Library> find() {
    add(options_.library);
    if (!found_.empty()) main_ = std::string(found_.front().name);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const std::vector<elm::IncludeDef> includes = found_[i].includes;
      for (const elm::IncludeDef& include : includes) add_included(include.library);
    }
    return std::move(found_);
  }
  const std::string& main() const { return main_; }

 private:
  void add_included(std::string_view name) {
    if (names_.contains(name)) return;
    std::vector<std::string> folders = options_.library_paths;
    folders.push_back(fs::path(options_.library).parent_path().string());
    for (const std::string& folder : folders) {
      for (const char* form : {"{}.json", "{}-ELM.json"}) {
        const fs::path file = fs::path(folder) / fmt::format(fmt::runtime(form), name);
        if (fs::exists(file)) return add(file);
      }
    }
    // Program::link names what is missing and where it is included.
  }

  void add(const fs::path& file) {
    auto document = read_json(file, elm::json_limits());
    if (!document) return faults_.push_back(std::move(document).error());
    elm::Library library = elm::load(std::move(*document), faults_);
    if (names_.emplace(library.name).second) found_.push_back(std::move(library));
  }

  const EvalOptions& options_;
  base::Faults& faults_;
  std::vector<elm::Library> found_;
  std::set<std::string, std::less<>> names_;
  std::string main_;
};

terminology::Terminology load_value_sets(const std::vector<std::string>& folders,
                                         base::Faults& faults) {
  terminology::Terminology terminology;
  for (const std::string& folder : folders) {
    for (const fs::path& file : json_files(folder)) {
      auto document = read_json(file);
      if (!document) {
        faults.push_back(std::move(document).error());
      } else if (document->root().string("resourceType") == "ValueSet") {
        terminology.add_value_set(document->root(), faults);
      }
    }
  }
  terminology.freeze(faults);
  return terminology;
}

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
      const std::string problem = "--parameter wants NAME=JSON, not '" + text + "'";
      faults.push_back({base::Code::kContent, problem, problem, {}});
      continue;
    }
    parameters.documents.push_back(std::move(*value));
    parameters.values.push_back({text.substr(0, equals), parameters.documents.back().root()});
  }
  return parameters;
}

class Evaluator {
 public:
  Evaluator(const engine::Program& program, const std::string& library, const EvalOptions& options,
            time::Temporal now, const Parameters& parameters, base::Faults& faults)
      : program_(program), now_(now), parameters_(parameters) {
    if (options.expressions.empty()) {
      const auto definitions = program.definitions();
      for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
        const engine::Definition& definition = definitions[id];
        if (definition.library == library && definition.is_public)
          wanted_.emplace_back(definition.name, id);
      }
    }
    for (const std::string& name : options.expressions) {
      if (const auto id = program.find(library, name)) {
        wanted_.emplace_back(name, *id);
      } else {
        const std::string problem = fmt::format("{} has no definition \"{}\"", library, name);
        faults.push_back({base::Code::kContent, problem, problem, {}});
      }
    }
  }

  /// The JSON object of one patient, or of none.
  std::string evaluate(json::View chart) const {
    fhir::PatientData data("");
    if (chart) data.add(chart);
    engine::Evaluation evaluation(program_, data, now_, parameters_.values);
    std::string out = "{";
    for (const auto& [name, id] : wanted_) {
      if (out.size() > 1) out += ',';
      json::write_to(out, json::Value(name));
      out += ':';
      const auto value = evaluation.value(id);
      if (value) {
        engine::write_json(out, *value);
      } else {
        json::write_to(out, json::Value::object().set("error", base::describe(value.error())));
      }
    }
    return out + '}';
  }

 private:
  const engine::Program& program_;
  time::Temporal now_;
  const Parameters& parameters_;
  std::vector<std::pair<std::string_view, engine::DefinitionId>> wanted_;
};

void print_line(const std::string& name, const std::string& values) {
  std::string line = "{\"data\":";
  json::write_to(line, json::Value(name));
  std::cout << line << ",\"values\":" << values << "}\n";
}

bool evaluate_folder(const Evaluator& evaluator, const fs::path& folder) {
  bool good = true;
  for (const fs::path& file : json_files(folder)) {
    const auto chart = read_json(file, {.bytes = 1U << 30U});
    if (chart) {
      print_line(file.filename().string(), evaluator.evaluate(chart->root()));
    } else {
      complain(chart.error());
      good = false;
    }
  }
  return good;
}

bool evaluate_lines(const Evaluator& evaluator, const fs::path& file) {
  std::ifstream lines(file);
  bool good = lines.good();
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    const auto chart = json::parse(line, {.bytes = 1U << 30U});
    if (!chart) {
      complain(fmt::format("{}:{}: {}", file.string(), number, base::describe(chart.error())));
      good = false;
      continue;
    }
    const std::string_view id = chart->root().string("id");
    print_line(id.empty() ? std::to_string(number) : std::string(id),
               evaluator.evaluate(chart->root()));
  }
  return good;
}

bool evaluate_data(const Evaluator& evaluator, const fs::path& data) {
  if (data.empty()) {
    std::cout << evaluator.evaluate({}) << '\n';
    return true;
  }
  if (fs::is_directory(data)) return evaluate_folder(evaluator, data);
  if (data.extension() == ".ndjson") return evaluate_lines(evaluator, data);
  const auto chart = read_json(data, {.bytes = 1U << 30U});
  if (!chart) {
    complain(chart.error());
    return false;
  }
  std::cout << evaluator.evaluate(chart->root()) << '\n';
  return true;
}

}  // namespace

int eval(const EvalOptions& options) {
  const auto now = instant_from(options.now);
  if (!now) {
    complain(now.error());
    return 2;
  }
  base::Faults faults;
  LibraryFinder finder(options, faults);
  std::vector<elm::Library> libraries = finder.find();
  const terminology::Terminology terminology = load_value_sets(options.value_sets, faults);
  const Parameters parameters = read_parameters(options.parameters, faults);
  std::unique_ptr<const engine::Program> program;
  if (faults.empty()) program = engine::Program::link(std::move(libraries), terminology, faults);
  if (program) {
    const Evaluator evaluator(*program, finder.main(), options, *now, parameters, faults);
    if (faults.empty()) return evaluate_data(evaluator, options.data) ? 0 : 2;
  }
  complain(faults);
  return 2;
}

}  // namespace cramp::cli
