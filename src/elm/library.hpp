#pragma once
// An ELM library (HL7 ELM r1, JSON form) read and checked, not yet linked to others.

#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "base/error.hpp"
#include "elm/expression.hpp"
#include "json/document.hpp"

namespace cramp::elm {

/// A type as a declaration gives it: a specifier node, or a QName where ELM allows the short form.
/// Both empty: not declared.
struct TypeRef {
  const Expression* specifier = nullptr;
  std::string_view name;

  explicit operator bool() const { return specifier != nullptr || !name.empty(); }
};

/// A reference to a definition: of this library when `library` (an include's alias) is empty.
struct Reference {
  std::string_view library, name;
};

struct UsingDef {
  std::string_view name, uri, version;
};
struct IncludeDef {
  std::string_view alias, library, version;
  Locator locator;
};
struct ParameterDef {
  std::string_view name;
  TypeRef type;
  const Expression* default_value = nullptr;
  Locator locator;
};
struct CodeSystemDef {
  std::string_view name, id, version;
};
struct ValueSetDef {
  std::string_view name, id, version;
  Locator locator;
};
struct CodeDef {
  std::string_view name, id, display;
  Reference system;
  Locator locator;
};
struct ConceptDef {
  std::string_view name, display;
  std::vector<Reference> codes;
  Locator locator;
};
struct OperandDef {
  std::string_view name;
  TypeRef type;
};

/// An ExpressionDef or a FunctionDef.
struct Statement {
  std::string_view name, context;
  bool is_function = false;
  bool is_public = true;
  bool is_external = false;
  std::vector<OperandDef> operands;
  const Expression* body = nullptr;  ///< null only of an external function
  Locator locator;
};

/// Owns the JSON and the tree made from it. Movable; views and nodes stay valid across a move.
struct Library {
  std::string_view name, version;
  bool complete = true;  ///< false: there were faults, so parts may be missing
  std::vector<UsingDef> usings;
  std::vector<IncludeDef> includes;
  std::vector<ParameterDef> parameters;
  std::vector<CodeSystemDef> code_systems;
  std::vector<ValueSetDef> value_sets;
  std::vector<CodeDef> codes;
  std::vector<ConceptDef> concepts;
  std::vector<Statement> statements;

  json::Document document;
  base::Arena arena;
};

/// With which limits ELM is parsed: it nests far deeper than patient data.
json::Limits json_limits();

/// Reads a library, with or without result types, bare or in a `{"library": …}` wrapper. Every
/// fault is added to `faults` (Code::kContent, where = "Library:line"): a CqlToElmError annotation
/// of severity error, an unknown node, a missing or surplus operand, a missing name, expressions
/// nested more than kMaxDepth deep. A library with faults is not `complete` and is not linked.
Library load(json::Document document, base::Faults& faults);

inline constexpr std::size_t kMaxDepth = 256;

}  // namespace cramp::elm
