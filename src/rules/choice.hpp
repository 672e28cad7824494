#pragma once
#include <cctype>
#include <string>
#include <string_view>

#include "fhir/model.hpp"

namespace cramp::rules {

/// The JSON member of a choice element in one of its forms: ("occurrence", dateTime) ->
/// "occurrenceDateTime".
inline std::string choice_member(std::string_view element, fhir::TypeId type) {
  std::string suffix(fhir::type_info(type).name);
  if (!suffix.empty()) {
    suffix[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(suffix[0])));
  }
  return std::string(element) + suffix;
}

}  // namespace cramp::rules
