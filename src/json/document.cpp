#include "json/document.hpp"

#include <cstring>

namespace cramp::json {

View View::find(std::string_view name) const {
  if (!is_object()) return {};
  const Member* const end = node_->members + node_->size;
  for (const Member* member = node_->members; member != end; ++member) {
    if (member->name.size != name.size()) continue;
    // Most names differ in length or in the first character.
    if (!name.empty() && member->name.text[0] != name[0]) continue;
    if (std::memcmp(member->name.text, name.data(), name.size()) == 0) return View(&member->value);
  }
  return {};
}

}  // namespace cramp::json
