#include "rules/apply.hpp"

#include <array>
#include <optional>

#include "rules/activity_kinds.hpp"
#include "rules/call_parameters.hpp"

namespace cramp::rules {

namespace {

using base::Error;
using base::Result;
using base::Status;
using engine::Kind;
using engine::Value;

Error wrong_type(const Expression& expression, std::string_view wanted) {
  return {base::Code::kContent, "", "is not " + std::string(wanted), expression.name};
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class Applier {
 public:
  Applier(const Service& service, const Call& call)
      : service_(service),
        call_(call),
        parameters_(call.unavailable, call.encounter_id, call.user),
        evaluation_(*service.program, call.data, call.now, parameters_.list(), call.budget) {}

  Applied run() {
    for (std::size_t i = 0; i < service_.actions.size(); ++i) top(service_.actions[i], i);
    result_.arena_bytes = evaluation_.arena_bytes();
    return std::move(result_);
  }

 private:
  void lost(const ActionText& action, std::string_view definition, const Error& error) {
    result_.failures.push_back(
        {action.where, std::string(definition), error.where,
         error.internal_text.empty() ? error.public_text : error.internal_text});
  }

  Result<Value> value(const ActionText& action, const Expression& expression) {
    Result<Value> value = evaluation_.value(expression.id);
    if (!value) lost(action, expression.name, value.error());
    return value;
  }

  /// A Boolean, or FHIR's boolean element. Null and an empty list are false: what is not known does
  /// not apply (CH-232).
  std::optional<bool> truth(const ActionText& action, const Expression& expression) {
    const Result<Value> found = value(action, expression);
    if (!found) return std::nullopt;
    if (found->is_null()) return false;
    if (found->is(Kind::kList) && found->as_list().items.empty()) return false;
    if (found->is(Kind::kBoolean)) return found->is_true();
    if (found->is(Kind::kElement) && found->as_element().is_boolean()) {
      return found->as_element().boolean();
    }
    lost(action, expression.name, wrong_type(expression, "a Boolean"));
    return std::nullopt;
  }

  /// A String, or a FHIR element that is written as one. Nothing, also when it is null: then
  /// `is_null` tells so.
  std::optional<std::string> text(const ActionText& action, const Expression& expression,
                                  bool& is_null) {
    is_null = false;
    const Result<Value> found = value(action, expression);
    if (!found) return std::nullopt;
    if (found->is(Kind::kString)) return std::string(found->as_string());
    if (found->is(Kind::kElement) && found->as_element().is_string()) {
      return std::string(found->as_element().text());
    }
    is_null = found->is_null();
    if (!is_null) lost(action, expression.name, wrong_type(expression, "a String"));
    return std::nullopt;
  }

  /// The dynamic text, or the fixed one where there is none or it is null; false when it failed.
  bool choose(const ActionText& action, const std::optional<Expression>& dynamic,
              const std::string& fixed, std::string& out) {
    out = fixed;
    if (!dynamic) return true;
    bool is_null = false;
    if (auto computed = text(action, *dynamic, is_null)) {
      out = std::move(*computed);
      return true;
    }
    return is_null;
  }

  bool is_applicable(const ActionText& action) {
    for (const Expression& condition : action.conditions) {
      if (!truth(action, condition).value_or(false)) return false;
    }
    return true;
  }

  bool title(const ActionText& action, std::string& out) {
    if (!choose(action, action.dynamic_title, action.title, out)) return false;
    if (!is_blank(out)) return true;
    lost(action, "title", {base::Code::kContent, "", "is empty", ""});
    return false;
  }

  bool priority(const TopAction& action, Priority& out) {
    out = action.priority.value_or(Priority::kRoutine);
    if (!action.dynamic_priority) return true;
    bool is_null = false;
    const auto code = text(action, *action.dynamic_priority, is_null);
    if (!code) return is_null;
    if (const auto known = priority_from(*code)) {
      out = *known;
      return true;
    }
    lost(action, action.dynamic_priority->name,
         wrong_type(*action.dynamic_priority, "one of routine, urgent, asap, stat"));
    return false;
  }

  void top(const TopAction& action, std::size_t index) {
    if (!is_applicable(action)) return;
    AppliedAction applied;
    applied.action = &action;
    applied.index = index;
    if (!title(action, applied.title) || !priority(action, applied.priority) ||
        !choose(action, action.dynamic_description, action.description, applied.description)) {
      return;
    }
    labels(action, applied);
    for (const ChildAction& one : action.children) child(one, applied);
    keep_one_recommended(action, applied);
    result_.actions.push_back(std::move(applied));
  }

  /// A failure here is recorded, but the user still gets the action.
  void labels(const TopAction& action, AppliedAction& applied) {
    bool is_null = false;
    if (action.key) applied.key = text(action, *action.key, is_null).value_or("");
    if (!action.rules) return;
    const Result<Value> found = value(action, *action.rules);
    if (!found || found->is_null()) return;
    if (!found->is(Kind::kList)) {
      return lost(action, action.rules->name, wrong_type(*action.rules, "a List<String>"));
    }
    for (const Value& rule : found->as_list().items) {
      if (rule.is(Kind::kString)) applied.rules.emplace_back(rule.as_string());
    }
  }

  void child(const ChildAction& child, AppliedAction& parent) {
    if (!is_applicable(child)) return;
    AppliedChild applied;
    if (!title(child, applied.title)) return;
    for (const DraftAction& one : child.drafts) {
      if (!is_applicable(one)) continue;
      auto made = draft(one);
      if (!made) return;
      applied.drafts.push_back(std::move(*made));
    }
    if (applied.drafts.empty() && !child.drafts.empty()) return;
    applied.recommended =
        child.recommended ? truth(child, *child.recommended).value_or(false) : child.prechecked;
    parent.children.push_back(std::move(applied));
  }

  /// CH-122.
  void keep_one_recommended(const TopAction& action, AppliedAction& applied) {
    if (action.selection_behavior != SelectionBehavior::kAtMostOne) return;
    bool has_one = false;
    for (AppliedChild& child : applied.children) {
      if (child.recommended && has_one) {
        child.recommended = false;
        lost(action, child.title,
             {base::Code::kContent, "", "is a second recommendation beside at-most-one", ""});
      }
      has_one = has_one || child.recommended;
    }
  }

  std::optional<Draft> draft(const DraftAction& action) {
    Draft made;
    if (!choose(action, action.dynamic_description, action.description, made.description)) {
      return std::nullopt;
    }
    made.resource = action.activity->resource;
    set_from_call(*find_activity_kind(action.activity->kind), made.resource);
    if (!set_values(action, action.activity->values, made.resource) ||
        !set_values(action, action.values, made.resource)) {
      return std::nullopt;
    }
    return made;
  }

  void set_from_call(const ActivityKind& kind, json::Value& resource) {
    const auto reference = [](std::string text) {
      return json::Value().set("reference", std::move(text));
    };
    resource.set(kind.subject, reference("Patient/" + std::string(call_.data.patient_id())));
    if (!call_.encounter_id.empty()) {
      resource.set(kind.encounter, reference("Encounter/" + std::string(call_.encounter_id)));
    }
    resource.set(kind.authored, time::datetime_text(call_.now));
    const bool is_patient =
        call_.user.starts_with("Patient/") || call_.user.starts_with("RelatedPerson/");
    if (!call_.user.empty() && (kind.patient_may_request || !is_patient)) {
      resource.set(kind.requester, reference(std::string(call_.user)));
    }
  }

  bool set_values(const ActionText& action, const std::vector<DynamicValue>& values,
                  json::Value& resource) {
    for (const DynamicValue& dynamic : values) {
      const Result<Value> found = value(action, dynamic.expression);
      if (!found) return false;
      if (const Status status = set_element(resource, dynamic.path, *found); !status) {
        lost(action, dynamic.path_text, status.error());
        return false;
      }
    }
    return true;
  }

  const Service& service_;
  const Call& call_;
  CallParameters parameters_;
  engine::Evaluation evaluation_;
  Applied result_;
};

}  // namespace

Applied apply(const Service& service, const Call& call) {
  return Applier(service, call).run();
}

}  // namespace cramp::rules
