#pragma once
#include "engine/program.hpp"

namespace cramp::engine {

/// A parameter's value from JSON in the form that write_json prints, by its declared type; without
/// one, by what the JSON is. Fails when it is not of the type.
Value parameter_value(Context& context, const ParameterPlan& parameter, json::View json);

}  // namespace cramp::engine
