#pragma once
#include <optional>

#include "rules/package.hpp"

namespace cramp::rules {

/// A PlanDefinition as a Service, with every cross-check of docs/content.md. What is faulty is left
/// out of the result, so that further checks can run on the rest.
Service read_plan(const ContentFile& plan, const Package& package, base::Faults& faults);

}  // namespace cramp::rules
