// The lower levels of PlanDefinition.action: children and what they draft.

#include <fmt/format.h>

#include <array>

#include "rules/action_reader.hpp"
#include "rules/activity_reader.hpp"

namespace cramp::rules {

namespace {

using std::string_view;

/// These belong to the action also beside a definitionCanonical; every other path to the resource.
constexpr std::array<string_view, 2> kTexts{"title", "description"};
constexpr string_view kRemoved = "removed-resource";
constexpr std::array<string_view, 1> kRemovalExtensions{kRemoved};

}  // namespace

bool is_removal(json::View action) {
  const json::View codings = action.find("type").find("coding");
  return codings.size() > 0 && codings.at(0).string("code") == "remove";
}

std::shared_ptr<const Activity> ActionReader::activity(string_view canonical,
                                                       const std::string& where) {
  if (const auto known = activities_.find(canonical); known != activities_.end()) {
    return known->second;
  }
  const ContentFile* file = find_canonical(package_.activities, canonical);
  if (file == nullptr) {
    fault(where + ".definitionCanonical",
          fmt::format("no ActivityDefinition {} is in {}/activities", canonical, package_.folder));
    return nullptr;
  }
  auto made = read_activity(*file, expressions_, faults_);
  activities_.emplace(canonical, made);
  return made;
}

DraftAction ActionReader::draft(json::View action, const std::string& where) {
  DraftAction out;
  text(action, where, out);
  if (is_removal(action)) {
    removal(action, where, out);
    return out;
  }
  const string_view canonical = action.string("definitionCanonical");
  if (canonical.empty()) {
    fault(where + ".definitionCanonical", "is missing; it names the ActivityDefinition to draft");
    return out;
  }
  out.activity = activity(canonical, where);
  if (out.activity == nullptr) return out;
  out.values = read_dynamic_values(action, out.activity->kind, kTexts, plan_.at(where + "."),
                                   expressions_, faults_);
  if (out.description.empty()) out.description = out.title;
  if (out.description.empty()) out.description = out.activity->title;
  if (out.description.empty() && !out.dynamic_description) {
    fault(where + ".description", "is missing, and so are title and the title of the activity");
  }
  return out;
}

void ActionReader::removal(json::View action, const std::string& where, DraftAction& out) {
  if (action.find("definitionCanonical")) {
    fault(where + ".definitionCanonical", "stands beside type remove; nothing is drafted there");
  }
  check_dynamic_paths(action, where, kTexts);
  out.removes = extension_expression(action, where, kRemoved);
  if (!out.removes) {
    fault(where,
          fmt::format("has type remove but no extension {} that says what to remove", kRemoved));
  }
  if (out.description.empty()) out.description = out.title;
  if (out.description.empty() && !out.dynamic_description) {
    fault(where + ".description", "is missing, and so is title");
  }
}

void ActionReader::drafts(json::View action, const std::string& where, ChildAction& out) {
  const json::View drafts = action.find("action");
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const std::string place = fmt::format("{}.action[{}]", where, i);
    std::span<const string_view> known;
    if (is_removal(drafts.at(i))) known = kRemovalExtensions;
    check_extensions(drafts.at(i), known, plan_.at(place + "."), faults_);
    if (drafts.at(i).find("action")) fault(place + ".action", "is one level too deep; remove it");
    out.drafts.push_back(draft(drafts.at(i), place));
  }
}

ChildAction ActionReader::child(json::View action, const std::string& where) {
  constexpr std::array<string_view, 1> kKnown{"suggestion-recommended"};
  ChildAction out;
  check_extensions(action, kKnown, plan_.at(where + "."), faults_);
  check_not_removal(action, where);
  if (!action.find("definitionCanonical")) {
    text(action, where, out);
    check_dynamic_paths(action, where, kTexts);
    drafts(action, where, out);
  } else {
    if (action.find("action")) {
      fault(where + ".definitionCanonical", "stands beside child actions; put it into one of them");
    }
    DraftAction only = draft(action, where);
    static_cast<ActionText&>(out) = only;
    only.conditions.clear();
    out.drafts.push_back(std::move(only));
  }
  if (out.title.empty() && !out.dynamic_title) {
    fault(where + ".title", "is missing; it is the label of the suggestion");
  }
  out.prechecked = action.string("precheckBehavior") == "yes";
  out.recommended = extension_expression(action, where, kKnown.front());
  return out;
}

}  // namespace cramp::rules
