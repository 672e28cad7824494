#pragma once
// A node of a checked ELM tree. Expressions, query clauses, case items and type specifiers are all
// nodes: what each may hold is a row of the node table.

#include <cstdint>
#include <span>
#include <string_view>

#include "elm/node_types.hpp"
#include "json/document.hpp"

namespace cramp::elm {

/// Place in the CQL source; all zero when the ELM has no locators.
struct Locator {
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

struct Expression;

struct Child {
  std::uint8_t slot;  ///< index into NodeType::slots
  const Expression* node;
};

/// Children stand in the order of the type's slots; how many there are of each has been checked.
/// Lives in the Library's arena.
struct Expression {
  const NodeType* type;
  json::View json;  ///< for attributes: name, path, precision, ...
  Locator locator;  ///< own, else the parent's
  std::span<const Child> children = {};

  std::string_view name() const { return type->name; }
  bool is(std::string_view node_name) const { return type->name == node_name; }
  /// First child of that slot or nullptr.
  const Expression* child(std::string_view slot) const;
  /// All children of that slot.
  std::span<const Child> all(std::string_view slot) const;
  /// A text attribute, or empty.
  std::string_view attribute(std::string_view attribute_name) const {
    return json.string(attribute_name);
  }
};

/// "{urn:hl7-org:elm-types:r1}Integer" in two parts; `uri` is empty when there is none.
struct QName {
  std::string_view uri, name;
};
QName qname(std::string_view text);
inline constexpr std::string_view kSystemUri = "urn:hl7-org:elm-types:r1";

}  // namespace cramp::elm
