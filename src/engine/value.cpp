#include "engine/value.hpp"

#include <array>

namespace cramp::engine {

std::string_view name(Kind kind) {
  static constexpr std::array<std::string_view, 21> kNames = {
      "Null",       "Boolean",  "Integer",   "Long",  "Decimal", "String",  "Date",
      "DateTime",   "Time",     "Quantity",  "Ratio", "Code",    "Concept", "ValueSet",
      "CodeSystem", "Interval", "Uncertain", "List",  "Tuple",   "Element", "Instance"};
  static_assert(kNames.size() == static_cast<std::size_t>(Kind::kInstance) + 1);
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace cramp::engine
