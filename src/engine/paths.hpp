#pragma once
// Names of elements that a Program reads, with what each means in each FHIR type: resolved at link,
// so that finding out at run time is one probe of a small table. Inside the engine only.

#include <span>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "engine/operator.hpp"

namespace cramp::engine {

/// One type that a choice element may have.
struct ChoiceAccess {
  std::string_view name;  ///< of the member in JSON: "onsetDateTime"
  fhir::TypeId type = fhir::kUnknownType;
  bool is_primitive = false;
};

/// What reading an element of a type takes.
struct Access {
  enum class Kind : std::uint8_t {
    kNone,    ///< the type has no such element
    kScalar,  ///< `value` of a primitive type
    kText,    ///< a plain string that is no element, as an id inside a datatype
    kOne,     ///< one element
    kList,    ///< a list of elements
    kChoice,  ///< one element of several types
  };

  Kind kind = Kind::kNone;
  bool is_primitive = false;  ///< may have a `_name` beside it
  bool is_resource = false;   ///< may be of any resource type: `resourceType` tells
  const fhir::ElementInfo* element = nullptr;
  std::span<const ChoiceAccess> choices = {};
  std::uint32_t place = 0;  ///< of two, where a reader remembers what it found
};

/// One element name.
class Path {
 public:
  Path(std::string_view name, std::uint32_t index) : name_(name), index_(index) {}

  std::string_view name() const { return name_; }
  /// Types seldom share a place, and then only look a little longer.
  static constexpr std::uint32_t kPlaces = 16;
  std::uint32_t place(fhir::TypeId type) const { return index_ * kPlaces + type % 8U * 2; }
  /// `arena` holds the answer for a type that was not expected at link.
  const Access& find(fhir::TypeId type, base::Arena& arena) const {
    const std::size_t place = type < places_.size() ? places_[type] : 0U;
    return place != 0 ? accesses_[place - 1] : find_unexpected(type, arena);
  }

 private:
  friend class PathTable;

  const Access& find_unexpected(fhir::TypeId type, base::Arena& arena) const;

  std::string_view name_;
  std::uint32_t index_;
  std::span<const std::uint16_t> places_;  ///< by TypeId: 1 + place in accesses_; 0: not resolved
  std::span<const Access> accesses_;
};

class PathTable {
 public:
  explicit PathTable(base::Arena& arena) : arena_(arena) {}

  const Path* intern(std::string_view name);
  /// For how many places a reader needs memory: Path::place of each.
  std::size_t places() const { return paths_.size() * Path::kPlaces; }
  /// Fills the tables for these types and all that can be reached from them.
  void resolve(std::vector<fhir::TypeId> types);

 private:
  void fill(Path& path, std::span<const fhir::TypeId> types);

  base::Arena& arena_;
  std::vector<Path*> paths_;
};

}  // namespace cramp::engine
