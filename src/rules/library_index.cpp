#include "rules/library_index.hpp"

#include <algorithm>
#include <cctype>
#include <deque>

namespace cramp::rules {

namespace {

std::string text_of(std::string_view view) {
  return std::string(view);
}

/// Letters and digits in lower case: names that differ in nothing else are easily mistyped.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) out += static_cast<char>(std::tolower(byte));
  }
  return out;
}

}  // namespace

void LibraryIndex::read_filter(const elm::Expression& node, Filter& filter) {
  const Name name{text_of(node.attribute("libraryName")), text_of(node.attribute("name"))};
  if (node.is("ValueSetRef")) {
    filter.value_sets.push_back(name);
  } else if (node.is("CodeRef")) {
    filter.codes.push_back(name);
  } else if (node.is("ToList") || node.is("List") || node.is("ExpandValueSet")) {
    for (const elm::Child& child : node.children) read_filter(*child.node, filter);
  } else {
    filter.is_open = true;
  }
}

void LibraryIndex::read_retrieve(const elm::Expression& node, Definition& definition) {
  RawRetrieve raw;
  raw.known.line = node.locator.line;
  raw.known.type = text_of(elm::qname(node.attribute("dataType")).name);
  if (const elm::Expression* codes = node.child("codes")) {
    raw.known.code_property = text_of(node.attribute("codeProperty"));
    raw.is_filtered = true;
    read_filter(*codes, raw.filter);
  }
  definition.retrieves.push_back(std::move(raw));
}

void LibraryIndex::read(const elm::Expression& node, Definition& definition) {
  const auto name = [&] {
    return Name{text_of(node.attribute("libraryName")), text_of(node.attribute("name"))};
  };
  if (node.is("ExpressionRef")) definition.expressions.push_back(name());
  if (node.is("FunctionRef")) definition.functions.push_back(name());
  if (node.is("Retrieve")) read_retrieve(node, definition);
  for (const elm::Child& child : node.children) read(*child.node, definition);
}

void LibraryIndex::add(const elm::Library& library) {
  Entry& entry = libraries_[text_of(library.name)];
  for (const elm::IncludeDef& include : library.includes) {
    entry.aliases[text_of(include.alias)] = text_of(include.library);
  }
  for (const elm::ValueSetDef& set : library.value_sets) {
    entry.value_sets[text_of(set.name)] = text_of(set.id);
  }
  for (const elm::CodeSystemDef& system : library.code_systems) {
    entry.code_systems[text_of(system.name)] = text_of(system.id);
  }
  for (const elm::CodeDef& code : library.codes) {
    entry.codes[text_of(code.name)] = {text_of(code.id),
                                       {text_of(code.system.library), text_of(code.system.name)}};
  }
  for (const elm::Statement& statement : library.statements) {
    auto& definitions = statement.is_function ? entry.functions : entry.expressions;
    Definition& definition = definitions[text_of(statement.name)];
    definition.access = statement.is_public ? Access::kPublic : Access::kPrivate;
    if (statement.body != nullptr) read(*statement.body, definition);
  }
}

bool LibraryIndex::has_library(std::string_view name) const {
  return libraries_.contains(std::string(name));
}

LibraryIndex::Access LibraryIndex::access(const QualifiedName& definition) const {
  const auto library = libraries_.find(definition.first);
  if (library == libraries_.end()) return Access::kMissing;
  const auto found = library->second.expressions.find(definition.second);
  return found == library->second.expressions.end() ? Access::kMissing : found->second.access;
}

std::optional<QualifiedName> LibraryIndex::resolve(std::string_view main_library,
                                                   std::string_view name) const {
  QualifiedName own{std::string(main_library), std::string(name)};
  if (access(own) != Access::kMissing) return own;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
       dot = name.find('.', dot + 1)) {
    QualifiedName other{std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
    if (access(other) != Access::kMissing) return other;
  }
  return std::nullopt;
}

std::string LibraryIndex::similar(std::string_view main_library, std::string_view name) const {
  const std::size_t dot = name.find('.');
  const bool is_qualified = dot != std::string_view::npos && has_library(name.substr(0, dot));
  const std::string library(is_qualified ? name.substr(0, dot) : main_library);
  const std::string wanted = folded(is_qualified ? name.substr(dot + 1) : name);
  const auto entry = libraries_.find(library);
  if (entry == libraries_.end()) return {};
  std::set<std::string> found;
  for (const auto& [other, definition] : entry->second.expressions) {
    const std::string candidate = folded(other);
    const bool contains = !wanted.empty() && !candidate.empty() &&
                          (candidate.find(wanted) != std::string::npos ||
                           wanted.find(candidate) != std::string::npos);
    if (contains && definition.access == Access::kPublic) found.insert(other);
  }
  std::string text;
  for (const std::string& other : found) text += (text.empty() ? "" : ", ") + other;
  return text;
}

const LibraryIndex::Entry* LibraryIndex::owner(const std::string& library, const Name& name,
                                               std::string& owner_name) const {
  owner_name = library;
  const auto own = libraries_.find(library);
  if (own == libraries_.end()) return nullptr;
  if (name.alias.empty()) return &own->second;
  const auto alias = own->second.aliases.find(name.alias);
  if (alias == own->second.aliases.end()) return nullptr;
  owner_name = alias->second;
  const auto other = libraries_.find(owner_name);
  return other == libraries_.end() ? nullptr : &other->second;
}

Retrieve LibraryIndex::finish(const std::string& library, const RawRetrieve& raw) const {
  Retrieve retrieve = raw.known;
  retrieve.library = library;
  const auto unfiltered = [&] {
    retrieve.code_property.clear();
    retrieve.codes.clear();
    return retrieve;
  };
  if (!raw.is_filtered) return retrieve;
  const Filter& filter = raw.filter;
  if (filter.is_open || filter.value_sets.size() + filter.codes.size() == 0) return unfiltered();
  std::string place;
  if (!filter.value_sets.empty()) {
    const Entry* entry = owner(library, filter.value_sets.front(), place);
    if (entry == nullptr || filter.value_sets.size() > 1 || !filter.codes.empty()) {
      return unfiltered();
    }
    const auto found = entry->value_sets.find(filter.value_sets.front().name);
    if (found == entry->value_sets.end()) return unfiltered();
    retrieve.value_set = found->second;
    return retrieve;
  }
  for (const Name& name : filter.codes) {
    const Entry* entry = owner(library, name, place);
    if (entry == nullptr || !entry->codes.contains(name.name)) return unfiltered();
    const CodeEntry& code = entry->codes.at(name.name);
    std::string system_place;
    const Entry* systems = owner(place, code.system, system_place);
    if (systems == nullptr || !systems->code_systems.contains(code.system.name)) {
      return unfiltered();
    }
    retrieve.codes.emplace_back(systems->code_systems.at(code.system.name), code.code);
  }
  return retrieve;
}

std::set<Retrieve> LibraryIndex::retrieves(std::span<const QualifiedName> definitions) const {
  struct Work {
    std::string library, name;
    bool is_function = false;
    bool operator<(const Work& other) const {
      return std::tie(library, name, is_function) <
             std::tie(other.library, other.name, other.is_function);
    }
  };
  std::set<Work> seen;
  std::deque<Work> open;
  const auto visit = [&](Work work) {
    if (seen.insert(work).second) open.push_back(std::move(work));
  };
  for (const QualifiedName& name : definitions) visit({name.first, name.second, false});

  std::set<Retrieve> found;
  for (; !open.empty(); open.pop_front()) {
    const Work work = open.front();
    const auto library = libraries_.find(work.library);
    if (library == libraries_.end()) continue;
    const auto& table = work.is_function ? library->second.functions : library->second.expressions;
    const auto definition = table.find(work.name);
    if (definition == table.end()) continue;
    for (const RawRetrieve& raw : definition->second.retrieves) {
      found.insert(finish(work.library, raw));
    }
    std::string place;
    for (const Name& name : definition->second.expressions) {
      if (owner(work.library, name, place) != nullptr) visit({place, name.name, false});
    }
    for (const Name& name : definition->second.functions) {
      if (owner(work.library, name, place) != nullptr) visit({place, name.name, true});
    }
  }
  return found;
}

}  // namespace cramp::rules
