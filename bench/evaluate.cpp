// Every public definition of a package's libraries, for patients that are loaded already.
//   bench_evaluate PACKAGE-DIR VALUE-SETS-DIR PATIENTS.ndjson SECONDS [VALUES.ndjson]
// A line of PATIENTS is {"name", "now", "parameters", "bundle"}; one of VALUES, written once before
// the measurement, {"name", "values": {library: {definition: value}}}. Prints one JSON object.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "elm/library.hpp"
#include "engine/evaluation.hpp"
#include "json/writer.hpp"

using namespace cramp;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<json::Document> read_folder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<json::Document> documents;
  for (const auto& file : files) {
    documents.push_back(std::move(*json::parse(*base::read_file(file), elm::json_limits())));
  }
  return documents;
}

terminology::Terminology read_value_sets(const std::filesystem::path& folder,
                                         base::Faults& faults) {
  terminology::Terminology terminology;
  for (const json::Document& set : read_folder(folder)) {
    terminology.add_value_set(set.root(), faults);
  }
  terminology.freeze(faults);
  return terminology;
}

/// CPU time of elm::load of all libraries and Program::link; the best of several times.
double compile_milliseconds(const std::filesystem::path& elm,
                            const terminology::Terminology& terminology) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    auto documents = read_folder(elm);
    base::Faults faults;
    const std::clock_t start = std::clock();
    std::vector<elm::Library> libraries;
    for (auto& document : documents) libraries.push_back(elm::load(std::move(document), faults));
    const auto program = engine::Program::link(std::move(libraries), terminology, faults);
    best = std::min(best, 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

std::unique_ptr<const engine::Program> compile(const std::filesystem::path& elm,
                                               const terminology::Terminology& terminology,
                                               base::Faults& faults) {
  std::vector<elm::Library> libraries;
  for (json::Document& document : read_folder(elm)) {
    libraries.push_back(elm::load(std::move(document), faults));
  }
  return engine::Program::link(std::move(libraries), terminology, faults);
}

struct Patient {
  json::Document document;
  time::Temporal now;
  std::vector<engine::Parameter> parameters;
  fhir::PatientData data{""};
};

std::vector<Patient> read_patients(const char* path) {
  std::vector<Patient> patients;
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    Patient patient;
    patient.document = std::move(*json::parse(line, {.bytes = 1U << 30U}));
    const json::View root = patient.document.root();
    patient.now = *time::parse_datetime(root.string("now"), 0);
    for (const auto& [name, value] : root.find("parameters").members()) {
      patient.parameters.push_back({std::string(name), value});
    }
    patient.data.add(root.find("bundle"));
    patients.push_back(std::move(patient));
  }
  return patients;
}

std::size_t evaluate(const engine::Program& program, const Patient& patient) {
  engine::Evaluation evaluation(program, patient.data, patient.now, patient.parameters);
  const auto definitions = program.definitions();
  std::size_t failed = 0;
  for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
    if (definitions[id].is_public && !evaluation.value(id)) ++failed;
  }
  return failed;
}

std::string values_of(const engine::Program& program, const Patient& patient) {
  engine::Evaluation evaluation(program, patient.data, patient.now, patient.parameters);
  const auto definitions = program.definitions();
  std::string out = "{\"name\":";
  json::write_to(out, json::Value(patient.document.root().string("name")));
  out += ",\"values\":{";
  std::string_view library;
  for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
    if (!definitions[id].is_public) continue;
    const bool first = definitions[id].library != library;
    if (first && !library.empty()) out += "},";
    if (first) out += fmt::format("\"{}\":{{", library = definitions[id].library);
    if (!first) out += ',';
    json::write_to(out, json::Value(definitions[id].name));
    out += ':';
    const auto value = evaluation.value(id);
    if (value) {
      engine::write_json(out, *value);
    } else {
      json::write_to(out, json::Value::object().set("error", base::describe(value.error())));
    }
  }
  return out + (library.empty() ? "}}" : "}}}");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr,
               "usage: bench_evaluate PACKAGE-DIR VALUE-SETS-DIR PATIENTS SECONDS [VALUES]\n");
    return 2;
  }
  const auto elm = std::filesystem::path(argv[1]) / "elm";
  base::Faults faults;
  const terminology::Terminology terminology = read_value_sets(argv[2], faults);
  const auto program = compile(elm, terminology, faults);
  for (const base::Error& fault : faults) fmt::print(stderr, "{}\n", base::describe(fault));
  const std::vector<Patient> patients = read_patients(argv[3]);
  if (!program || patients.empty()) return 1;
  if (argc > 5) {
    std::ofstream file(argv[5], std::ios::binary);
    for (const Patient& patient : patients) file << values_of(*program, patient) << '\n';
  }
  const double wanted = std::atof(argv[4]) * 1000;
  std::size_t evaluated = 0;
  std::size_t failed = 0;
  const auto start = Clock::now();
  double elapsed = 0;
  while ((elapsed = milliseconds_since(start)) < wanted || evaluated == 0) {
    for (const Patient& patient : patients) failed += evaluate(*program, patient);
    evaluated += patients.size();
  }
  fmt::print("{{\"perSecond\":{},\"failed\":{},\"compileMs\":{:.2f}}}\n",
             static_cast<double>(evaluated) * 1000 / elapsed, failed,
             compile_milliseconds(elm, terminology));
}
