#include "rules/element_path.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "rules/choice.hpp"

namespace cramp::rules {

namespace {

using base::Result;
using Step = ElementPath::Step;

base::Error bad_path(std::string_view text, std::string_view why) {
  return {base::Code::kContent, "", fmt::format("path \"{}\": {}", text, why), ""};
}

/// A larger index cannot be meant: lists that are drafted hold a few items.
constexpr std::size_t kLargestIndex = 99;

/// "name" or "name[n]"; false when it is neither.
bool parse_step(std::string_view text, Step& step) {
  const std::size_t bracket = text.find('[');
  step.name = std::string(text.substr(0, bracket));
  if (step.name.empty()) return false;
  for (const char c : step.name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) return false;
  }
  if (bracket == std::string_view::npos) return true;
  if (text.back() != ']') return false;
  const std::string_view digits = text.substr(bracket + 1, text.size() - bracket - 2);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), step.index);
  step.has_index = true;
  return error == std::errc() && end == digits.data() + digits.size() &&
         step.index <= kLargestIndex;
}

/// An element, or one form of a choice: `occurrenceDateTime`.
struct Found {
  const fhir::ElementInfo* element = nullptr;
  fhir::TypeId type = fhir::kUnknownType;
};

Found find_step(fhir::TypeId parent, std::string_view name) {
  if (const auto* element = fhir::find_element(parent, name)) return {element, element->type};
  for (std::size_t length = 1; length < name.size(); ++length) {
    const auto* element = fhir::find_element(parent, name.substr(0, length));
    if (element == nullptr) continue;
    for (const fhir::TypeId choice : element->choices) {
      if (choice_member(element->name, choice) == name) return {element, choice};
    }
  }
  return {};
}

/// What is wrong with the step, or empty.
std::string check_step(const Step& step, const Found& found, fhir::TypeId parent, bool is_last) {
  if (found.element == nullptr) {
    return fmt::format("{} has no element {} in FHIR R4", fhir::type_info(parent).name, step.name);
  }
  if (step.has_index && !found.element->is_list) {
    return fmt::format("{} is no list; leave out [{}]", step.name, step.index);
  }
  if (found.type == fhir::kUnknownType && found.element->choices.empty()) {
    return fmt::format("{} cannot be set", step.name);
  }
  if (is_last) return {};
  if (found.element->is_list && !step.has_index) {
    return fmt::format("{} is a list; say which item, as in {}[0]", step.name, step.name);
  }
  if (found.type == fhir::kUnknownType) {
    return fmt::format("{} is a choice; write it with its type, as in valueQuantity", step.name);
  }
  return {};
}

}  // namespace

Result<ElementPath> compile_path(std::string_view text, fhir::TypeId resource_type) {
  ElementPath path;
  fhir::TypeId parent = resource_type;
  std::string_view rest = text;
  while (true) {
    const std::size_t dot = rest.find('.');
    const bool is_last = dot == std::string_view::npos;
    Step step;
    if (!parse_step(rest.substr(0, dot), step)) {
      return bad_path(text, "steps are element names with dots between, a list item as name[0]");
    }
    const Found found = find_step(parent, step.name);
    if (std::string fault = check_step(step, found, parent, is_last); !fault.empty()) {
      return bad_path(text, fault);
    }
    step.is_list = found.element->is_list;
    path.steps.push_back(std::move(step));
    if (is_last) {
      path.type = found.type;
      if (found.type == fhir::kUnknownType) path.choices = found.element->choices;
      return path;
    }
    parent = found.type;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace cramp::rules
