#pragma once
// A TOML file as a tree in which every value knows its place. toml++ is seen by tree.cpp alone.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace cramp::app {

struct Node {
  using Array = std::vector<Node>;
  struct Member;
  using Table = std::vector<Member>;  ///< in the order of the file
  /// monostate: a TOML type that no setting has (dates).
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Table> value;
  unsigned line = 0, column = 0;

  template <class T>
  const T* get() const {
    return std::get_if<T>(&value);
  }
  const Node* find(std::string_view key) const;
};

struct Node::Member {
  std::string key;
  Node node;
};

/// What a person calls the value's type: "a string", "a table".
std::string_view type_name(const Node& node);

/// `name` is what faults call the file: their `where` is "name:line:column".
base::Result<Node> parse_toml(const std::string& text, const std::string& name);

}  // namespace cramp::app
