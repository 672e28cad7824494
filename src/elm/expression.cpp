#include "elm/expression.hpp"

#include <algorithm>

namespace cramp::elm {

std::span<const Child> Expression::all(std::string_view slot) const {
  const auto named = [&](const Child& child) { return type->slots[child.slot].name == slot; };
  const auto first = std::ranges::find_if(children, named);
  const auto last = std::find_if_not(first, children.end(), named);
  return {first, last};
}

const Expression* Expression::child(std::string_view slot) const {
  const auto found = all(slot);
  return found.empty() ? nullptr : found.front().node;
}

QName qname(std::string_view text) {
  if (!text.starts_with('{')) return {{}, text};
  const std::size_t close = text.find('}');
  if (close == std::string_view::npos) return {{}, text};
  return {text.substr(1, close - 1), text.substr(close + 1)};
}

}  // namespace cramp::elm
