#pragma once
#include "engine/operator.hpp"

namespace cramp::engine {

/// The System value of a FHIR primitive (`FHIR.dateTime` -> DateTime, ...), also of one joined with
/// its id and extensions ({"value", "extension"}); null where there is none or its text is not of
/// the type; an element of another type stays as it is.
Value scalar_of_element(Context& context, const Value& element);

/// The same for any value; what is not an element is returned as it is.
inline Value scalar(Context& context, const Value& value) {
  return value.is(Kind::kElement) ? scalar_of_element(context, value) : value;
}

}  // namespace cramp::engine
