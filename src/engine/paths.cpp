#include "engine/paths.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace cramp::engine {

namespace {

bool is_primitive(fhir::TypeId type) {
  return fhir::type_info(type).system != fhir::SystemType::kNone;
}

std::span<const ChoiceAccess> choices_of(const fhir::ElementInfo& element, base::Arena& arena) {
  const auto choices = arena.array<ChoiceAccess>(element.choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    std::string name(fhir::type_info(element.choices[i]).name);
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    choices[i] = {arena.copy(std::string(element.name) + name), element.choices[i],
                  is_primitive(element.choices[i])};
  }
  return choices;
}

Access::Kind kind_of(const fhir::ElementInfo& element) {
  if (!element.choices.empty()) return Access::Kind::kChoice;
  if (element.system != fhir::SystemType::kNone) return Access::Kind::kText;
  return element.is_list ? Access::Kind::kList : Access::Kind::kOne;
}

Access access_to(fhir::TypeId type, std::string_view name, base::Arena& arena) {
  if (name == "value" && is_primitive(type)) return {.kind = Access::Kind::kScalar};
  const fhir::ElementInfo* element = fhir::find_element(type, name);
  if (element == nullptr) return {};
  return {kind_of(*element), is_primitive(element->type),
          fhir::type_info(element->type).name == "Resource", element, choices_of(*element, arena)};
}

/// Adds the types of all elements, again and again until nothing new is found.
void close_over_elements(std::vector<fhir::TypeId>& types) {
  const auto add = [&types](fhir::TypeId type) {
    if (type != fhir::kUnknownType && std::ranges::find(types, type) == types.end()) {
      types.push_back(type);
    }
  };
  for (std::size_t i = 0; i < types.size(); ++i) {
    const fhir::TypeInfo& info = fhir::type_info(types[i]);
    add(info.base);
    for (const fhir::ElementInfo& element : info.elements) {
      add(element.type);
      // An extension may hold any type, but only the types that are read elsewhere matter.
      if (info.name == "Extension") continue;
      for (const fhir::TypeId choice : element.choices) add(choice);
    }
  }
}

}  // namespace

const Access& Path::find_unexpected(fhir::TypeId type, base::Arena& arena) const {
  Access access = access_to(type, name_, arena);
  access.place = place(type);
  return *arena.make<Access>(access);
}

const Path* PathTable::intern(std::string_view name) {
  const auto found = std::ranges::find(paths_, name, &Path::name);
  if (found != paths_.end()) return *found;
  paths_.push_back(arena_.make<Path>(name, static_cast<std::uint32_t>(paths_.size())));
  return paths_.back();
}

void PathTable::resolve(std::vector<fhir::TypeId> types) {
  close_over_elements(types);
  if (types.empty()) return;
  for (Path* path : paths_) fill(*path, types);
}

void PathTable::fill(Path& path, std::span<const fhir::TypeId> types) {
  const auto places = arena_.array<std::uint16_t>(std::ranges::max(types) + 1U);
  std::vector<Access> found = {Access{}};  // the first is shared by all types without the element
  places[fhir::kUnknownType] = 1;
  for (const fhir::TypeId type : types) {
    Access access = access_to(type, path.name(), arena_);
    access.place = path.place(type);
    if (access.kind != Access::Kind::kNone) found.push_back(access);
    places[type] = access.kind == Access::Kind::kNone ? std::uint16_t{1}
                                                      : static_cast<std::uint16_t>(found.size());
  }
  const auto accesses = arena_.array<Access>(found.size());
  std::ranges::copy(found, accesses.begin());
  path.places_ = places;
  path.accesses_ = accesses;
}

}  // namespace cramp::engine
