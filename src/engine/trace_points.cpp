#include "engine/trace_points.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/linker.hpp"

namespace cramp::engine {

namespace {

struct CombineRow {
  std::string_view name;
  Combine combine;
};
constexpr auto kCombine = std::to_array<CombineRow>({
    {"And", Combine::kAnd},
    {"Case", Combine::kChoice},
    {"Exists", Combine::kExists},
    {"ExpressionRef", Combine::kReference},
    {"Filter", Combine::kRows},
    {"First", Combine::kFirst},
    {"ForEach", Combine::kRows},
    {"FunctionRef", Combine::kCall},
    {"IdentifierRef", Combine::kReference},
    {"If", Combine::kChoice},
    {"Implies", Combine::kImplies},
    {"Instance", Combine::kTuple},
    {"List", Combine::kList},
    {"Or", Combine::kOr},
    {"ParameterRef", Combine::kParameter},
    {"Property", Combine::kProperty},
    {"Query", Combine::kRows},
    {"Retrieve", Combine::kRetrieve},
    {"Tuple", Combine::kTuple},
});

Combine combine_of(const elm::Expression& expression) {
  if (expression.is("Query") && expression.child("aggregate") != nullptr) return Combine::kAll;
  const auto found = std::ranges::find(kCombine, expression.name(), &CombineRow::name);
  return found == kCombine.end() ? Combine::kAll : found->combine;
}

/// Holder, slot -> role.
struct RoleRow {
  std::string_view holder, slot;
  Role role;
};
constexpr auto kRoles = std::to_array<RoleRow>({
    {"AliasedQuerySource", "expression", Role::kSource},
    {"With", "expression", Role::kRelationSource},
    {"Without", "expression", Role::kRelationSource},
    {"With", "suchThat", Role::kSuchThat},
    {"Without", "suchThat", Role::kSuchThatNot},
    {"Query", "where", Role::kWhere},
    {"ReturnClause", "expression", Role::kReturn},
    {"ByExpression", "expression", Role::kSort},
    {"Filter", "source", Role::kSource},
    {"Filter", "condition", Role::kWhere},
    {"ForEach", "source", Role::kSource},
    {"ForEach", "element", Role::kReturn},
});

Role role_of(const elm::Expression& holder, std::string_view slot) {
  for (const RoleRow& row : kRoles) {
    if (row.holder == holder.name() && row.slot == slot) return row.role;
  }
  return Role::kOther;
}

}  // namespace

/// Walks the bodies with the variables that are visible at each place.
class PointFinder {
 public:
  PointFinder(TracePoints& points, Linker& linker) : points_(points), linker_(linker) {}

  void run() {
    auto& libraries = linker_.program().libraries;
    for (std::uint32_t library = 0; library < libraries.size(); ++library) {
      for (const elm::Statement& statement : libraries[library].statements) {
        if (statement.body != nullptr) unit(library, statement);
      }
    }
    points_.bodies_.reserve(linker_.program().expressions.size());
    for (const ExpressionPlan& plan : linker_.program().expressions) {
      points_.bodies_.push_back(point_of(plan.statement->body));
    }
    for (const auto& [point, definition] : references_) {
      points_.points_[point].target = points_.bodies_[definition];
    }
  }

 private:
  struct Name {
    std::string_view name;
    Combine combine;
    std::uint32_t target;
  };

  PointId point_of(const elm::Expression* expression) const {
    const auto found = points_.by_expression_.find(expression);
    return found == points_.by_expression_.end() ? kNoPoint : found->second;
  }

  void unit(std::uint32_t library, const elm::Statement& statement) {
    library_ = library;
    names_.clear();
    for (std::uint32_t i = 0; i < statement.operands.size(); ++i) {
      names_.push_back({statement.operands[i].name, Combine::kOperand, i});
    }
    const auto begin = static_cast<PointId>(points_.points_.size());
    points_.units_.push_back({library, &statement, begin, begin});
    visit({statement.body, static_cast<std::uint32_t>(points_.units_.size() - 1), kNoPoint});
    points_.units_.back().end = static_cast<PointId>(points_.points_.size());
  }

  void visit(TracePoint point) {
    const elm::Expression& expression = *point.expression;
    const auto id = static_cast<PointId>(points_.points_.size());
    point.combine = combine_of(expression);
    points_.by_expression_.emplace(&expression, id);
    points_.points_.push_back(point);
    resolve(id);
    const std::size_t visible = names_.size();
    std::uint8_t slot = 0;
    std::uint16_t ordinal = 0;
    for (const elm::Child& child : expression.children) {
      ordinal = child.slot == slot ? ordinal : std::uint16_t{0};
      slot = child.slot;
      const std::string_view slot_name = expression.type->slots[slot].name;
      TracePoint next{child.node, point.unit, id};
      next.slot = slot;
      next.ordinal = ordinal++;
      next.role = role_of(expression, slot_name);
      const auto next_id = static_cast<PointId>(points_.points_.size());
      visit(next);
      declare(expression, slot_name, next_id);
    }
    // What a clause declares is visible to the clauses after it.
    if (!is_clause(expression)) names_.resize(visible);
  }

  static bool is_clause(const elm::Expression& expression) {
    return expression.is("AliasedQuerySource") || expression.is("LetClause");
  }

  /// Names that are visible after this child of `holder`.
  void declare(const elm::Expression& holder, std::string_view slot, PointId child) {
    if (slot == "expression" && !holder.attribute("alias").empty()) {
      names_.push_back({holder.attribute("alias"), Combine::kVariable, child});
    } else if (slot == "expression" && holder.is("LetClause")) {
      names_.push_back({holder.attribute("identifier"), Combine::kReference, child});
    } else if (slot == "source" && !holder.is("Query")) {
      const std::string_view scope = holder.attribute("scope");
      names_.push_back({scope.empty() ? "$this" : scope, Combine::kVariable, child});
    }
  }

  void resolve(PointId id) {
    const elm::Expression& expression = *points_.points_[id].expression;
    if (expression.is("Property") || expression.is("Current")) {
      variable(id, expression.attribute("scope"));
    } else if (expression.is("AliasRef") || expression.is("QueryLetRef") ||
               expression.is("OperandRef")) {
      variable(id, expression.attribute("name"));
    } else if (expression.is("ExpressionRef") || expression.is("IdentifierRef")) {
      if (expression.is("IdentifierRef") && variable(id, expression.attribute("name"))) return;
      const auto owner = linker_.library(library_, expression.attribute("libraryName"));
      if (!owner) return;
      const auto definition = linker_.definition(*owner, expression.attribute("name"));
      if (definition) references_.emplace_back(id, *definition);
    } else if (expression.is("ParameterRef")) {
      const auto owner = linker_.library(library_, expression.attribute("libraryName"));
      const auto index =
          owner ? linker_.parameter(*owner, expression.attribute("name")) : std::nullopt;
      if (index) points_.points_[id].target = static_cast<std::uint32_t>(*index);
    }
  }

  bool variable(PointId id, std::string_view name) {
    const auto fits = [&](const Name& visible) {
      return name.empty() ? visible.combine == Combine::kVariable : visible.name == name;
    };
    const auto found = std::find_if(names_.rbegin(), names_.rend(), fits);
    if (found == names_.rend()) return false;
    points_.points_[id].variable = found->combine;
    points_.points_[id].target = found->target;
    return true;
  }

  TracePoints& points_;
  Linker& linker_;
  std::uint32_t library_ = 0;
  std::vector<Name> names_;
  std::vector<std::pair<PointId, DefinitionId>> references_;
};

const Node* TracePoints::add(base::Arena& arena, const Node& node) {
  nodes_.push_back(arena.make<TracedNode>(node));
  return nodes_.back();
}

void TracePoints::set_combine(const Node* node, Combine combine) {
  const auto found =
      std::find_if(nodes_.rbegin(), nodes_.rend(), [&](const Node* one) { return one == node; });
  if (found == nodes_.rend()) return;
  (*found)->combine = combine;
  (*found)->is_special = true;
}

void TracePoints::seal(Linker& linker, Eval wrapper, bool (*is_constant)(const Node&)) {
  PointFinder(*this, linker).run();
  for (TracedNode* node : nodes_) {
    const auto found = by_expression_.find(node->source);
    if (is_constant(*node) || found == by_expression_.end()) continue;
    node->point = found->second;
    TracePoint& point = points_[node->point];
    point.has_node = true;
    if (!node->is_special) node->combine = point.combine;
    if (node->combine == Combine::kVariable) node->combine = point.variable;
    node->inner = node->eval;
    node->eval = wrapper;
  }
}

}  // namespace cramp::engine
