#include "rules/action_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/text.hpp"

namespace cramp::rules {

namespace {

using std::string_view;

/// Elements that would change what an action does and that nothing here does.
constexpr std::array<string_view, 10> kUnsupported{
    "relatedAction", "timingDateTime", "timingAge",     "timingPeriod", "timingDuration",
    "timingRange",   "timingTiming",   "definitionUri", "transform",    "cardinalityBehavior"};

constexpr std::array<string_view, 2> kTexts{"title", "description"};
constexpr std::array<string_view, 3> kCardTexts{"title", "description", "priority"};

bool is_create(json::View type) {
  for (const json::View coding : type.find("coding").items()) {
    if (coding.string("code") != "create") return false;
  }
  return true;
}

constexpr std::array<string_view, 8> kTopExtensions{
    "card-rules",    "card-key",   "card-override-reasons", "card-topic",
    "card-for-each", "card-links", "card-override-codes",   "system-action"};

}  // namespace

std::optional<Priority> priority_from(string_view code) {
  if (code == "routine") return Priority::kRoutine;
  if (code == "urgent") return Priority::kUrgent;
  if (code == "asap") return Priority::kAsap;
  if (code == "stat") return Priority::kStat;
  return std::nullopt;
}

void ActionReader::fault(const std::string& where, std::string text) {
  faults_.push_back(content_fault(plan_.at(where), std::move(text)));
}

void ActionReader::conditions(json::View action, const std::string& where, ActionText& out) {
  const json::View conditions = action.find("condition");
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const std::string place = fmt::format("{}.condition[{}]", where, i);
    if (conditions.at(i).string("kind") != "applicability") {
      fault(place + ".kind",
            "must be \"applicability\"; start and stop have no meaning in one call");
    }
    auto expression =
        expressions_.read(conditions.at(i).find("expression"), plan_.at(place + ".expression"));
    if (expression) out.conditions.push_back(std::move(*expression));
  }
}

std::optional<Expression> ActionReader::dynamic(json::View action, const std::string& where,
                                                string_view path) {
  const json::View values = action.find("dynamicValue");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values.at(i).string("path") != path) continue;
    return expressions_.read(values.at(i).find("expression"),
                             plan_.at(fmt::format("{}.dynamicValue[{}].expression", where, i)));
  }
  return std::nullopt;
}

std::optional<Expression> ActionReader::extension_expression(json::View action,
                                                             const std::string& where,
                                                             string_view name) {
  const json::View extension = find_extension(action, name);
  if (!extension) return std::nullopt;
  return expressions_.read(extension.find("valueExpression"),
                           plan_.at(fmt::format("{}.extension({}).valueExpression", where, name)));
}

void ActionReader::check_dynamic_paths(json::View action, const std::string& where,
                                       std::span<const string_view> allowed) {
  const json::View values = action.find("dynamicValue");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const string_view path = values.at(i).string("path");
    if (std::find(allowed.begin(), allowed.end(), path) != allowed.end()) continue;
    fault(fmt::format("{}.dynamicValue[{}].path", where, i),
          fmt::format("\"{}\" is not one of {}; a resource is changed beside a definitionCanonical",
                      path, fmt::join(allowed, ", ")));
  }
}

void ActionReader::check_unsupported(json::View action, const std::string& where) {
  for (const string_view name : kUnsupported) {
    if (action.find(name)) fault(fmt::format("{}.{}", where, name), "is not supported; remove it");
  }
  if (!is_create(action.find("type")) && !is_removal(action)) {
    fault(where + ".type", "must be create, or left out; or remove in the action of a suggestion");
  }
}

void ActionReader::text(json::View action, const std::string& where, ActionText& out) {
  out.where = where;
  out.title = std::string(action.string("title"));
  out.description = std::string(action.string("description"));
  out.dynamic_title = dynamic(action, where, "title");
  out.dynamic_description = dynamic(action, where, "description");
  conditions(action, where, out);
  check_unsupported(action, where);
}

void ActionReader::check_not_removal(json::View action, const std::string& where) {
  if (is_removal(action)) fault(where + ".type", "remove belongs to the action of a suggestion");
}

TopAction ActionReader::top(json::View action, const std::string& where) {
  TopAction out;
  text(action, where, out);
  check_not_removal(action, where);
  if (out.title.empty() && !out.dynamic_title) {
    fault(where + ".title", "is missing; it is the summary of the card");
  }
  if (utf16_length(out.title) >= kTitleLimit) {
    fault(where + ".title", fmt::format("has {} characters; fewer than {} are allowed",
                                        utf16_length(out.title), kTitleLimit));
  }
  if (action.find("definitionCanonical")) {
    fault(where + ".definitionCanonical", "is not allowed here; drafts belong to a child action");
  }
  check_dynamic_paths(action, where, kCardTexts);
  out.has_reason = action.find("reason").size() > 0;
  priority(action, where, out);
  top_extensions(action, where, out);
  if (!out.system) documentation(action, where, out);
  children(action, where, out);
  return out;
}

void ActionReader::priority(json::View action, const std::string& where, TopAction& out) {
  out.dynamic_priority = dynamic(action, where, "priority");
  const json::View code = action.find("priority");
  if (!code) return;
  out.priority = priority_from(code.text());
  if (!out.priority) {
    fault(where + ".priority",
          fmt::format("\"{}\" is not one of routine, urgent, asap, stat", code.text()));
  }
}

void ActionReader::documentation(json::View action, const std::string& where, TopAction& out) {
  const json::View items = action.find("documentation");
  if (items.size() == 0) {
    fault(where + ".documentation", "is missing; its first item is the source of the card");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string place = fmt::format("{}.documentation[{}]", where, i);
    Artifact artifact{std::string(items.at(i).string("label")),
                      std::string(items.at(i).string("url"))};
    if (artifact.label.empty()) fault(place + ".label", "is missing");
    if (!is_web_url(artifact.url)) {
      fault(place + ".url", "must be an absolute http or https URL");
    }
    out.documentation.push_back(std::move(artifact));
  }
}

void ActionReader::override_reasons(json::View extension, const std::string& where,
                                    TopAction& out) {
  const string_view canonical = extension.string("valueCanonical");
  const auto set = package_.terminology->find(canonical);
  if (!set) {
    return fault(where, fmt::format("valueCanonical must name a ValueSet in profiles/valuesets; "
                                    "\"{}\" is not there",
                                    canonical));
  }
  const auto listed = package_.terminology->listed(*set);
  if (listed.empty() || package_.terminology->has_filters(*set)) {
    return fault(where, fmt::format("{} must list its codes one by one", canonical));
  }
  for (const Coding& coding : listed) {
    if (coding.system.empty() || coding.display.empty()) {
      fault(where, fmt::format("{} in {} needs a system and a display", coding.code, canonical));
    }
    out.override_reasons.push_back(coding);
  }
}

void ActionReader::top_extensions(json::View action, const std::string& where, TopAction& out) {
  check_extensions(action, kTopExtensions, plan_.at(where + "."), faults_);
  const auto place = [&](string_view name) { return fmt::format("{}.extension({})", where, name); };
  out.rules = extension_expression(action, where, "card-rules");
  out.key = extension_expression(action, where, "card-key");
  out.for_each = extension_expression(action, where, "card-for-each");
  out.links = extension_expression(action, where, "card-links");
  out.override_codes = extension_expression(action, where, "card-override-codes");
  out.system = find_extension(action, "system-action").find("valueBoolean").boolean();
  if (const json::View extension = find_extension(action, "card-override-reasons")) {
    override_reasons(extension, place("card-override-reasons"), out);
  }
  if (const json::View extension = find_extension(action, "card-topic")) {
    const json::View coding = extension.find("valueCoding");
    out.topic =
        Coding{std::string(coding.string("system")), std::string(coding.string("code")),
               std::string(coding.string("display")), std::string(coding.string("version"))};
    if (out.topic->system.empty() || out.topic->code.empty()) {
      fault(place("card-topic"), "needs valueCoding with system and code");
    }
  }
}

void ActionReader::selection(json::View action, const std::string& where, TopAction& out) {
  const string_view behavior = action.string("selectionBehavior");
  if (behavior == "any") out.selection_behavior = SelectionBehavior::kAny;
  if (behavior == "at-most-one") out.selection_behavior = SelectionBehavior::kAtMostOne;
  if (!behavior.empty() && !out.selection_behavior) {
    fault(where + ".selectionBehavior",
          fmt::format("\"{}\" cannot be told to a client; use any or at-most-one", behavior));
  }
  if (out.system) {
    if (!behavior.empty()) fault(where + ".selectionBehavior", "nobody selects in a system action");
    if (action.find("action").size() == 0) fault(where + ".action", "is missing; nothing is done");
  } else if (behavior.empty() && action.find("action").size() > 0) {
    fault(where + ".selectionBehavior", "is missing; say any or at-most-one");
  }
}

void ActionReader::children(json::View action, const std::string& where, TopAction& out) {
  selection(action, where, out);
  const json::View children = action.find("action");
  std::size_t prechecked = 0;
  for (std::size_t i = 0; i < children.size(); ++i) {
    out.children.push_back(child(children.at(i), fmt::format("{}.action[{}]", where, i)));
    prechecked += out.children.back().prechecked ? 1 : 0;
  }
  if (prechecked > 1 && out.selection_behavior == SelectionBehavior::kAtMostOne) {
    fault(where + ".action", "at most one may have precheckBehavior yes beside at-most-one");
  }
}

}  // namespace cramp::rules
