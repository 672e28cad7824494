// Code, Concept and references to codes, concepts, code systems and value sets: known at link.

#include <fmt/core.h>

#include <array>

#include "engine/compiler.hpp"

namespace cramp::engine {

namespace {

std::string_view present(std::string_view text) {
  return text.empty() ? std::string_view() : text;
}

/// Finds what `name` and `libraryName` of a reference point to, with one of the linker's look-ups.
template <class Found>
const Found* resolve(Compiler& compiler, const elm::Expression& reference,
                     const Found* (Linker::*look_up)(std::uint32_t, std::string_view)) {
  const auto owner =
      compiler.linker().library(compiler.library(), reference.attribute("libraryName"));
  const Found* found =
      owner ? (compiler.linker().*look_up)(*owner, reference.attribute("name")) : nullptr;
  if (found == nullptr) {
    compiler.fault(reference, fmt::format("\"{}\" does not resolve", reference.attribute("name")));
  }
  return found;
}

const Node* compile_code_ref(Compiler& compiler, const elm::Expression& expression) {
  const Code* found = resolve(compiler, expression, &Linker::code);
  return compiler.constant(expression, found == nullptr ? Value() : Value::code(found));
}

const Node* compile_concept_ref(Compiler& compiler, const elm::Expression& expression) {
  const Concept* found = resolve(compiler, expression, &Linker::concept_);
  return compiler.constant(expression, found == nullptr ? Value() : Value::concept_(found));
}

const Node* compile_code_system_ref(Compiler& compiler, const elm::Expression& expression) {
  const CodeSystemRef* found = resolve(compiler, expression, &Linker::code_system);
  return compiler.constant(expression, found == nullptr ? Value() : Value::code_system(found));
}

/// A value set that is defined and not loaded is a fault where it is first used.
bool is_unloaded(Compiler& compiler, const elm::Expression& reference) {
  Linker& linker = compiler.linker();
  const auto owner = linker.library(compiler.library(), reference.attribute("libraryName"));
  const std::string_view name = reference.attribute("name");
  if (!owner || linker.value_set(*owner, name) != nullptr) return false;
  const std::string_view url = linker.value_set_url(*owner, name);
  if (!url.empty() && linker.misses(url)) {
    compiler.fault(reference, fmt::format("value set \"{}\" is not loaded: {}", name, url));
  }
  return !url.empty();
}

const Node* compile_value_set_ref(Compiler& compiler, const elm::Expression& expression) {
  if (is_unloaded(compiler, expression)) return compiler.constant(expression, Value());
  const ValueSetRef* found = resolve(compiler, expression, &Linker::value_set);
  return compiler.constant(expression, found == nullptr ? Value() : Value::value_set(found));
}

std::optional<Code> inline_code(Compiler& compiler, const elm::Expression& expression) {
  const elm::Expression* system = expression.child("system");
  if (system == nullptr) return std::nullopt;
  const CodeSystemRef* found = resolve(compiler, *system, &Linker::code_system);
  if (found == nullptr) return std::nullopt;
  return Code{expression.attribute("code"), found->url, found->version,
              present(expression.attribute("display"))};
}

const Node* compile_code(Compiler& compiler, const elm::Expression& expression) {
  const auto code = inline_code(compiler, expression);
  return compiler.constant(expression, code ? Value::code(compiler.data(*code)) : Value());
}

const Node* compile_concept(Compiler& compiler, const elm::Expression& expression) {
  const auto codes = compiler.arena().array<Code>(expression.children.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (const auto code = inline_code(compiler, *expression.children[i].node)) codes[i] = *code;
  }
  const Concept value{codes, present(expression.attribute("display"))};
  return compiler.constant(expression, Value::concept_(compiler.data(value)));
}

constexpr auto kForms = std::to_array<Form>({
    {"Code", compile_code},
    {"CodeRef", compile_code_ref},
    {"CodeSystemRef", compile_code_system_ref},
    {"Concept", compile_concept},
    {"ConceptRef", compile_concept_ref},
    {"ValueSetRef", compile_value_set_ref},
});

}  // namespace

std::span<const Form> terminology_forms() {
  return kForms;
}

}  // namespace cramp::engine
