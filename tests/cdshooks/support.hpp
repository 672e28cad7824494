#pragma once
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace cramp::cdshooks::test {

/// A parsed text that keeps itself alive; fails the test when it is not JSON.
class Json {
 public:
  explicit Json(std::string text);
  json::View root() const { return document_.root(); }
  operator json::View() const { return root(); }  // NOLINT(*-explicit-*)

 private:
  json::Document document_;
};

/// `text` with every `from` replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// The text between double quotes.
std::string in_quotes(std::string_view text);

/// True when some value is null or empty, other than an empty `cards` or `services` (CH-005,
/// CH-006).
bool has_empty_value(json::View value);

}  // namespace cramp::cdshooks::test
