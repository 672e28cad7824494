#pragma once
// Paths of one or more names, "name[0].given" (CQL 1.5 Appendix A §simplePath). Inside the engine
// only.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/element_reader.hpp"

namespace cramp::engine {

struct Step {
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
  const Path* path = nullptr;
  std::size_t index = kNoIndex;
};
using Steps = std::span<const Step>;

/// Nothing when it is not names, dots and indexes in brackets.
std::optional<std::vector<Step>> parse_path(PathTable& paths, std::string_view text);

/// The value at the end of the path: of a list without an index, an element of the list itself.
Value follow(ElementReader& reader, Steps steps, Value value);

/// Calls `use` for each value at the end of the path; lists on the way are looked into.
template <class Use>
void follow_all(ElementReader& reader, Steps steps, const Value& value, const Use& use) {
  if (value.is_null()) return;
  if (value.is(Kind::kList)) {
    for (const Value& item : value.as_list().items) follow_all(reader, steps, item, use);
    return;
  }
  if (steps.empty()) return use(value);
  follow_all(reader, steps.subspan(1), follow(reader, steps.first(1), value), use);
}

}  // namespace cramp::engine
