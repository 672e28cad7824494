#pragma once
// What the ELM libraries of a package define and ask for, by name: the cross-checks need it also
// when the libraries cannot be linked.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "elm/library.hpp"

namespace cramp::rules {

/// "Library", "Definition".
using QualifiedName = std::pair<std::string, std::string>;

/// One ELM Retrieve.
struct Retrieve {
  std::string library;
  std::uint32_t line = 0;
  std::string type;           ///< "Observation"
  std::string code_property;  ///< empty: not filtered by code
  std::string value_set;      ///< canonical of the value set filtered by, or empty
  std::vector<std::pair<std::string, std::string>> codes;  ///< system and code, where filtered so

  friend bool operator<(const Retrieve& a, const Retrieve& b) {
    return std::tie(a.library, a.line, a.type, a.code_property, a.value_set, a.codes) <
           std::tie(b.library, b.line, b.type, b.code_property, b.value_set, b.codes);
  }
};

class LibraryIndex {
 public:
  /// Copies what it needs.
  void add(const elm::Library& library);

  bool has_library(std::string_view name) const;
  enum class Access { kMissing, kPrivate, kPublic };
  /// Of an expression definition; functions do not count.
  Access access(const QualifiedName& definition) const;
  /// "Definition" of the main library, or "Library.Definition"; nothing when there is no such name.
  std::optional<QualifiedName> resolve(std::string_view main_library, std::string_view name) const;
  /// The names that look most like it, for a message; possibly none.
  std::string similar(std::string_view main_library, std::string_view name) const;

  /// Every Retrieve that evaluating these definitions may run, through all that they refer to.
  std::set<Retrieve> retrieves(std::span<const QualifiedName> definitions) const;

 private:
  /// A name as an ELM node gives it: `alias` is that of an include, or empty.
  struct Name {
    std::string alias, name;
  };
  struct Filter {
    std::vector<Name> value_sets, codes;
    bool is_open = false;  ///< holds something whose codes are known only at run time
  };
  struct RawRetrieve {
    Retrieve known;
    bool is_filtered = false;
    Filter filter;
  };
  struct Definition {
    Access access = Access::kMissing;
    std::vector<Name> expressions, functions;  ///< that it refers to
    std::vector<RawRetrieve> retrieves;
  };
  struct CodeEntry {
    std::string code;
    Name system;
  };
  struct Entry {
    std::unordered_map<std::string, std::string> aliases, value_sets, code_systems;
    std::unordered_map<std::string, CodeEntry> codes;
    std::unordered_map<std::string, Definition> expressions;
    std::unordered_map<std::string, Definition> functions;  ///< all overloads of a name together
  };

  static void read(const elm::Expression& node, Definition& definition);
  static void read_retrieve(const elm::Expression& node, Definition& definition);
  static void read_filter(const elm::Expression& node, Filter& filter);

  /// The library that the name means, seen from `library`; nullptr when there is none.
  const Entry* owner(const std::string& library, const Name& name, std::string& owner_name) const;
  Retrieve finish(const std::string& library, const RawRetrieve& raw) const;

  std::unordered_map<std::string, Entry> libraries_;
};

}  // namespace cramp::rules
