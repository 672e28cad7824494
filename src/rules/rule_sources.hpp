#pragma once
// Where the rules of a package stand in its CQL. A rule is what returns a Tuple with an element
// `rule`, its id (docs/content.md, "Rules").

#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"

namespace cramp::rules {

struct RuleSource {
  std::string rule;
  std::string_view library, definition;
  bool is_function = false;
};

/// In the order of libraries and their text; a rule with several sources as often. The id is a
/// literal in the Tuple, or one that is given to the function that makes it.
std::vector<RuleSource> rule_sources(const engine::Program& program);

}  // namespace cramp::rules
