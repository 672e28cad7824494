#pragma once
// Every node of ELM r1 with its operand slots: what may stand where.

#include <cstdint>
#include <span>
#include <string_view>

namespace cramp::elm {

struct Slot {
  std::string_view name;  ///< JSON member
  std::uint8_t min, max;
  std::string_view only =
      {};  ///< the one node type that may stand here; its `type` may be left out
};
inline constexpr std::uint8_t kUnbounded = 255;

struct NodeType {
  std::string_view name;
  std::span<const Slot> slots;
  std::string_view required = {};  ///< attribute that must be there
  bool positional = false;         ///< an absent operand before a present one is null
};

/// nullptr when ELM r1 has no such node.
const NodeType* find_node_type(std::string_view name);

}  // namespace cramp::elm
