#include "rules/expressions.hpp"

#include <fmt/format.h>

namespace cramp::rules {

std::optional<QualifiedName> Expressions::resolve(std::string_view name, const std::string& where) {
  auto found = package_.names.resolve(main_library_, name);
  if (!found) {
    const std::string similar = package_.names.similar(main_library_, name);
    faults_.push_back(
        content_fault(where, fmt::format("library {} has no definition \"{}\"{}{}", main_library_,
                                         name, similar.empty() ? "" : "; it has ", similar)));
    return std::nullopt;
  }
  if (package_.names.access(*found) == LibraryIndex::Access::kPrivate) {
    faults_.push_back(
        content_fault(where, fmt::format("definition {}.\"{}\" is private; make it public",
                                         found->first, found->second)));
    return std::nullopt;
  }
  return found;
}

std::optional<Expression> Expressions::read(json::View expression, const std::string& where) {
  const std::string_view language = expression.string("language");
  const std::string_view name = expression.string("expression");
  if (language != "text/cql-identifier") {
    faults_.push_back(content_fault(
        where + ".language",
        fmt::format("is \"{}\"; put the logic into a CQL definition and name it here with language "
                    "text/cql-identifier",
                    language)));
    return std::nullopt;
  }
  if (name.empty()) {
    faults_.push_back(content_fault(where + ".expression", "is missing; name a CQL definition"));
    return std::nullopt;
  }
  const auto found = resolve(name, where + ".expression");
  if (!found) return std::nullopt;
  used_.push_back(*found);
  Expression result;
  result.name = found->first + "." + found->second;
  if (package_.program != nullptr) {
    const auto id = package_.program->find(found->first, found->second);
    if (!id) {
      faults_.push_back(content_fault(where + ".expression", "is known but was not linked"));
      return std::nullopt;
    }
    result.id = *id;
  }
  return result;
}

}  // namespace cramp::rules
