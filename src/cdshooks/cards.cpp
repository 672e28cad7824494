#include "cdshooks/cards.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cdshooks/json_text.hpp"
#include "cdshooks/markdown.hpp"

namespace cramp::cdshooks {

namespace {

using std::string_view;

void append_coding(std::string& out, const rules::Coding& coding) {
  out += '{';
  append_member(out, "code", coding.code);
  append_member(out, "system", coding.system);
  append_member(out, "display", coding.display);
  out += '}';
}

string_view name(rules::SelectionBehavior behavior) {
  return behavior == rules::SelectionBehavior::kAny ? "any" : "at-most-one";
}

class Writer {
 public:
  Writer(Response& response, const UuidSource& new_uuid)
      : response_(response), out_(response.body), new_uuid_(new_uuid) {}

  void card(const rules::AppliedAction& applied, const CardText& text) {
    const string_view severity = indicator(applied.priority);
    response_.cards.push_back({new_uuid_(), severity, &applied});
    out_ += '{';
    append_member(out_, "uuid", response_.cards.back().uuid);
    append_member(out_, "summary", one_line(applied.title));
    detail(applied);
    append_member(out_, "indicator", severity);
    out_.append(",").append(text.source);
    suggestions(applied);
    override_reasons(applied, text);
    links(applied, text);
    extension(applied);
    out_ += '}';
  }

  void system_actions(const std::vector<rules::AppliedAction>& all) {
    std::vector<const rules::AppliedChild*> children;
    for (const rules::AppliedAction& applied : all) {
      for (const rules::AppliedChild& child : applied.children) children.push_back(&child);
    }
    response_.system_actions = list("systemActions", children);
  }

 private:
  void detail(const rules::AppliedAction& applied) {
    if (applied.description.empty()) return;
    markdown_.clear();
    append_safe_markdown(markdown_, applied.description, applied.action->documentation);
    append_member(out_, "detail", markdown_);
  }

  void suggestions(const rules::AppliedAction& applied) {
    if (applied.children.empty() || !applied.action->selection_behavior) return;
    out_ += ",\"suggestions\":[";
    for (const rules::AppliedChild& child : applied.children) {
      if (&child != &applied.children.front()) out_ += ',';
      suggestion(child);
    }
    out_ += ']';
    append_member(out_, "selectionBehavior", name(*applied.action->selection_behavior));
  }

  void suggestion(const rules::AppliedChild& child) {
    out_ += '{';
    append_member(out_, "label", child.title);
    append_member(out_, "uuid", new_uuid_());
    if (child.recommended) out_ += ",\"isRecommended\":true";
    actions(child);
    out_ += '}';
  }

  void actions(const rules::AppliedChild& child) { list("actions", {&child}); }

  /// Deletes before creates, as in a FHIR transaction (CH-125). How many there are.
  std::size_t list(string_view name, const std::vector<const rules::AppliedChild*>& children) {
    std::size_t count = 0;
    for (const bool deletes : {true, false}) {
      for (const rules::AppliedChild* child : children) {
        for (const rules::Draft& draft : child->drafts) {
          if (draft.resource_id.empty() == deletes) continue;
          if (count++ == 0) {
            out_.append(",\"").append(name).append("\":[");
          } else {
            out_ += ',';
          }
          action(draft);
        }
      }
    }
    if (count > 0) out_ += ']';
    return count;
  }

  void action(const rules::Draft& draft) {
    out_ += '{';
    append_member(out_, "type", draft.resource_id.empty() ? "create" : "delete");
    append_member(out_, "description", draft.description);
    if (draft.resource_id.empty()) {
      out_ += ",\"resource\":";
      json::write_to(out_, draft.resource);
    } else {
      append_member(out_, "resourceId", draft.resource_id);
    }
    out_ += '}';
  }

  void override_reasons(const rules::AppliedAction& applied, const CardText& text) {
    std::string_view separator = ",\"overrideReasons\":[";
    const auto reason = [&](std::size_t which) {
      out_.append(std::exchange(separator, ",")).append(text.override_reasons.at(which));
    };
    if (applied.override_reasons) {
      for (const std::size_t which : *applied.override_reasons) reason(which);
    } else {
      for (std::size_t i = 0; i < text.override_reasons.size(); ++i) reason(i);
    }
    if (separator == ",") out_ += ']';
  }

  void links(const rules::AppliedAction& applied, const CardText& text) {
    std::string_view separator = ",\"links\":[";
    const auto link = [&](std::size_t documentation) {
      if (documentation == 0) return;
      out_.append(std::exchange(separator, ",")).append(text.links.at(documentation - 1));
    };
    if (applied.links) {
      for (const std::size_t documentation : *applied.links) link(documentation);
    } else {
      for (std::size_t i = 0; i < text.links.size(); ++i) link(i + 1);
    }
    if (separator == ",") out_ += ']';
  }

  void extension(const rules::AppliedAction& applied) {
    if (applied.rules.empty() && applied.key.empty()) return;
    out_ += ",\"extension\":{";
    if (!applied.rules.empty()) {
      out_ += "\"org.cramp-cds.rules\":[";
      for (const std::string& rule : applied.rules) {
        if (&rule != &applied.rules.front()) out_ += ',';
        append_string(out_, rule);
      }
      out_ += ']';
    }
    append_member(out_, "org.cramp-cds.card-key", applied.key);
    out_ += '}';
  }

  Response& response_;
  std::string& out_;
  const UuidSource& new_uuid_;
  std::string markdown_;
};

int severity(rules::Priority priority) {
  constexpr std::array kOrder{2, 1, 1, 0};  // routine, urgent, asap, stat
  return kOrder.at(static_cast<std::size_t>(priority));
}

}  // namespace

string_view indicator(rules::Priority priority) {
  constexpr std::array<string_view, 3> kIndicators{"critical", "warning", "info"};
  return kIndicators.at(static_cast<std::size_t>(severity(priority)));
}

CardText card_text(const rules::TopAction& action) {
  CardText text;
  const rules::Artifact none;
  const rules::Artifact& source =
      action.documentation.empty() ? none : action.documentation.front();
  text.source = "\"source\":{";
  append_member(text.source, "label", source.label);
  append_member(text.source, "url", source.url);
  if (action.topic) {
    text.source += ",\"topic\":";
    append_coding(text.source, *action.topic);
  }
  text.source += '}';

  for (const rules::Coding& reason : action.override_reasons) {
    append_coding(text.override_reasons.emplace_back(), reason);
  }

  for (std::size_t i = 1; i < action.documentation.size(); ++i) {
    std::string& link = text.links.emplace_back("{");
    append_member(link, "label", action.documentation[i].label);
    append_member(link, "url", action.documentation[i].url);
    append_member(link, "type", "absolute");
    link += '}';
  }
  return text;
}

Response write_response(const rules::Applied& applied, const std::vector<CardText>& texts,
                        const UuidSource& new_uuid) {
  std::vector<const rules::AppliedAction*> order;
  for (const rules::AppliedAction& action : applied.actions) order.push_back(&action);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return severity(a->priority) < severity(b->priority);
  });

  Response response;
  response.body = "{\"cards\":[";
  Writer writer(response, new_uuid);
  for (const rules::AppliedAction* action : order) {
    if (action != order.front()) response.body += ',';
    writer.card(*action, texts.at(action->index));
  }
  response.body += ']';
  writer.system_actions(applied.system_actions);
  response.body += '}';
  return response;
}

}  // namespace cramp::cdshooks
