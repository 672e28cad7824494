#include "engine/trace_rows.hpp"

#include <algorithm>

namespace cramp::engine {

void TraceRows::source(const Event& event) {
  sources_.push_back(event);
  control_ = store_.unite(control_, event.pair.control);
}

void TraceRows::relation(const Event& event, bool holds) {
  has_relation_ = true;
  EvidenceId& into = holds ? row_ : row_other_;
  into = store_.unite(into, store_.whole(event.pair));
}

void TraceRows::leave_row() {
  row_ = 0;
  row_other_ = 0;
  ++rows_;
}

void TraceRows::where(const Event& event) {
  const EvidenceId own = store_.whole(event.pair);
  row_ = store_.unite(row_, own);
  if (!event.value.is_true()) {
    rejected_ = store_.unite(rejected_, store_.unite(row_, row_other_));
    leave_row();
  } else if (!has_return_) {
    const Value value = next_item();
    accept(value, of_item(value));
  }
}

void TraceRows::accept(const Value& value, const Pair& pair) {
  accepted_.push_back({value, {store_.unite(pair.control, row_), pair.data}});
  leave_row();
}

/// The item of the current row, where there is one source and each of its items was met.
Value TraceRows::next_item() const {
  if (sources_.size() != 1 || (has_relation_ && !has_where_)) return {};
  const Value& list = sources_[0].value;
  if (!list.is(Kind::kList)) return list;
  return rows_ < list.as_list().items.size() ? list.as_list().items[rows_] : Value();
}

Pair TraceRows::of_item(const Value& value) {
  for (const Event& source : sources_) {
    if (!source.value.is(Kind::kList)) {
      if (source.value.same_as(value)) return source.pair;
      continue;
    }
    const Pair found = rules_.item(source.value, value, cursor_);
    if (found.control != 0 || found.data != 0) return found;
  }
  return rules_.by_itself(value);
}

void TraceRows::take(const Event& event) {
  switch (rules_.point(event.point).role) {
    case Role::kSource:
      return source(event);
    case Role::kRelationSource:
      has_relation_ = true;
      row_ = store_.unite(row_, event.pair.control);
      return;
    case Role::kSuchThat:
    case Role::kSuchThatNot:
      return relation(event, event.value.is_true());
    case Role::kWhere:
      return where(event);
    case Role::kReturn:
      return accept(event.value, event.pair);
    case Role::kSort:
      return;
    case Role::kOther:
      control_ = store_.unite(control_, store_.whole(event.pair));
  }
}

Pair TraceRows::run() {
  // Exists and First of a query see the query's own parts.
  const elm::Expression* query = rules_.point(rules_.node_.point).expression;
  if (!query->children.empty() && (query->is("Exists") || query->is("First"))) {
    const elm::Expression* inner = query->children[0].node;
    const auto parts = rules_.events();
    const bool whole =
        parts.size() == 1 && rules_.point(parts[0].point).parent == rules_.node_.point;
    if (whole) return rules_.selected();
    query = inner;
  }
  has_where_ = query->child("where") != nullptr || query->child("condition") != nullptr;
  has_return_ = query->child("return") != nullptr || query->child("element") != nullptr;
  for (const Event& event : rules_.events()) take(event);
  // Rows of a query without `where` that relations did not let pass leave no other trace.
  rejected_ = store_.unite(rejected_, store_.unite(row_, row_other_));
  if (!has_where_ && !has_return_) {
    for (const Event& source : sources_) {
      const auto items =
          source.value.is(Kind::kList) ? source.value.as_list().items : std::span(&source.value, 1);
      for (const Value& item : items) accepted_.push_back({item, of_item(item)});
    }
    if (has_relation_) control_ = store_.unite(control_, rejected_);
  }
  return rules_.value_.is(Kind::kList) ? of_list() : of_one();
}

/// The items of the result, found among the accepted rows.
Pair TraceRows::of_list() {
  const auto items = rules_.value_.as_list().items;
  if (items.empty()) return {control_, rejected_};
  std::vector<Pair> parts(items.size());
  const auto same = [](const Value& item, const Row& row) { return row.value.same_as(item); };
  const bool in_order =
      accepted_.size() == items.size() && std::ranges::equal(items, accepted_, same);
  const bool too_many = accepted_.size() * items.size() > kMaxComparisons;
  Pair result{control_, 0};
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto row = accepted_.end();
    if (in_order) {
      row = accepted_.begin() + static_cast<std::ptrdiff_t>(i);
    } else if (!too_many) {
      row = std::ranges::find_if(accepted_, [&](const Row& one) { return same(items[i], one); });
    }
    parts[i] = row != accepted_.end() ? row->pair : rules_.by_itself(items[i]);
    result.data = store_.unite(result.data, store_.whole(parts[i]));
  }
  rules_.keep(items, std::move(parts));
  return result;
}

/// Exists, First and a query over what is no list: the row that the value is of, else the one that
/// decided, which came last.
Pair TraceRows::of_one() {
  const Value& value = rules_.value_;
  if (accepted_.empty() || value.is_false()) {
    for (const Row& row : accepted_) rejected_ = store_.unite(rejected_, store_.whole(row.pair));
    return {control_, rejected_};
  }
  const auto found =
      std::ranges::find_if(accepted_, [&](const Row& row) { return row.value.same_as(value); });
  const bool met_all = has_where_ || has_return_;
  const Row& row = found != accepted_.end() ? *found : met_all ? accepted_.back() : accepted_[0];
  return {store_.unite(control_, row.pair.control), row.pair.data};
}

}  // namespace cramp::engine
