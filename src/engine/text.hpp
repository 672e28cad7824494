#pragma once
// Strings as CQL sees them. Positions and lengths count Unicode code points: the reference engines
// count UTF-16 units, which differs only outside the Basic Multilingual Plane, and a code point is
// never split. Texts are valid UTF-8 (the JSON reader has checked it).

#include <cstddef>
#include <string>
#include <string_view>

namespace cramp::engine {

/// Bytes of the code point that begins at `text[0]`; `text` is not empty.
std::size_t code_point_bytes(std::string_view text);
std::size_t code_points(std::string_view text);
/// Byte offset of the code point at `index`; text.size() when there are not that many.
std::size_t byte_offset(std::string_view text, std::size_t index);

std::string upper(std::string_view text);
std::string lower(std::string_view text);

/// CQL Equivalent of strings: case is ignored (Unicode case folding), all white space is alike.
bool equivalent_text(std::string_view a, std::string_view b);

}  // namespace cramp::engine
