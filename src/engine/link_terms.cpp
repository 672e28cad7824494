// Code systems, value sets, codes and concepts that a library defines.

#include <fmt/core.h>

#include <algorithm>

#include "engine/linker.hpp"

namespace cramp::engine {

namespace {

template <class Definition>
const Definition* find_named(const std::vector<Definition>& definitions, std::string_view name) {
  const auto found = std::ranges::find(definitions, name, &Definition::name);
  return found == definitions.end() ? nullptr : &*found;
}

/// Text that is absent in the ELM has no data().
std::string_view present(std::string_view text) {
  return text.empty() ? std::string_view() : text;
}

}  // namespace

const CodeSystemRef* Linker::code_system(std::uint32_t library, std::string_view name) {
  const auto* found = find_named(program_.libraries[library].code_systems, name);
  if (found == nullptr) return nullptr;
  return program_.arena.make<CodeSystemRef>(found->id, present(found->version), found->name);
}

std::string_view Linker::value_set_url(std::uint32_t library, std::string_view name) const {
  const auto* found = find_named(program_.libraries[library].value_sets, name);
  return found == nullptr ? std::string_view() : found->id;
}

const ValueSetRef* Linker::value_set(std::uint32_t library, std::string_view name) {
  const auto* found = find_named(program_.libraries[library].value_sets, name);
  if (found == nullptr) return nullptr;
  const std::string canonical = found->version.empty()
                                    ? std::string(found->id)
                                    : fmt::format("{}|{}", found->id, found->version);
  const auto id = program_.terminology->find(canonical);
  if (!id) return nullptr;
  return program_.arena.make<ValueSetRef>(*id, found->id, present(found->version), found->name);
}

const Code* Linker::code(std::uint32_t library_index, std::string_view name) {
  const auto* found = find_named(program_.libraries[library_index].codes, name);
  if (found == nullptr) return nullptr;
  const auto owner = library(library_index, found->system.library);
  const CodeSystemRef* system = owner ? code_system(*owner, found->system.name) : nullptr;
  if (system == nullptr) return nullptr;
  return program_.arena.make<Code>(found->id, system->url, system->version,
                                   present(found->display));
}

const Concept* Linker::concept_(std::uint32_t library_index, std::string_view name) {
  const auto* found = find_named(program_.libraries[library_index].concepts, name);
  if (found == nullptr) return nullptr;
  const auto codes = program_.arena.array<Code>(found->codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto owner = library(library_index, found->codes[i].library);
    const Code* one = owner ? code(*owner, found->codes[i].name) : nullptr;
    if (one == nullptr) return nullptr;
    codes[i] = *one;
  }
  return program_.arena.make<Concept>(codes, present(found->display));
}

}  // namespace cramp::engine
