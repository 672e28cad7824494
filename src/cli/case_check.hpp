#pragma once
// Comparing an answer with what a test case expects (docs/content.md, "Test cases").

#include <string>
#include <vector>

#include "json/document.hpp"

namespace cramp::cli {

/// Adds a line to `differences` for each thing that is not as `expected` says.
void check_response(json::View expected, json::View response,
                    std::vector<std::string>& differences);

}  // namespace cramp::cli
