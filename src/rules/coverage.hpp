#pragma once
#include <set>

#include "rules/library_index.hpp"
#include "rules/service.hpp"

namespace cramp::rules {

/// Proves that the data requirements of the service bring everything that its logic retrieves
/// (CH-021). A retrieve is covered by a requirement of its type without code filter, with the same
/// value set, or by several whose value sets together hold all its codes. A requirement's date
/// filter is the author's word and not checked.
void check_coverage(const Service& service, const std::set<Retrieve>& retrieves,
                    const terminology::Terminology& terminology, const std::string& where,
                    base::Faults& faults);

/// Faults for requirements of types that the logic never looks at (CH-046).
void check_needed(const Service& service, const std::set<Retrieve>& retrieves,
                  base::Faults& faults);

}  // namespace cramp::rules
