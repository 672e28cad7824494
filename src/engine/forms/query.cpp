// Query (CQL 1.5 §Queries): sources, let, with and without, where, return, aggregate, sort.

#include <algorithm>
#include <array>

#include "engine/compiler.hpp"
#include "engine/operators/element_index.hpp"
#include "engine/operators/list_sets.hpp"
#include "engine/run.hpp"
#include "engine/sorting.hpp"

namespace cramp::engine {

namespace {

struct SourcePlan {
  std::string_view alias;
  std::uint32_t slot;
  const Node* node;
};

struct RelationPlan {
  std::uint32_t slot;
  const Node* source;
  const Node* such_that;
  bool wanted;  ///< with, not without
};

struct AggregatePlan {
  std::uint32_t slot;
  const Node* starting;  ///< nullptr: null
  const Node* expression;
  bool distinct;
};

struct QueryPlan {
  std::span<const SourcePlan> sources;
  std::span<const std::uint32_t> lets;  ///< slots that tell whether a let is known
  std::span<const std::uint32_t> kept;  ///< the same of what is known for all rows
  std::span<const RelationPlan> relations;
  const Node* where = nullptr;
  const Node* result = nullptr;  ///< nullptr: the source, or a tuple of the sources
  bool distinct = false;
  bool keeps_source = false;  ///< each row is, or holds, the item of the one source
  const AggregatePlan* aggregate = nullptr;
  const SortPlan* sort = nullptr;
  std::span<const std::string_view> aliases;
};

/// The items of a source; anything but a list is one item, null is none.
std::span<const Value> items_of(const Value& value) {
  if (value.is(Kind::kList)) return value.as_list().items;
  return {&value, value.is_null() ? 0U : 1U};
}

bool holds(const RelationPlan& relation, Frame& frame) {
  const Value source = evaluate(relation.source, frame);
  for (const Value& item : items_of(source)) {
    frame.slots[relation.slot] = item;
    if (evaluate(relation.such_that, frame).is_true()) return true;
  }
  return false;
}

bool accepted(const QueryPlan& plan, Frame& frame) {
  for (const std::uint32_t known : plan.lets) frame.slots[known] = Value();
  for (const RelationPlan& relation : plan.relations) {
    if (holds(relation, frame) != relation.wanted) return false;
  }
  return plan.where == nullptr || evaluate(plan.where, frame).is_true();
}

Value result_of(const QueryPlan& plan, Frame& frame) {
  if (plan.result != nullptr) return evaluate(plan.result, frame);
  if (plan.sources.size() == 1) return frame.slots[plan.sources[0].slot];
  const auto values = frame.run.arena.array<Value>(plan.sources.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = frame.slots[plan.sources[i].slot];
  return Value::tuple(frame.run.arena.make<Tuple>(plan.aliases, values));
}

template <class Use>
bool combine_rows(const QueryPlan& plan, std::span<const Value> sources, std::size_t at,
                  Frame& frame, Use& use) {
  if (at == sources.size()) return accepted(plan, frame) && use();
  for (const Value& item : items_of(sources[at])) {
    frame.slots[plan.sources[at].slot] = item;
    if (combine_rows(plan, sources, at + 1, frame, use)) return true;
  }
  return false;
}

/// Calls `use` for every combination of items that the clauses accept, until it says that it has
/// seen enough.
template <class Use>
void for_each_row(const QueryPlan& plan, std::span<const Value> sources, Frame& frame, Use use) {
  for (const std::uint32_t known : plan.kept) frame.slots[known] = Value();
  if (sources.size() != 1) {
    combine_rows(plan, sources, 0, frame, use);
    return;
  }
  const std::uint32_t slot = plan.sources[0].slot;
  for (const Value& item : items_of(sources[0])) {
    frame.slots[slot] = item;
    if (accepted(plan, frame) && use()) return;
  }
}

Value aggregate(const QueryPlan& plan, std::span<Value> sources, Frame& frame) {
  const AggregatePlan& clause = *plan.aggregate;
  for (Value& source : sources) {
    if (clause.distinct && source.is(Kind::kList)) {
      source = list_distinct(frame.run.context, source.as_list().items);
    }
  }
  Value total = clause.starting == nullptr ? Value() : evaluate(clause.starting, frame);
  auto use = [&] {
    frame.slots[clause.slot] = total;
    total = evaluate(clause.expression, frame);
    return false;
  };
  for_each_row(plan, sources, frame, use);
  return total;
}

/// Moves the first of equal rows to the front, in their order, and tells how many there are.
std::size_t keep_distinct(Context& context, std::span<Value> rows) {
  if (rows.size() < 2) return rows.size();
  ElementComparer comparer(context);
  ElementIndex index(comparer, rows.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (index.insert(rows[i]) == kept) rows[kept++] = rows[i];
  }
  return kept;
}

bool any_list(std::span<const Value> sources) {
  return std::ranges::any_of(sources, [](const Value& source) { return source.is(Kind::kList); });
}

bool is_distinct(const Value& source) {
  return source.is(Kind::kList) && source.as_list().distinct;
}

/// The rows as a list; of sources that are all single, the one row or null.
Value collect(const Node& node, const QueryPlan& plan, std::span<const Value> sources,
              Frame& frame) {
  Run& run = frame.run;
  const std::size_t mark = run.scratch.mark();
  auto use = [&] {
    const Value row = result_of(plan, frame);
    run.current = &node;
    run.scratch.push(row, mark);
    return false;
  };
  for_each_row(plan, sources, frame, use);
  std::span<Value> rows = run.scratch.take(mark);
  run.current = &node;
  const bool distinct = plan.keeps_source && is_distinct(sources[0]);
  if (plan.distinct && !distinct) rows = rows.first(keep_distinct(run.context, rows));
  if (!any_list(sources)) return rows.empty() ? Value() : rows[0];
  if (plan.sort != nullptr) sort(*plan.sort, node, frame, rows);
  return run.context.list(rows, distinct || plan.distinct);
}

/// Evaluates the sources and gives them to `use`; null when all of them are null.
template <class Use>
Value with_sources(const QueryPlan& plan, Frame& frame, Use use) {
  std::array<Value, 2> few;
  const std::span<Value> sources = plan.sources.size() <= few.size()
                                       ? std::span<Value>(few).first(plan.sources.size())
                                       : frame.run.arena.array<Value>(plan.sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i] = evaluate(plan.sources[i].node, frame);
  }
  if (std::ranges::all_of(sources, &Value::is_null)) return {};
  return use(sources);
}

Value eval_query(const Node& node, Frame& frame) {
  const auto& plan = node.as<QueryPlan>();
  return with_sources(
      plan, frame, [&](std::span<Value> sources) { return collect(node, plan, sources, frame); });
}

/// One source, the most frequent query: over an empty list there is nothing to do.
Value eval_query_of_one(const Node& node, Frame& frame) {
  const auto& plan = node.as<QueryPlan>();
  const Value source = evaluate(plan.sources[0].node, frame);
  if (source.is_null() || (source.is(Kind::kList) && source.as_list().items.empty())) return source;
  return collect(node, plan, {&source, 1}, frame);
}

Value eval_aggregate(const Node& node, Frame& frame) {
  const auto& plan = node.as<QueryPlan>();
  return with_sources(plan, frame,
                      [&](std::span<Value> sources) { return aggregate(plan, sources, frame); });
}

/// Exists or First of a query: rows after the one that decides are not looked at, and what fails in
/// them is not met.
struct FirstRowPlan {
  const Node* query;
  Function otherwise;  ///< of the query's result, where it is no list
  bool exists;         ///< wants a row that is not null, and only whether there is one
};

Value first_row(const Node& node, std::span<const Value> sources, Frame& frame) {
  const auto& plan = node.as<FirstRowPlan>();
  const auto& query = plan.query->as<QueryPlan>();
  Value row;
  if (!any_list(sources)) {
    row = collect(*plan.query, query, sources, frame);
    frame.run.current = &node;
    return plan.otherwise(frame.run.context, {&row, 1}, Attributes{});
  }
  const auto use = [&] {
    row = result_of(query, frame);
    return !plan.exists || !row.is_null();
  };
  for_each_row(query, sources, frame, use);
  return plan.exists ? Value::boolean(!row.is_null()) : row;
}

Value eval_first_row(const Node& node, Frame& frame) {
  const auto& plan = node.as<FirstRowPlan>();
  const Value found =
      with_sources(plan.query->as<QueryPlan>(), frame,
                   [&](std::span<Value> sources) { return first_row(node, sources, frame); });
  return plan.exists && found.is_null() ? Value::boolean(false) : found;
}

/// Of one source, the most frequent.
Value eval_first_row_of_one(const Node& node, Frame& frame) {
  const auto& plan = node.as<FirstRowPlan>();
  const Value source = evaluate(plan.query->as<QueryPlan>().sources[0].node, frame);
  const bool empty = source.is_null() || (source.is(Kind::kList) && source.as_list().items.empty());
  if (empty) return plan.exists ? Value::boolean(false) : Value();
  const Value found = first_row(node, {&source, 1}, frame);
  return plan.exists && found.is_null() ? Value::boolean(false) : found;
}

// Compiling, clause by clause. Names stay visible for the clauses after them.

std::span<const SourcePlan> compile_sources(Compiler& compiler, const elm::Expression& query) {
  const auto clauses = query.all("source");
  const auto plans = compiler.arena().array<SourcePlan>(clauses.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    plans[i].alias = clauses[i].node->attribute("alias");
    plans[i].node = compiler.compile_child(*clauses[i].node, "expression");
    plans[i].slot = compiler.add_slot();
  }
  compiler.begin_rows();
  for (const SourcePlan& plan : plans) {
    compiler.push({Variable::Kind::kAlias, plan.alias, plan.slot});
  }
  return plans;
}

std::span<const std::uint32_t> compile_lets(Compiler& compiler, const elm::Expression& query) {
  const auto clauses = query.all("let");
  const auto known = compiler.arena().array<std::uint32_t>(clauses.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Node* expression = compiler.compile_child(*clauses[i].node, "expression");
    const std::uint32_t slot = compiler.add_slot();
    known[i] = compiler.add_slot();
    compiler.push(
        {Variable::Kind::kLet, clauses[i].node->attribute("identifier"), slot, expression});
  }
  return known;
}

std::span<const RelationPlan> compile_relations(Compiler& compiler, const elm::Expression& query) {
  const auto clauses = query.all("relationship");
  const auto plans = compiler.arena().array<RelationPlan>(clauses.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const elm::Expression& clause = *clauses[i].node;
    if (!clause.is("With") && !clause.is("Without")) {
      compiler.fault(clause, "not a relationship");
      continue;
    }
    plans[i].source = compiler.compile_child(clause, "expression");
    plans[i].slot = compiler.add_slot();
    plans[i].wanted = clause.is("With");
    const std::size_t mark = compiler.mark();
    compiler.push({Variable::Kind::kAlias, clause.attribute("alias"), plans[i].slot});
    plans[i].such_that = compiler.compile_child(clause, "suchThat");
    compiler.pop_to(mark);
  }
  return plans;
}

const AggregatePlan* compile_aggregate(Compiler& compiler, const elm::Expression& clause) {
  AggregatePlan plan{compiler.add_slot(), compiler.compile_child(clause, "starting"), nullptr,
                     clause.json.find("distinct").boolean()};
  compiler.push({Variable::Kind::kAlias, clause.attribute("identifier"), plan.slot});
  plan.expression = compiler.compile_child(clause, "expression");
  return compiler.data(plan);
}

/// Rows that hold different items of the source are different themselves: the item alone, or a
/// tuple with it.
bool keeps_item(const elm::Expression* result, std::string_view alias) {
  const auto is_item = [alias](const elm::Expression* value) {
    return value != nullptr && value->is("AliasRef") && value->attribute("name") == alias;
  };
  if (result == nullptr || is_item(result)) return true;
  return result->is("Tuple") && std::ranges::any_of(result->children, [&](const elm::Child& part) {
           return is_item(part.node->child("value"));
         });
}

bool keeps_source(const elm::Expression& query, std::span<const SourcePlan> sources) {
  if (sources.size() != 1) return false;
  const elm::Expression* clause = query.child("return");
  return keeps_item(clause == nullptr ? nullptr : clause->child("expression"), sources[0].alias);
}

const Node* compile_query(Compiler& compiler, const elm::Expression& query) {
  const std::size_t mark = compiler.mark();
  QueryPlan plan;
  plan.sources = compile_sources(compiler, query);
  plan.lets = compile_lets(compiler, query);
  plan.relations = compile_relations(compiler, query);
  plan.where = compiler.compile_child(query, "where");
  plan.keeps_source = keeps_source(query, plan.sources);
  if (const elm::Expression* clause = query.child("return")) {
    const json::View distinct = clause->json.find("distinct");
    plan.distinct = !distinct.is_boolean() || distinct.boolean();
    plan.result = compiler.compile_child(*clause, "expression");
  }
  if (const elm::Expression* clause = query.child("aggregate")) {
    plan.aggregate = compile_aggregate(compiler, *clause);
  }
  plan.kept = compiler.end_rows();
  compiler.pop_to(mark);
  if (const elm::Expression* clause = query.child("sort")) {
    plan.sort = compile_sort(compiler, clause->all("by"));
  }
  const auto aliases = compiler.arena().array<std::string_view>(plan.sources.size());
  std::ranges::transform(plan.sources, aliases.begin(), &SourcePlan::alias);
  plan.aliases = aliases;
  Eval eval = plan.sources.size() == 1 ? eval_query_of_one : eval_query;
  if (plan.aggregate != nullptr) eval = eval_aggregate;
  return compiler.node(query, eval, {}, compiler.data(plan));
}

/// A query whose rows may be looked at one by one. Exists does not ask for their order.
bool can_stop(const Node& node, bool in_any_order) {
  return (node.eval == eval_query || node.eval == eval_query_of_one) &&
         (in_any_order || node.as<QueryPlan>().sort == nullptr);
}

/// Exists and First as the operators that they are, unless the operand is a query that can stop.
template <bool kExists>
const Node* compile_first_row(Compiler& compiler, const elm::Expression& expression) {
  const auto operands = compiler.compile_all(expression.children);
  const Node* first = compiler.strict(expression, operands);
  if (operands.empty() || !can_stop(*operands[0], kExists)) return first;
  const FirstRowPlan plan{operands[0], find_operator(expression.name())->function, kExists};
  const bool of_one = operands[0]->eval == eval_query_of_one;
  return compiler.node(expression, of_one ? eval_first_row_of_one : eval_first_row, {},
                       compiler.data(plan));
}

constexpr auto kForms = std::to_array<Form>({
    {"Exists", compile_first_row<true>},
    {"First", compile_first_row<false>},
    {"Query", compile_query},
});

}  // namespace

std::span<const Form> query_forms() {
  return kForms;
}

}  // namespace cramp::engine
