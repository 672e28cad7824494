#include "app/config/tree.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>

namespace cramp::app {

namespace {

constexpr int kDepth = 16;  // no setting is deeper than four

Node convert(const toml::node& from, int depth = 0) {
  Node node;
  node.line = from.source().begin.line;
  node.column = from.source().begin.column;
  if (depth > kDepth) return node;
  if (const auto* table = from.as_table()) {
    auto& members = node.value.emplace<Node::Table>();
    for (const auto& [key, value] : *table) {
      Node child = convert(value, depth + 1);
      // A table without a header of its own has no place; its name has one.
      if (child.line == 0) child.line = key.source().begin.line;
      members.push_back({std::string(key.str()), std::move(child)});
    }
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
      return std::pair(a.node.line, a.node.column) < std::pair(b.node.line, b.node.column);
    });
  } else if (const auto* array = from.as_array()) {
    auto& items = node.value.emplace<Node::Array>();
    for (const auto& item : *array) items.push_back(convert(item, depth + 1));
  } else if (const auto text = from.value_exact<std::string>()) {
    node.value = *text;
  } else if (const auto integer = from.value_exact<std::int64_t>()) {
    node.value = *integer;
  } else if (const auto number = from.value_exact<double>()) {
    node.value = *number;
  } else if (const auto truth = from.value_exact<bool>()) {
    node.value = *truth;
  }
  return node;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto* table = get<Table>();
  if (table == nullptr) return nullptr;
  const auto found = std::find_if(table->begin(), table->end(),
                                  [&](const auto& member) { return member.key == key; });
  return found == table->end() ? nullptr : &found->node;
}

std::string_view type_name(const Node& node) {
  constexpr std::array<std::string_view, 7> kNames{
      "a date or time", "true or false", "a whole number", "a number",
      "a string",       "a list",        "a table"};
  return kNames.at(node.value.index());
}

base::Result<Node> parse_toml(const std::string& text, const std::string& name) {
  try {
    return convert(toml::parse(text, name));
  } catch (const toml::parse_error& error) {
    const auto place = error.source().begin;
    return base::Error{
        base::Code::kContent,
        {},
        "not TOML: " + std::string(error.description()),
        name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column)};
  }
}

}  // namespace cramp::app
