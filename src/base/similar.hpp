#pragma once
#include <span>
#include <string>
#include <string_view>

namespace cramp::base {

/// For messages: "; did you mean \"a\" or \"b\"?" with at most three of the candidates that look
/// like `name`, the nearest first; empty when none does. Upper and lower case are alike.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace cramp::base
