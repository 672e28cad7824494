#pragma once
// A CQL value as the FHIR JSON of one element.

#include <span>
#include <string>

#include "base/result.hpp"
#include "engine/value.hpp"
#include "fhir/model.hpp"
#include "json/value.hpp"

namespace cramp::rules {

struct TypedJson {
  json::Value json;
  fhir::TypeId type = fhir::kUnknownType;
};

/// `value`, not null and no list, as an element of `type`; or of whichever of `choices` fits when
/// `type` is unknown. A Code fits a CodeableConcept, a Coding and a code; a Date a dateTime; a
/// String every primitive that is written as text. An error says what does not fit.
base::Result<TypedJson> fhir_element(const engine::Value& value, fhir::TypeId type,
                                     std::span<const fhir::TypeId> choices);

}  // namespace cramp::rules
