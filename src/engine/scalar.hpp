#pragma once
#include "engine/operator.hpp"

namespace cramp::engine {

/// The System value of a FHIR primitive (`FHIR.dateTime` -> DateTime, ...), also of one joined with
/// its id and extensions ({"value", "extension"}); null where there is none or its text is not of
/// the type. Any other value is returned as it is.
Value scalar(Context& context, const Value& value);

}  // namespace cramp::engine
