#pragma once
// A traced evaluation of data/cql/Explain.cql for the patient of data/fhir.

#include <memory>
#include <string>
#include <vector>

#include "engine/explanation.hpp"
#include "engine/support.hpp"

namespace cramp::engine::test {

class Traced {
 public:
  Traced();

  const Program& program() const { return *program_; }
  Evaluation& evaluation() { return *evaluation_; }
  DefinitionId id(std::string_view name) const { return *program_->find("Explain", name); }
  /// Evaluates, then explains.
  Explanation explain(std::string_view name);
  /// "Observation/o1 value.value", in alphabetical order.
  std::vector<std::string> evidence(std::string_view name);
  /// Starts over with the same data.
  void restart();

 private:
  Linked linked_;
  json::Document bundle_;
  fhir::PatientData data_{""};
  const Program* program_ = nullptr;
  std::vector<elm::SourceText> texts_;
  std::unique_ptr<Evaluation> evaluation_;
};

}  // namespace cramp::engine::test
