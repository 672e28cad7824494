#include "rules/apply.hpp"

#include <algorithm>
#include <map>
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

/// A list in the request decides how often an action is applied; this is how often at most.
constexpr std::size_t kMaxItems = 50;

/// One evaluation: of the call, or of the call for one item of a `card-for-each`.
struct Scope {
  Scope(const Service& service, const Call& call, std::string_view item)
      : parameters(call, item),
        evaluation(*service.program, call.data, call.now, parameters.list(), call.budget) {}

  CallParameters parameters;
  engine::Evaluation evaluation;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class Applier {
 public:
  Applier(const Service& service, const Call& call) : service_(service), call_(call) {}

  Applied run() {
    for (std::size_t i = 0; i < service_.actions.size(); ++i) top(service_.actions[i], i);
    for (const auto& [item, scope] : scopes_) {
      result_.arena_bytes += scope->evaluation.arena_bytes();
      result_.asked_history |= scope->evaluation.has_read(kEarlierOutcomes);
      if (call_.observer != nullptr) (*call_.observer)(scope->evaluation);
    }
    return std::move(result_);
  }

 private:
  void lost(const ActionText& action, std::string_view definition, const Error& error) {
    result_.failures.push_back(
        {action.where, std::string(definition), error.where,
         error.internal_text.empty() ? error.public_text : error.internal_text});
  }

  /// From here on definitions are evaluated for this item; empty: for the call. Several actions may
  /// be about one item.
  void enter(const std::string& item) {
    auto& scope = scopes_[item];
    if (scope == nullptr) {
      scope = std::make_unique<Scope>(service_, call_, scopes_.find(item)->first);
    }
    scope_ = scope.get();
  }

  Result<Value> value(const ActionText& action, const Expression& expression) {
    Result<Value> value = scope_->evaluation.value(expression.id);
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
    enter("");
    if (!action.for_each) return card(action, index);
    const auto items = texts(action, *action.for_each);
    if (!items) return;
    for (std::size_t i = 0; i < std::min(items->size(), kMaxItems); ++i) {
      enter((*items)[i]);
      card(action, index);
    }
    if (items->size() > kMaxItems) {
      lost(action, action.for_each->name, {base::Code::kContent, "", "has too many items", ""});
    }
  }

  void card(const TopAction& action, std::size_t index) {
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
    (action.system ? result_.system_actions : result_.actions).push_back(std::move(applied));
  }

  /// A failure here is recorded, but the user still gets the action.
  void labels(const TopAction& action, AppliedAction& applied) {
    bool is_null = false;
    if (action.key) applied.key = text(action, *action.key, is_null).value_or("");
    if (action.rules) applied.rules = texts(action, *action.rules).value_or(applied.rules);
    if (action.links) links(action, applied);
    if (action.override_codes) override_reasons(action, applied);
  }

  /// A List<String>; null is empty. Nothing when it failed.
  std::optional<std::vector<std::string>> texts(const ActionText& action,
                                                const Expression& expression) {
    const Result<Value> found = value(action, expression);
    if (!found) return std::nullopt;
    std::vector<std::string> all;
    if (found->is_null()) return all;
    if (!found->is(Kind::kList)) {
      lost(action, expression.name, wrong_type(expression, "a List<String>"));
      return std::nullopt;
    }
    for (const Value& item : found->as_list().items) {
      if (item.is(Kind::kString)) all.emplace_back(item.as_string());
    }
    return all;
  }

  void links(const TopAction& action, AppliedAction& applied) {
    const auto urls = texts(action, *action.links);
    applied.links.emplace();
    if (!urls) return;
    for (const std::string& url : *urls) {
      const auto known =
          std::find_if(action.documentation.begin(), action.documentation.end(),
                       [&](const Artifact& artifact) { return artifact.url == url; });
      if (known == action.documentation.end()) {
        lost(action, action.links->name,
             {base::Code::kContent, "", "names a url that is not among documentation", ""});
      } else {
        applied.links->push_back(static_cast<std::size_t>(known - action.documentation.begin()));
      }
    }
  }

  /// In the order of the value set. When the expression fails, all are offered.
  void override_reasons(const TopAction& action, AppliedAction& applied) {
    const auto codes = texts(action, *action.override_codes);
    if (!codes) return;
    applied.override_reasons.emplace();
    for (std::size_t i = 0; i < action.override_reasons.size(); ++i) {
      if (std::find(codes->begin(), codes->end(), action.override_reasons[i].code) !=
          codes->end()) {
        applied.override_reasons->push_back(i);
      }
    }
    if (applied.override_reasons->size() < codes->size()) {
      lost(action, action.override_codes->name,
           {base::Code::kContent, "", "names a code that is not among the override reasons", ""});
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
    if (action.removes) {
      bool is_null = false;
      made.resource_id = text(action, *action.removes, is_null).value_or("");
      return made.resource_id.empty() ? std::nullopt : std::optional(std::move(made));
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
  std::map<std::string, std::unique_ptr<Scope>> scopes_;
  Scope* scope_ = nullptr;
  Applied result_;
};

}  // namespace

Applied apply(const Service& service, const Call& call) {
  return Applier(service, call).run();
}

}  // namespace cramp::rules
