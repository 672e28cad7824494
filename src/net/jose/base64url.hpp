#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cramp::net::jose {

/// RFC 4648 §5 without padding, as RFC 7515 §2 has it. Nothing for any other character, for a
/// length that no bytes have, and for left-over bits that are not zero: so each value has one text.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace cramp::net::jose
