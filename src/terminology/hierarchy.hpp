#pragma once
// Code systems whose codes tell by their prefix what they belong to. Internal to terminology.

#include <array>
#include <optional>
#include <string_view>

namespace cramp::terminology {

struct Hierarchy {
  std::string_view system;
  bool dotted;  ///< R25.2 is also written R252
};

/// nullptr for every other code system.
const Hierarchy* find_hierarchy(std::string_view system);

/// Longer codes belong to no hierarchical system.
inline constexpr std::size_t kLongestCode = 32;
using CodeBuffer = std::array<char, kLongestCode>;

/// The code without its dots, in `buffer` where there are some; nothing when the code is too long.
std::optional<std::string_view> without_dots(std::string_view code, CodeBuffer& buffer);

}  // namespace cramp::terminology
