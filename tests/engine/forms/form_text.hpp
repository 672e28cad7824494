#pragma once
// ELM written short, for the cases of the engine's forms:
//   If(condition: true, then: 1)         a node of that type, its members by name
//   And(true, null)                      members without a name are operands
//   {alias: "A", expression: L[1, 2]}    an object without a type; L[] is a List of elements
//   [a, b]  "text"  yes  no              JSON: array, string, true, false
//   1 2L 1.5 'it' true null 5 'mg' @2024-02-29 @T10:30   literals
//   $Integer %Patient                    names of System's and FHIR's types

#include <string>
#include <string_view>

namespace cramp::engine::cases {

/// The ELM at the beginning of `text` as JSON, and takes it off. Throws std::runtime_error where
/// the text is none.
std::string take_elm(std::string_view& text);

}  // namespace cramp::engine::cases
