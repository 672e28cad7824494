#pragma once
// Value sets and code systems: is this code in that set?

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "json/document.hpp"

namespace cramp::terminology {

/// Index of a loaded value set.
using ValueSetId = std::uint32_t;

/// All value sets a package knows. Built once (add_value_set... then freeze), then immutable and
/// read by any thread. One hash look-up of (system, code) answers for all value sets together, so a
/// coding of the patient's is looked up once and not once per value set.
class Terminology {
 public:
  Terminology();
  ~Terminology();
  Terminology(Terminology&&) noexcept;
  Terminology& operator=(Terminology&&) noexcept;

  /// Takes a ValueSet resource: compose.include with system and concept[], with one valueSet of the
  /// same load, with one filter concept/is-a (or descendent-of) for the hierarchical systems
  /// ICD-10-CM, ICD-10 and ATC (by code prefix); compose.exclude of listed codes;
  /// expansion.contains, which goes before compose. Anything else in it is a fault (fail loudly at
  /// load), as are a set without url or codes and a second one of the same url. Codes of ICD-10-CM
  /// and ICD-10 are compared without their dot.
  void add_value_set(json::View value_set, base::Faults& faults);
  /// Resolves references between value sets and builds the index; reports what does not resolve
  /// and what goes round in circles. Until then no code is in any set.
  void freeze(base::Faults& faults);

  /// By canonical URL, "url" or "url|version".
  std::optional<ValueSetId> find(std::string_view canonical) const;
  std::size_t size() const;
  std::string_view url(ValueSetId id) const;

  /// Ascending ids of the value sets that contain the code. Systems are compared exactly.
  std::span<const ValueSetId> sets_of(std::string_view system, std::string_view code) const;
  /// A code without a system matches in any system (CQL 1.5 `in ValueSet` over a String).
  std::span<const ValueSetId> sets_of_code(std::string_view code) const;
  bool contains(ValueSetId id, std::string_view system, std::string_view code) const;

  struct Coding {
    std::string system, code, display, version;
  };
  /// Listed codes (for ExpandValueSet and for prefetch templates); prefix filters are not expanded,
  /// `has_filters` tells that there are some.
  std::span<const Coding> listed(ValueSetId id) const;
  bool has_filters(ValueSetId id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::terminology
