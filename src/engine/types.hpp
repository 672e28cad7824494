#pragma once
// CQL type specifiers as the evaluator uses them: for Is, As, function overloads and parameters.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.hpp"
#include "elm/library.hpp"
#include "engine/value.hpp"

namespace cramp::engine {

struct Type {
  enum class Form : std::uint8_t { kAny, kSystem, kFhir, kList, kInterval, kChoice, kTuple };

  Form form = Form::kAny;
  Kind kind = Kind::kNull;                  ///< kSystem
  fhir::TypeId fhir = fhir::kUnknownType;   ///< kFhir
  std::string_view name = {};               ///< kSystem, kFhir: local name
  std::span<const Type* const> parts = {};  ///< item type, point type, choices, or tuple elements
  std::span<const std::string_view> names = {};  ///< kTuple
};

/// Nothing when the specifier is of a model that the engine does not have, or ill-formed.
const Type* read_type(base::Arena& arena, const elm::TypeRef& type);
/// The type an expression node names, in either form: ("asTypeSpecifier", "asType"). Nothing also
/// when it names none.
const Type* read_type(base::Arena& arena, const elm::Expression& node, std::string_view specifier,
                      std::string_view short_form);

/// Kind of a System type by its local name ("Integer"); nothing when there is none of that name.
std::optional<Kind> system_kind(std::string_view name);

/// Null is of every type. Lists and intervals are looked into.
bool is_a(const Value& value, const Type& type);
/// True when both specifiers say the same.
bool same(const Type& a, const Type& b);
/// True when every value of `a` is of type `b`, as far as the specifiers tell.
bool is_subtype(const Type& a, const Type& b);
/// "List<FHIR.Coding>"
std::string text(const Type& type);

}  // namespace cramp::engine
