#pragma once
#include <memory>

#include "rules/expressions.hpp"
#include "rules/package.hpp"

namespace cramp::rules {

/// An ActivityDefinition with its expressions resolved as `expressions` does. nullptr, and a fault,
/// when its kind cannot be drafted; other faults leave the Activity incomplete.
std::shared_ptr<const Activity> read_activity(const ContentFile& file, Expressions& expressions,
                                              base::Faults& faults);

/// The dynamicValues that go into a resource of `kind`; `skipped` paths are someone else's.
/// `prefix` names the element for messages and ends in ':' or '.'.
std::vector<DynamicValue> read_dynamic_values(json::View element, std::string_view kind,
                                              std::span<const std::string_view> skipped,
                                              const std::string& prefix, Expressions& expressions,
                                              base::Faults& faults);

}  // namespace cramp::rules
