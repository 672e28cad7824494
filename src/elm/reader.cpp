#include "elm/reader.hpp"

#include <fmt/core.h>

#include <charconv>
#include <vector>

#include "elm/library.hpp"

namespace cramp::elm {

namespace {

/// Reads "line:column" off the front of `text`.
bool read_point(std::string_view& text, std::uint32_t& line, std::uint32_t& column) {
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, line);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return false;
  const auto second = std::from_chars(first.ptr + 1, end, column);
  if (second.ec != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(second.ptr - text.data()));
  return true;
}

/// A slot's member is an object, or an array of them.
std::size_t item_count(json::View member) {
  if (member.is_array()) return member.size();
  return member.is_object() ? 1 : 0;
}
json::View item_at(json::View member, std::size_t index) {
  return member.is_array() ? member.at(index) : member;
}

}  // namespace

Locator parse_locator(std::string_view text) {
  Locator locator;
  if (!read_point(text, locator.line, locator.column)) return {};
  if (!text.starts_with('-')) {
    locator.end_line = locator.line;
    locator.end_column = locator.column;
    return locator;
  }
  text.remove_prefix(1);
  if (!read_point(text, locator.end_line, locator.end_column)) return {};
  return locator;
}

void Reader::fault(std::uint32_t line, std::string text) {
  faults_.push_back({base::Code::kContent, "A rule library is faulty.", std::move(text),
                     fmt::format("{}:{}", library_, line)});
}

const Expression* Reader::null_node(const Locator& locator) {
  return arena_.make<Expression>(find_node_type("Null"), json::View(), locator);
}

const Expression* Reader::read(json::View json, const Locator& outer, std::string_view only,
                               std::size_t depth) {
  Locator locator = parse_locator(json.string("locator"));
  if (locator.line == 0) locator = outer;
  if (depth > kMaxDepth) {
    fault(locator.line, fmt::format("expressions nested more than {} deep", kMaxDepth));
    return null_node(locator);
  }
  std::string_view name = json.string("type");
  if (name.empty()) name = only;
  if (!only.empty() && name != only) {
    fault(locator.line, fmt::format("{} where only {} may stand", name, only));
    return null_node(locator);
  }
  const NodeType* type = find_node_type(name);
  if (type == nullptr) {
    fault(locator.line,
          name.empty() ? "a node without a type" : fmt::format("unknown node {}", name));
    return null_node(locator);
  }
  if (!type->required.empty() && !json.find(type->required)) {
    fault(locator.line, fmt::format("{} without {}", name, type->required));
  }
  return arena_.make<Expression>(type, json, locator, read_children(*type, json, locator, depth));
}

std::span<const Child> Reader::read_children(const NodeType& type, json::View json,
                                             const Locator& locator, std::size_t depth) {
  std::size_t total = 0;
  for (const Slot& slot : type.slots) total += item_count(json.find(slot.name));
  const std::span<Child> children = arena_.array<Child>(total);
  std::size_t next = 0;
  for (std::size_t index = 0; index < type.slots.size(); ++index) {
    const Slot& slot = type.slots[index];
    const json::View member = json.find(slot.name);
    const std::size_t count = item_count(member);
    if (count < slot.min) {
      fault(locator.line, fmt::format("{} without {}", type.name, slot.name));
    } else if (slot.max != kUnbounded && count > slot.max) {
      fault(locator.line, fmt::format("{} with {} of {}", type.name, count, slot.name));
    }
    for (std::size_t i = 0; i < count; ++i) {
      children[next++] = {static_cast<std::uint8_t>(index),
                          read(item_at(member, i), locator, slot.only, depth + 1)};
    }
  }
  return children;
}

}  // namespace cramp::elm
