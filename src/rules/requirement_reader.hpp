#pragma once
#include <vector>

#include "rules/package.hpp"

namespace cramp::rules {

/// The dataRequirements of a Library resource (docs/content.md, "Data requirements").
std::vector<DataRequirement> read_requirements(const ContentFile& library,
                                               const terminology::Terminology& terminology,
                                               base::Faults& faults);

}  // namespace cramp::rules
