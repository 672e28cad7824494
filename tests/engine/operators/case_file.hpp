#pragma once
// Files of operator cases, one a line:
//   Name(operand, ...) = result      # literals as in literals.hpp; `error` for an evaluation error
//   Name<Attribute>(operand) = ...   # a precision or a type name of the ELM node
// A line `now @2026-01-15T12:00:00.000Z` sets the evaluation instant for the lines after it.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "literals.hpp"

namespace cramp::engine::cases {

/// The left side of a case.
struct Call {
  std::string_view name;
  std::string_view attribute;
  std::vector<Value> operands;
};

/// Throws std::runtime_error where the text is no call.
Call read_call(Reader& reader);

std::vector<std::filesystem::path> case_files();

/// The values of one file live as long as this, at the instant of the last `now` line. The value
/// sets of tests/engine/data are known.
class CaseContext {
 public:
  CaseContext();

  /// For each case: its place and text, and a reader at its beginning.
  void for_each_case(const std::filesystem::path& file,
                     const std::function<void(const std::string& where, Reader& reader)>& visit);
  Context& context() { return context_; }

 private:
  base::Arena arena_;
  std::vector<json::Document> documents_;
  terminology::Terminology terminology_;
  Context context_;
};

}  // namespace cramp::engine::cases
