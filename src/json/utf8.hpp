#pragma once
// Well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing past U+10FFFF.

#include <cstddef>
#include <string_view>

namespace cramp::json {

/// Bytes of the well-formed sequence at the start of `text`, 1 to 4; 0 when there is none.
std::size_t utf8_sequence(std::string_view text);

/// Offset of the first byte that a JSON text must not contain, or npos: what is not UTF-8, and the
/// control characters 0x1A to 0x1F, which RapidJSON's vectorised string scan lets pass.
std::size_t find_bad_byte(std::string_view text);

}  // namespace cramp::json
