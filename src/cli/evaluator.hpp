#pragma once
// What `eval` does with one patient.

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "cli/charts.hpp"
#include "cli/eval_library.hpp"
#include "elm/source_text.hpp"
#include "engine/evaluation.hpp"

namespace cramp::cli {

/// What went wrong with the patients of one run. Any thread.
class EvalReport {
 public:
  explicit EvalReport(const LibraryFinder& libraries) : libraries_(libraries) {}

  /// Complains at once: which patient it was is not told later.
  void broken(const std::string& where, const std::string& text);
  void failed(const engine::Evaluation& evaluation, engine::DefinitionId id,
              const engine::Definition& definition, const base::Error& error);
  void add_patient();

  /// Complains about definitions that failed, each error once with how often, and about how many
  /// patients could not be read.
  void finish() const;
  std::size_t patients() const { return patients_; }
  std::size_t broken_patients() const { return broken_; }

 private:
  static constexpr std::size_t kMostFailures = 20;

  const LibraryFinder& libraries_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> failures_;
  std::size_t patients_ = 0, broken_ = 0, untold_ = 0;
};

/// Any thread may evaluate.
class Evaluator {
 public:
  /// The definitions of `library` with these names, or all public ones. A name that is not there is
  /// a fault.
  Evaluator(const engine::Program& program, std::string_view library,
            const std::vector<std::string>& names, base::Faults& faults);

  time::Temporal now = {};
  std::vector<engine::Parameter> parameters;
  bool explain = false;
  std::vector<elm::SourceText> texts;  ///< for `explain`: of each library of the program

  /// The JSON object of one patient: definition -> value.
  std::string evaluate(const fhir::PatientData& data, EvalReport& report) const;
  /// The same for a chart; empty when it is no FHIR JSON. `name` becomes the Bundle's id in a line.
  std::string evaluate(const Chart& chart, std::string& name, EvalReport& report) const;

 private:
  const engine::Program& program_;
  std::vector<engine::DefinitionId> wanted_;
};

}  // namespace cramp::cli
