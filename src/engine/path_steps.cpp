#include "engine/path_steps.hpp"

#include <algorithm>
#include <charconv>

namespace cramp::engine {

std::optional<std::vector<Step>> parse_path(PathTable& paths, std::string_view text) {
  std::vector<Step> steps;
  while (true) {
    const std::size_t end = std::min(text.find('.'), text.size());
    std::string_view part = text.substr(0, end);
    Step step{};
    if (const std::size_t open = part.find('['); open != std::string_view::npos) {
      const char* const last = part.data() + part.size();
      const auto [stop, error] = std::from_chars(part.data() + open + 1, last, step.index);
      if (error != std::errc() || stop + 1 != last || *stop != ']') return std::nullopt;
      part = part.substr(0, open);
    }
    if (part.empty()) return std::nullopt;
    step.path = paths.intern(part);
    steps.push_back(step);
    if (end == text.size()) return steps;
    text.remove_prefix(end + 1);
  }
}

Value follow(ElementReader& reader, Steps steps, Value value) {
  for (const Step& step : steps) {
    value = reader.property(*step.path, value);
    if (step.index == Step::kNoIndex || !value.is(Kind::kList)) continue;
    const auto items = value.as_list().items;
    value = step.index < items.size() ? items[step.index] : Value();
  }
  return value;
}

}  // namespace cramp::engine
