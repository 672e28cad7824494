#pragma once
// PlanDefinition/$apply for one call (FHIR R4 Clinical Reasoning, "Applying a PlanDefinition" and
// "Applying an ActivityDefinition").

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/patient_data.hpp"
#include "rules/outcome.hpp"
#include "rules/service.hpp"
#include "time/temporal.hpp"

namespace cramp::rules {

/// Sees an evaluation when nothing more is asked of it.
using Observer = std::function<void(const engine::Evaluation&)>;

struct Call {
  const fhir::PatientData& data;
  time::Temporal now;  ///< the one evaluation instant, with offset
  /// Keys of data requirements that failed, were refused, cut short or not sent.
  std::span<const std::string_view> unavailable = {};
  std::string_view encounter_id = {};  ///< bare id, or empty
  std::string_view user = {};          ///< "Practitioner/x", or empty
  /// "Type/id" of the resources among `data` that came in the context: drafted orders, new
  /// conditions.
  std::span<const std::string_view> context_resources = {};
  std::span<const std::string_view> selections = {};  ///< "Type/id" of those the user selected
  std::span<const Outcome> history = {};              ///< of earlier cards of this patient
  engine::Budget budget = {};
  const Observer* observer = nullptr;
};

struct Draft {
  std::string description;
  json::Value resource;          ///< to create
  std::string resource_id = {};  ///< "Type/id" to delete instead; else empty
};

struct AppliedChild {
  std::string title;
  bool recommended = false;
  std::vector<Draft> drafts;
};

struct AppliedAction {
  const TopAction* action = nullptr;  ///< in the Snapshot: documentation, topic, override reasons
  std::size_t index = 0;              ///< of the action in its plan
  std::string title, description;
  Priority priority = Priority::kRoutine;
  std::vector<std::string> rules;
  std::string key;
  /// Indexes of `action->documentation` to give as links; nothing: all but the first.
  std::optional<std::vector<std::size_t>> links;
  /// Indexes of `action->override_reasons` to offer; nothing: all.
  std::optional<std::vector<std::size_t>> override_reasons;
  std::vector<AppliedChild> children;
};

/// Something that was lost, for logs and metrics. Never for the caller.
struct Failure {
  std::string action;      ///< "action[0].action[1]"
  std::string definition;  ///< "Library.Definition", or the path of a dynamicValue
  std::string where;       ///< library:line, where the engine named one
  std::string text;
};

struct Applied {
  /// The applicable ones in plan order; one that is applied for each item of a list as often as it
  /// is applicable, in the order of the list.
  std::vector<AppliedAction> actions;
  std::vector<AppliedAction> system_actions;  ///< those that are no cards, likewise
  std::vector<Failure> failures;
  std::size_t arena_bytes = 0;  ///< what the evaluations used
  bool asked_history = false;   ///< a definition looked at Call::history
};

/// Evaluates only what the applicable actions need. An error in a definition loses the action that
/// named it and nothing else: a top-level action with its children, a child with its drafts
/// (CH-094).
Applied apply(const Service& service, const Call& call);

}  // namespace cramp::rules
