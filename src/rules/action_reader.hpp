#pragma once
// PlanDefinition.action, its three levels: cards, suggestions, drafts.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rules/expressions.hpp"
#include "rules/package.hpp"

namespace cramp::rules {

/// PlanDefinition.action.type is `remove`.
bool is_removal(json::View action);

class ActionReader {
 public:
  ActionReader(const ContentFile& plan, const Package& package, Expressions& expressions,
               base::Faults& faults)
      : plan_(plan), package_(package), expressions_(expressions), faults_(faults) {}

  /// `where` is the element path: "action[0]".
  TopAction top(json::View action, const std::string& where);

 private:
  void fault(const std::string& where, std::string text);
  void text(json::View action, const std::string& where, ActionText& out);
  void conditions(json::View action, const std::string& where, ActionText& out);
  std::optional<Expression> dynamic(json::View action, const std::string& where,
                                    std::string_view path);
  std::optional<Expression> extension_expression(json::View action, const std::string& where,
                                                 std::string_view name);
  void check_dynamic_paths(json::View action, const std::string& where,
                           std::span<const std::string_view> allowed);
  void check_unsupported(json::View action, const std::string& where);
  void priority(json::View action, const std::string& where, TopAction& out);
  void documentation(json::View action, const std::string& where, TopAction& out);
  void top_extensions(json::View action, const std::string& where, TopAction& out);
  void override_reasons(json::View extension, const std::string& where, TopAction& out);
  void selection(json::View action, const std::string& where, TopAction& out);
  void children(json::View action, const std::string& where, TopAction& out);
  ChildAction child(json::View action, const std::string& where);
  void drafts(json::View action, const std::string& where, ChildAction& out);
  void check_not_removal(json::View action, const std::string& where);
  DraftAction draft(json::View action, const std::string& where);
  void removal(json::View action, const std::string& where, DraftAction& out);
  std::shared_ptr<const Activity> activity(std::string_view canonical, const std::string& where);

  const ContentFile& plan_;
  const Package& package_;
  Expressions& expressions_;
  base::Faults& faults_;
  std::map<std::string, std::shared_ptr<const Activity>, std::less<>> activities_;
};

}  // namespace cramp::rules
