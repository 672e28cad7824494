#pragma once
// Libraries, data and evaluations for the engine's tests.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"

namespace cramp::engine::test {

/// Folder of the engine's test data.
std::filesystem::path data_folder();
/// Fails the test when the file is not there or not JSON.
json::Document read_json(const std::filesystem::path& file);

/// What is linked together for a test.
class Linked {
 public:
  /// ELM texts, which may lack the `{"library": …}` wrapper.
  void add(std::string elm);
  void add_value_set(json::Document value_set);
  /// Loads and links; nullptr with faults.
  const Program* link(Tracing tracing = Tracing::kOff);
  /// What `base::describe` says of each fault.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  std::vector<std::string> texts_;
  std::vector<json::Document> value_sets_;
  terminology::Terminology terminology_;
  std::unique_ptr<const Program> program_;
  std::vector<std::string> faults_;
};

/// A library of the given name whose statements are `defs` (ELM ExpressionDefs, comma-separated)
/// and whose other sections are `sections` (`"includes":{…},`).
std::string library(std::string_view name, std::string_view defs, std::string_view sections = {});
/// `{"name": …, "locator": "line:1-line:2", "expression": …}`
std::string define(std::string_view name, std::string_view expression, int line = 1);

/// 2026-01-15T12:00:00.000+00:00
time::Temporal noon();
/// The value as JSON, or `{"error":"Library:line: text"}`.
std::string evaluate(Evaluation& evaluation, const Program& program, std::string_view library,
                     std::string_view name);

}  // namespace cramp::engine::test
