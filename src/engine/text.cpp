#include "engine/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

namespace cramp::engine {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The white space of the CQL grammar becomes one character.
char plain_space(char c) {
  return c == '\t' || c == '\r' || c == '\n' ? ' ' : c;
}

std::string folded(std::string_view text) {
  utf8proc_uint8_t* out = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &out, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
  std::string result =
      size < 0 ? std::string(text)
               : std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  std::transform(result.begin(), result.end(), result.begin(), plain_space);
  return result;
}

std::string mapped(std::string_view text, utf8proc_int32_t (*map)(utf8proc_int32_t)) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    utf8proc_int32_t code_point = -1;
    const utf8proc_ssize_t read =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (read <= 0) return result.append(text);
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t written = utf8proc_encode_char(map(code_point), bytes);
    result.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(written));
    text.remove_prefix(static_cast<std::size_t>(read));
  }
  return result;
}

}  // namespace

std::size_t code_point_bytes(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (text[size] & 0xC0) == 0x80) ++size;
  return size;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::size_t byte_offset(std::string_view text, std::size_t index) {
  std::size_t offset = 0;
  for (; index > 0 && offset < text.size(); --index) {
    offset += code_point_bytes(text.substr(offset));
  }
  return index > 0 ? text.size() : offset;
}

// Unicode's full mapping of the one letter of living languages that becomes two.
std::string upper(std::string_view text) {
  constexpr std::string_view kSharpS = "\u00DF";
  std::string spread(text);
  for (auto at = spread.find(kSharpS); at != std::string::npos; at = spread.find(kSharpS, at)) {
    spread.replace(at, kSharpS.size(), "SS");
  }
  return mapped(spread, &utf8proc_toupper);
}

std::string lower(std::string_view text) {
  if (is_ascii(text)) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), ascii_lower);
    return result;
  }
  return mapped(text, &utf8proc_tolower);
}

bool equivalent_text(std::string_view a, std::string_view b) {
  if (!is_ascii(a) || !is_ascii(b)) return folded(a) == folded(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return ascii_lower(plain_space(x)) == ascii_lower(plain_space(y));
  });
}

}  // namespace cramp::engine
