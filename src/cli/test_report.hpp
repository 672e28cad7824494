#pragma once
// What `cramp-cds test` prints for a reviewer: differences side by side, and a table of the rules.

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/case_check.hpp"

namespace cramp::cli {

/// Three columns: place, expected, actual; long texts are broken into lines.
void print_differences(std::ostream& out, const std::vector<Difference>& differences);

/// Counts cases by rule and by what they prove about it (docs/content.md, "Test cases").
class RuleTable {
 public:
  /// A rule that has a row also without a case.
  void expect(std::string_view rule);
  void add(json::View test, bool passed);
  /// The rows in the order of `expect`, then the others by name.
  void print(std::ostream& out) const;

 private:
  struct Row {
    std::size_t positive = 0, negative = 0, unknown = 0, suppressed = 0, passed = 0, failed = 0;
  };
  Row& row(std::string_view rule);

  std::vector<std::string> order_;
  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace cramp::cli
