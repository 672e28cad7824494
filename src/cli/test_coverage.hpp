#pragma once
// `cramp-cds test --coverage`: which CQL of a package no case reached, held against the list of
// what need not be reached.

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "elm/source_text.hpp"
#include "engine/coverage.hpp"
#include "json/document.hpp"

namespace cramp::cli {

class PackageCoverage {
 public:
  /// `package` holds cql/ and may hold coverage-exceptions.json:
  ///   {"exceptions": [{"library", "definition", "text", "missing", "reason"}]}
  /// `text` is the CQL that is not reached, blanks apart; `missing` is definition, expression, true
  /// or false. What is left out fits everything, and a '*' at the end every ending; `library` and
  /// `reason` must be there.
  PackageCoverage(const engine::Program& program, std::filesystem::path package);

  void add(const engine::Evaluation& evaluation) { coverage_.add(evaluation); }
  /// Prints the totals, what is not reached and not excepted, and exceptions that nothing needs.
  /// False when there is some of either.
  bool print(std::ostream& out);

 private:
  struct Exception {
    std::string library, definition, text, missing, reason;
    std::size_t used = 0;
  };

  void read_exceptions();
  const elm::SourceText& source(std::string_view library);
  bool is_excepted(const engine::Coverage::Gap& gap);
  void print_gap(std::ostream& out, const engine::Coverage::Gap& gap);

  engine::Coverage coverage_;
  std::filesystem::path package_;
  std::vector<Exception> exceptions_;
  std::vector<std::string> faults_;
  std::map<std::string, elm::SourceText, std::less<>> sources_;
};

}  // namespace cramp::cli
