#pragma once
#include <cstddef>
#include <string_view>

namespace cramp::rules {

/// Length of UTF-8 text in UTF-16 units: what a JavaScript client counts; never less than the
/// number of code points.
constexpr std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

/// A title must stay below this, in code points and in UTF-16 units (CH-099).
inline constexpr std::size_t kTitleLimit = 140;

}  // namespace cramp::rules
