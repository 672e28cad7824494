#pragma once
// Resolving the expressions of a plan to definitions of its libraries.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/package.hpp"

namespace cramp::rules {

/// For one plan. Remembers what was named, so that the data those definitions need can be found.
class Expressions {
 public:
  Expressions(const Package& package, std::string main_library, base::Faults& faults)
      : package_(package), main_library_(std::move(main_library)), faults_(faults) {}

  /// A FHIR Expression (CH-232: `text/cql-identifier` only). Nothing, and a fault, when it does not
  /// name a public definition. The id is 0 while the package could not be linked.
  std::optional<Expression> read(json::View expression, const std::string& where);

  const std::vector<QualifiedName>& used() const { return used_; }

 private:
  std::optional<QualifiedName> resolve(std::string_view name, const std::string& where);

  const Package& package_;
  std::string main_library_;
  base::Faults& faults_;
  std::vector<QualifiedName> used_;
};

}  // namespace cramp::rules
