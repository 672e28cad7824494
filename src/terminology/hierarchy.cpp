#include "terminology/hierarchy.hpp"

#include <algorithm>

namespace cramp::terminology {

namespace {

constexpr Hierarchy kHierarchies[] = {
    {"http://hl7.org/fhir/sid/icd-10-cm", true},
    {"http://hl7.org/fhir/sid/icd-10", true},
    {"http://www.whocc.no/atc", false},
};

}  // namespace

const Hierarchy* find_hierarchy(std::string_view system) {
  const auto* const found = std::ranges::find(kHierarchies, system, &Hierarchy::system);
  return found == std::end(kHierarchies) ? nullptr : found;
}

std::optional<std::string_view> without_dots(std::string_view code, CodeBuffer& buffer) {
  if (code.size() > kLongestCode) return std::nullopt;
  if (code.find('.') == std::string_view::npos) return code;
  auto* const end = std::remove_copy(code.begin(), code.end(), buffer.begin(), '.');
  return std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.begin()));
}

}  // namespace cramp::terminology
