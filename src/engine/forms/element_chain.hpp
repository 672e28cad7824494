#pragma once
// Elements of elements with casts between, as `(R.effective as FHIR.dateTime).value`: read step by
// step in one node. Inside the engine only.

#include "engine/compiler.hpp"

namespace cramp::engine {

/// The element of `source` at a path of one name.
const Node* element_of(Compiler& compiler, const elm::Expression& expression, const Node* source,
                       const Path* path);

/// `source` where it is of the type, else null.
const Node* cast_to(Compiler& compiler, const elm::Expression& expression, const Node* source,
                    const Type* type);

}  // namespace cramp::engine
