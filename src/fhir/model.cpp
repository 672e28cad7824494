#include "fhir/model.hpp"

#include <algorithm>
#include <iterator>

namespace cramp::fhir {

namespace {

#include "fhir/model_r4.inc"

constexpr TypeId kTypeCount = std::size(kTypes);

constexpr TypeId position(std::string_view name) {
  const auto* const found = std::lower_bound(
      std::begin(kTypes) + 1, std::end(kTypes), name,
      [](const TypeInfo& type, std::string_view wanted) { return type.name < wanted; });
  if (found == std::end(kTypes) || found->name != name) return kUnknownType;
  return static_cast<TypeId>(found - std::begin(kTypes));
}

constexpr TypeId kQuantity = position("Quantity");
constexpr TypeId kSimpleQuantity = position("SimpleQuantity");
constexpr TypeId kMoneyQuantity = position("MoneyQuantity");

}  // namespace

const TypeInfo& type_info(TypeId type) {
  return kTypes[type < kTypeCount ? type : kUnknownType];
}

TypeId find_type(std::string_view name) {
  return position(name);
}

const ElementInfo* find_element(TypeId type, std::string_view name) {
  for (; type != kUnknownType; type = type_info(type).base) {
    const auto& elements = type_info(type).elements;
    const auto found = std::ranges::find(elements, name, &ElementInfo::name);
    if (found != elements.end()) return &*found;
  }
  return nullptr;
}

bool is_subtype(TypeId type, TypeId ancestor) {
  if (ancestor == kSimpleQuantity || ancestor == kMoneyQuantity) ancestor = kQuantity;
  for (; type != kUnknownType; type = type_info(type).base) {
    if (type == ancestor) return true;
  }
  return false;
}

}  // namespace cramp::fhir
