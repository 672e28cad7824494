#pragma once
// Builds the expression tree of one library and collects what is wrong with it.

#include <string>
#include <string_view>

#include "base/arena.hpp"
#include "base/error.hpp"
#include "elm/expression.hpp"

namespace cramp::elm {

/// "12:15-12:36", "9:29" or empty (then all zero).
Locator parse_locator(std::string_view text);

class Reader {
 public:
  Reader(base::Arena& arena, base::Faults& faults) : arena_(arena), faults_(faults) {}

  void set_library(std::string_view name) { library_ = name; }
  /// The node at `json`, never null; what is not valid is reported and stands as a Null node.
  /// `only` names the one node type that may stand there, whose `type` the JSON may leave out.
  const Expression* read(json::View json, const Locator& outer, std::string_view only = {},
                         std::size_t depth = 0);
  void fault(std::uint32_t line, std::string text);

 private:
  const Expression* null_node(const Locator& locator);
  std::span<const Child> read_children(const NodeType& type, json::View json,
                                       const Locator& locator, std::size_t depth);

  base::Arena& arena_;
  base::Faults& faults_;
  std::string_view library_ = "?";
};

}  // namespace cramp::elm
