#include "fhir/reference.hpp"

namespace cramp::fhir {

namespace {

constexpr std::string_view kHistory = "/_history/";

bool is_type_name(std::string_view text) {
  return !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
}

}  // namespace

ReferenceParts parse_reference(std::string_view reference) {
  if (reference.starts_with('#')) return {.type = {}, .id = reference.substr(1), .contained = true};
  if (reference.starts_with("urn:")) {
    return {.type = {}, .id = reference.substr(reference.rfind(':') + 1), .urn = true};
  }
  const std::size_t history = reference.rfind(kHistory);
  if (history != std::string_view::npos) reference = reference.substr(0, history);
  if (reference.find('?') != std::string_view::npos) return {};
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos || slash + 1 == reference.size()) return {};
  std::string_view type = reference.substr(0, slash);
  if (const std::size_t before = type.rfind('/'); before != std::string_view::npos) {
    type.remove_prefix(before + 1);
  }
  if (!is_type_name(type)) return {};
  return {.type = type, .id = reference.substr(slash + 1)};
}

}  // namespace cramp::fhir
