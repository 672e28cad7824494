#pragma once
// Reading properties of values at run time. Inside the engine only.

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/paths.hpp"

namespace cramp::engine {

/// One per evaluation. Remembers at which place of its object each name was found last: records of
/// one source have their members in one order, so most look-ups are right at once.
class ElementReader {
 public:
  ElementReader(Context& context, std::size_t paths) : context_(context), places_(paths) {}

  /// The element of this name of a FHIR object: an element, a list of elements, or null. A
  /// primitive that has an id or extensions (`_name` beside `name`) is given as a made object of
  /// these and `value`.
  Value element(const Path& path, json::View parent, fhir::TypeId type);

  /// A property of any value: FHIR elements, instances and tuples, and the parts of Quantity, Code,
  /// Interval and the other clinical types. Null of null; fails for a list and for simple values.
  Value property(const Path& path, const Value& value);

 private:
  Value named(json::View parent, json::View value, std::string_view name, fhir::TypeId type,
              const Access& access);
  Value choice(const Path& path, const Access& access, json::View parent);

  Context& context_;
  std::vector<std::uint32_t> places_;  ///< by Path::index
};

/// The member of this name, looked for at `place` first; `place` is set to where it was found.
json::View find_at(json::View object, std::string_view name, std::uint32_t& place);

/// A property of a value of a System type.
Value system_property(Context& context, std::string_view name, const Value& value);

}  // namespace cramp::engine
