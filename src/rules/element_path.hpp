#pragma once
// Paths of dynamicValue: where in a drafted resource a computed value goes (FHIR R4
// PlanDefinition.action.dynamicValue.path, the simple subset without functions).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/value.hpp"
#include "fhir/model.hpp"
#include "json/value.hpp"

namespace cramp::rules {

/// A path that was checked against the R4 type table: every step is an element of its parent, a
/// list that is passed through has an index, an index stands only on a list.
struct ElementPath {
  struct Step {
    std::string name;  ///< JSON member; of an open choice at the end: without the type
    bool is_list = false;
    bool has_index = false;
    std::size_t index = 0;
  };
  std::vector<Step> steps;
  fhir::TypeId type = fhir::kUnknownType;  ///< of the last step; unknown: an open choice
  std::span<const fhir::TypeId> choices;   ///< of an open choice
};

/// `reasonCode[0]`, `note[0].text`, `code.coding[0].display`, `occurrence` (the value decides the
/// type) or `occurrenceDateTime`. The error says which step is wrong and what would be right.
base::Result<ElementPath> compile_path(std::string_view text, fhir::TypeId resource_type);

/// Puts the value there, creating what is missing above it. A Code becomes a CodeableConcept where
/// the element is one; a single value becomes the one item of a list; an index past the end
/// appends, since FHIR has no holes in lists. Null leaves the resource as it is. A value that
/// cannot be of the element's type is an error and changes nothing.
base::Status set_element(json::Value& resource, const ElementPath& path,
                         const engine::Value& value);

}  // namespace cramp::rules
