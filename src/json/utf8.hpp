#pragma once
// Well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing past U+10FFFF.

#include <cstddef>
#include <string_view>

namespace cramp::json {

/// Bytes of the well-formed sequence at the start of `text`, 1 to 4; 0 when there is none.
std::size_t utf8_sequence(std::string_view text);

/// Offset of the first byte that is not part of a well-formed sequence, or npos.
std::size_t find_invalid_utf8(std::string_view text);

}  // namespace cramp::json
