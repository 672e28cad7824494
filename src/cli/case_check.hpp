#pragma once
// Comparing an answer with what a test case expects (docs/content.md, "Test cases").

#include <string>
#include <vector>

#include "json/document.hpp"

namespace cramp::cli {

/// One thing that is not as expected.
struct Difference {
  std::string place;  ///< "card 1 rules"
  std::string expected, actual;
};

/// Adds what is not as `expected` says.
void check_response(json::View expected, json::View response, std::vector<Difference>& differences);

}  // namespace cramp::cli
