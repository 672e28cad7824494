#include "app/chart_search.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace cramp::app {

namespace {

using json::View;

/// Calls `visit` for each part between separators until it returns true; whether one did.
template <class Visit>
bool any_part(std::string_view text, char separator, const Visit& visit) {
  for (;;) {
    const auto end = text.find(separator);
    if (visit(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

/// "system|code" or "code" (FHIR R4 search, token).
bool coding_is(View coding, std::string_view token) {
  const auto bar = token.find('|');
  if (bar == std::string_view::npos) return coding.string("code") == token;
  return coding.string("system") == token.substr(0, bar) &&
         coding.string("code") == token.substr(bar + 1);
}

/// Percent-encoding undone, as an EHR's server does with a query (RFC 3986).
std::string decoded(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() &&
        std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool element_is(View element, std::string_view token) {
  if (element.is_string()) return element.text() == token;
  for (const View item : element.items()) {
    if (element_is(item, token)) return true;
  }
  for (const View coding : element.find("coding").items()) {
    if (coding_is(coding, token)) return true;
  }
  return false;
}

}  // namespace

bool is_found_by(std::string_view query, View resource) {
  constexpr std::array<std::string_view, 3> kTokens = {"code", "category", "status"};
  const auto parameters = query.find('?');
  if (parameters == std::string_view::npos) return true;
  return !any_part(query.substr(parameters + 1), '&', [&](std::string_view parameter) {
    const auto equals = parameter.find('=');
    const std::string_view name = parameter.substr(0, equals);
    if (std::find(kTokens.begin(), kTokens.end(), name) == kTokens.end()) return false;
    const View element = resource.find(name);
    const std::string value = decoded(parameter.substr(equals + 1));
    const bool excluded = element && !any_part(value, ',', [&](std::string_view token) {
                            return element_is(element, token);
                          });
    return excluded;
  });
}

}  // namespace cramp::app
