#pragma once
#include <array>
#include <string_view>

namespace cramp::net {

/// SHA-256.
std::array<unsigned char, 32> sha256(std::string_view text);

}  // namespace cramp::net
