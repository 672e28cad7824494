#pragma once
#include <string>
#include <string_view>

#include "json/writer.hpp"

namespace cramp::cdshooks {

/// Appends a JSON string.
inline void append_string(std::string& out, std::string_view text) {
  json::Node node;
  node.type = json::Type::kString;
  node.size = static_cast<std::uint32_t>(text.size());
  node.text = text.data();
  json::write_to(out, json::View(&node));
}

/// Appends `"name":"text"`, with a comma before it where another member or item precedes. `name` is
/// a literal that needs no escaping. Nothing when the text is empty.
inline void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty() && out.back() != '{' && out.back() != '[') out += ',';
  out.append("\"").append(name).append("\":");
  append_string(out, text);
}

}  // namespace cramp::cdshooks
