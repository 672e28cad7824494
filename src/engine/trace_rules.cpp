#include "engine/trace_rules.hpp"

#include <algorithm>
#include <array>

#include "engine/program.hpp"
#include "engine/trace_rows.hpp"

namespace cramp::engine {

std::span<const Tracer::Event> TraceRules::events() const {
  return std::span(tracer_.events_).subspan(tracer_.levels_.back().events);
}

bool TraceRules::is_of(const Event& event, std::string_view slot) const {
  const TracePoint& inner = point(event.point);
  if (inner.parent == kNoPoint) return false;
  return point(inner.parent).expression->type->slots[inner.slot].name == slot;
}

Pair TraceRules::run() {
  switch (node_.combine) {
    case Combine::kAll:
      return selected();
    case Combine::kAnd:
    case Combine::kOr:
      return logical();
    case Combine::kImplies:
      return implies();
    case Combine::kChoice:
      return choice();
    case Combine::kExists:
      return exists();
    case Combine::kFirst:
    case Combine::kRows:
      return TraceRows(*this).run();
    case Combine::kTuple:
      return tuple();
    case Combine::kList:
      return list();
    case Combine::kProperty:
      return property();
    case Combine::kRetrieve:
      return retrieve();
    case Combine::kParameter:
      return tracer_.store_.unite(all(), {0, store_.parameter(point(node_.point).target)});
    case Combine::kCall:
      return call();
    case Combine::kReference:
    case Combine::kOnce:
      return reference();
    case Combine::kVariable:
      return variable();
    case Combine::kOperand:
      return operand();
  }
  return {};
}

Pair TraceRules::all() {
  Pair result;
  for (const Event& event : events()) result = store_.unite(result, event.pair);
  return result;
}

Pair TraceRules::those_with(bool (Value::*test)() const) {
  Pair result;
  for (const Event& event : events()) {
    if ((event.value.*test)()) result = store_.unite(result, event.pair);
  }
  return result;
}

/// The operand that decided, or both where both had to be so.
Pair TraceRules::logical() {
  if (value_.is_null()) return those_with(&Value::is_null);
  const bool by_one = value_.is_true() == (node_.combine == Combine::kOr);
  if (!by_one) return all();
  return value_.is_true() ? those_with(&Value::is_true) : those_with(&Value::is_false);
}

Pair TraceRules::implies() {
  const auto parts = events();
  if (value_.is_null()) return those_with(&Value::is_null);
  if (value_.is_false() || parts.empty()) return all();
  return parts.back().pair;
}

/// The branch that was taken, under the conditions that were met on the way.
Pair TraceRules::choice() {
  Pair result;
  for (const Event& event : events()) {
    const bool is_branch = is_of(event, "then") || is_of(event, "else");
    if (is_branch) {
      result = store_.unite(result, event.pair);
    } else {
      result.control = store_.unite(result.control, decided_by(event.pair));
    }
  }
  return result;
}

/// Of a list: the first item that is there, or, of none, all that was looked at.
Pair TraceRules::exists() {
  const auto parts = events();
  const bool of_list = parts.size() == 1 && point(parts[0].point).parent == node_.point;
  if (!of_list) return TraceRows(*this).run();
  const Value& operand = parts[0].value;
  if (!value_.is_true() || !operand.is(Kind::kList)) return all();
  const auto items = operand.as_list().items;
  const auto there = std::ranges::find_if(items, [](const Value& one) { return !one.is_null(); });
  if (there == items.end()) return all();
  std::size_t cursor = 0;
  const Pair found = item(operand, *there, cursor);
  return {store_.unite(parts[0].pair.control, found.control), found.data};
}

Pair TraceRules::tuple() {
  const Pair whole = all();
  if (!value_.is(Kind::kTuple) && !value_.is(Kind::kInstance)) return whole;
  std::vector<Pair> parts(value_.as_tuple().names.size());
  for (const Event& event : events()) {
    const TracePoint& element = point(point(event.point).parent);
    if (element.ordinal < parts.size()) parts[element.ordinal] = event.pair;
  }
  tracer_.parts_.insert_or_assign(&value_.as_tuple(), std::move(parts));
  return whole;
}

Pair TraceRules::list() {
  if (!value_.is(Kind::kList) || value_.as_list().items.empty()) return all();
  std::vector<Pair> parts(value_.as_list().items.size());
  Pair result;
  for (const Event& event : events()) {
    const std::size_t place = point(event.point).ordinal;
    if (!is_of(event, "element") || place >= parts.size()) continue;
    parts[place] = event.pair;
    result.data = store_.unite(result.data, store_.whole(event.pair));
  }
  keep(value_.as_list().items, std::move(parts));
  return result;
}

Pair TraceRules::retrieve() {
  Pair result = all();
  result.control = store_.unite(store_.whole(result), store_.search(node_.point));
  result.data = 0;
  if (!value_.is(Kind::kList)) return result;
  for (const Value& resource : value_.as_list().items) {
    const json::Node* json = resource.as_element().node();
    tracer_.origins_.try_emplace(json, Tracer::Origin{json, 0});
    result.data = store_.unite(result.data, store_.element(json, 0));
  }
  return result;
}

/// Of a definition or `let`: what it rested on when it was evaluated, now or before.
Pair TraceRules::reference() {
  const auto parts = events();
  if (!parts.empty()) return parts.back().pair;
  const PointId target = node_.combine == Combine::kOnce ? node_.point : point(node_.point).target;
  return target == kNoPoint ? Pair() : tracer_.seen_[target].pair;
}

Pair TraceRules::variable() {
  const PointId target = point(node_.point).target;
  if (target == kNoPoint) return by_itself(value_);
  Seen& source = tracer_.seen_[target];
  if (source.value.is(Kind::kList)) return item(source.value, value_, source.cursor);
  return source.pair;
}

Pair TraceRules::operand() {
  if (tracer_.calls_.empty()) return by_itself(value_);
  const std::size_t level = tracer_.calls_.back();
  const auto& levels = tracer_.levels_;
  for (std::size_t i = levels[level].events; i < levels[level + 1].events; ++i) {
    const Event& event = tracer_.events_[i];
    if (is_of(event, "operand") && point(event.point).ordinal == point(node_.point).target) {
      return event.pair;
    }
  }
  return {};
}

/// The arguments count where the body uses them.
Pair TraceRules::call() {
  const auto parts = events();
  if (parts.empty() || point(parts.back().point).parent != kNoPoint) return {};
  return parts.back().pair;
}

Pair TraceRules::by_itself(const Value& value) {
  if (value.is(Kind::kElement)) {
    const auto origin = tracer_.origins_.find(value.as_element().node());
    if (origin == tracer_.origins_.end()) return {};
    return {0, store_.element(origin->second.resource, origin->second.path)};
  }
  if (!value.is(Kind::kTuple) && !value.is(Kind::kInstance)) return {};
  const auto parts = tracer_.parts_.find(&value.as_tuple());
  if (parts == tracer_.parts_.end()) return {};
  Pair result;
  for (const Pair& part : parts->second) result = store_.unite(result, part);
  return result;
}

void TraceRules::keep(std::span<const Value> items, std::vector<Pair> parts) {
  if (!items.empty()) tracer_.parts_.try_emplace(items.data(), std::move(parts));
}

Pair TraceRules::item(const Value& list, const Value& wanted, std::size_t& cursor) {
  const auto items = list.as_list().items;
  const auto parts = tracer_.parts_.find(items.data());
  if (items.empty() || parts == tracer_.parts_.end()) return by_itself(wanted);
  // Loops go from item to item: the next one stands at or after the last.
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t place = (cursor + i) % items.size();
    if (!items[place].same_as(wanted)) continue;
    cursor = place;
    return parts->second[place];
  }
  return by_itself(wanted);
}

}  // namespace cramp::engine
