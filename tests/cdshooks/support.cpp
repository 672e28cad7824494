#include "support.hpp"

#include <gtest/gtest.h>

namespace cramp::cdshooks::test {

Json::Json(std::string text) {
  auto parsed = json::parse(std::move(text));
  if (parsed) {
    document_ = std::move(parsed).value();
  } else {
    ADD_FAILURE() << "not JSON: " << parsed.error().public_text;
  }
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  out.append(text).append("\"");
  return out;
}

bool has_empty_value(json::View value) {
  if (value.is_null() || (value.is_string() && value.text().empty())) return true;
  if ((value.is_array() || value.is_object()) && value.size() == 0) return true;
  for (const json::View item : value.items()) {
    if (has_empty_value(item)) return true;
  }
  for (const auto [name, member] : value.members()) {
    const bool may_be_empty = (name == "cards" || name == "services") && member.is_array();
    if ((!may_be_empty || member.size() > 0) && has_empty_value(member)) return true;
  }
  return false;
}

}  // namespace cramp::cdshooks::test
