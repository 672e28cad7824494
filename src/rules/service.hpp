#pragma once
// A PlanDefinition as it was loaded: checked, every name resolved. Plain data, immutable once it is
// part of a Snapshot.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"
#include "json/value.hpp"
#include "rules/data_requirement.hpp"
#include "rules/element_path.hpp"

namespace cramp::rules {

using Coding = terminology::Terminology::Coding;

/// A public definition of the plan's libraries.
struct Expression {
  engine::DefinitionId id = 0;
  std::string name;  ///< "Library.Definition", for records of failures
};

struct DynamicValue {
  ElementPath path;
  std::string path_text;
  Expression expression;
};

/// http://hl7.org/fhir/request-priority
enum class Priority { kRoutine, kUrgent, kAsap, kStat };
std::optional<Priority> priority_from(std::string_view code);

/// http://hl7.org/fhir/action-selection-behavior, the two that the package format allows.
enum class SelectionBehavior { kAny, kAtMostOne };

struct Artifact {
  std::string label, url;
};

/// An ActivityDefinition: the fixed part of the resource it drafts, and what is computed.
struct Activity {
  std::string url;
  std::string title;
  std::string kind;      ///< resource type
  json::Value resource;  ///< draft with all that does not depend on the call
  std::vector<DynamicValue> values;
};

/// What every level of PlanDefinition.action has.
struct ActionText {
  std::string where;  ///< "action[0].action[1]", for records of failures
  std::string title, description;
  std::optional<Expression> dynamic_title, dynamic_description;
  std::vector<Expression> conditions;  ///< all must be true
};

/// Drafts one resource, or removes one.
struct DraftAction : ActionText {
  std::shared_ptr<const Activity> activity;  ///< nothing when a resource is removed
  std::optional<Expression> removes;         ///< String "Type/id"
  std::vector<DynamicValue> values;          ///< after those of the activity
};

/// An alternative that the user may choose.
struct ChildAction : ActionText {
  bool prechecked = false;                ///< precheckBehavior yes
  std::optional<Expression> recommended;  ///< decides instead, where it is there
  std::vector<DraftAction> drafts;
};

struct TopAction : ActionText {
  std::optional<Priority> priority;
  std::optional<Expression> dynamic_priority;
  bool has_reason = false;                              ///< action.reason is there
  std::vector<Artifact> documentation;                  ///< at least one; the first is the source
  std::optional<SelectionBehavior> selection_behavior;  ///< present where there are children
  std::optional<Expression> rules;                      ///< List<String> of rule ids
  std::optional<Expression> key;                        ///< String that names the facts
  std::optional<Expression> for_each;                   ///< List<String>: one card for each item
  std::optional<Expression> links;                      ///< List<String> of documentation urls
  std::optional<Expression> override_codes;             ///< List<String> of override_reasons' codes
  bool system = false;  ///< no card: the client carries out what it drafts, unasked
  std::vector<Coding> override_reasons;  ///< each with system, code and display
  std::optional<Coding> topic;           ///< with system and code
  std::vector<ChildAction> children;
};

/// One PlanDefinition.
struct Service {
  std::string id;  ///< last segment of the url
  std::string url;
  std::string trigger;  ///< named-event
  std::string title, description, usage, version;
  std::string file;  ///< of the PlanDefinition, relative to the content directory
  std::vector<DataRequirement> requirements;
  std::vector<TopAction> actions;
  const engine::Program* program = nullptr;  ///< owned by the Snapshot
};

}  // namespace cramp::rules
