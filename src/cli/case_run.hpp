#pragma once
// Running one test case through the whole pipeline.

#include <memory>
#include <string>
#include <vector>

#include "cdshooks/catalog.hpp"
#include "cli/case_check.hpp"
#include "rules/apply.hpp"

namespace cramp::cli {

struct CaseResult {
  std::vector<Difference> differences;  ///< none: passed
  std::string response;                 ///< body; empty when the call was refused
};

/// `observer` may be nullptr.
CaseResult run_case(const std::shared_ptr<const cdshooks::Catalog>& content, json::View test,
                    const rules::Observer* observer);

}  // namespace cramp::cli
