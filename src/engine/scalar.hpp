#pragma once
#include "engine/operator.hpp"

namespace cramp::engine {

/// The System value of a FHIR primitive (`FHIR.dateTime` -> DateTime, ...), null where its text is
/// not of the type. Any other value is returned as it is.
Value scalar(Context& context, const Value& value);

}  // namespace cramp::engine
