#pragma once
// Names of elements that a Program reads, with what each means in each FHIR type: resolved at link,
// so that reading a property at run time is one probe of a small table. Inside the engine only.

#include <span>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "engine/operator.hpp"

namespace cramp::engine {

/// One type that a choice element may have: "onset" + "DateTime".
struct ChoiceAccess {
  std::string_view suffix;
  fhir::TypeId type = fhir::kUnknownType;
  bool is_primitive = false;
};

/// What reading an element of a type takes.
struct Access {
  const fhir::ElementInfo* element = nullptr;  ///< nullptr: the type has no such element
  bool is_primitive = false;                   ///< may have a `_name` beside it
  bool is_resource = false;  ///< may be of any resource type: `resourceType` tells
  std::span<const ChoiceAccess> choices;
};

/// One element name.
class Path {
 public:
  explicit Path(std::string_view name) : name_(name) {}

  std::string_view name() const { return name_; }
  bool is_value() const { return name_ == "value"; }
  Access find(fhir::TypeId type, base::Arena& arena) const;

 private:
  friend class PathTable;
  struct Entry {
    fhir::TypeId type = fhir::kUnknownType;
    Access access;
  };
  std::string_view name_;
  std::span<const Entry> entries_;  ///< open addressing, a power of two; empty until resolved
};

class PathTable {
 public:
  explicit PathTable(base::Arena& arena) : arena_(arena) {}

  const Path* intern(std::string_view name);
  /// Fills the tables for these types and all that can be reached from them.
  void resolve(std::vector<fhir::TypeId> types);

 private:
  void fill(Path& path, std::span<const fhir::TypeId> types);

  base::Arena& arena_;
  std::vector<Path*> paths_;
};

/// The element of this name of a FHIR object: an element, a list of elements, or null. A primitive
/// that has an id or extensions (`_name` beside `name`) is given as a made object of these and
/// `value`.
Value read_element(Context& context, const Path& path, json::View parent, fhir::TypeId type);

/// A property of any value: FHIR elements, instances and tuples, and the parts of Quantity, Code,
/// Interval and the other clinical types. Null of null; fails for a list and for simple values.
Value read_property(Context& context, const Path& path, const Value& value);

}  // namespace cramp::engine
