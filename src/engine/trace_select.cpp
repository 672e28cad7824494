// Properties, and operators that give what their operands hold.

#include <algorithm>
#include <charconv>

#include "engine/trace_rules.hpp"

namespace cramp::engine {

namespace {

bool is_primitive(fhir::TypeId type) {
  return fhir::type_info(type).system != fhir::SystemType::kNone;
}

/// Takes one step off "name[0].given".
std::string_view next_step(std::string_view& path) {
  const std::size_t end = std::min(path.find('.'), path.size());
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return step;
}

/// True of values that are told apart by where they live.
bool has_identity(const Value& value) {
  return !value.is_null() && !value.is(Kind::kBoolean) && !value.is(Kind::kInteger) &&
         !value.is(Kind::kLong);
}

}  // namespace

Pair TraceRules::property() {
  const auto parts = events();
  if (parts.empty()) return {};
  const Value& source = parts.back().value;
  const Pair& from = parts.back().pair;
  std::string_view path = point(node_.point).expression->attribute("path");
  if (source.is(Kind::kTuple) || source.is(Kind::kInstance)) {
    const auto known = tracer_.parts_.find(&source.as_tuple());
    const auto names = source.as_tuple().names;
    const auto name = std::ranges::find(names, path);
    if (known == tracer_.parts_.end() || name == names.end()) return from;
    const Pair& element = known->second[static_cast<std::size_t>(name - names.begin())];
    return {store_.unite(from.control, element.control), element.data};
  }
  if (!source.is(Kind::kElement)) return from;
  const auto origin = tracer_.origins_.find(source.as_element().node());
  if (origin == tracer_.origins_.end()) return from;
  const json::Node* resource = origin->second.resource;
  std::uint32_t place = origin->second.path;
  while (!path.empty()) {
    const std::string_view step = next_step(path);
    if (step != "value" || !is_primitive(source.fhir_type())) place = store_.step(place, step);
  }
  note_origin(value_, resource, place);
  return {from.control, store_.element(resource, place)};
}

void TraceRules::note_origin(const Value& value, const json::Node* resource, std::uint32_t path) {
  if (value.is(Kind::kElement)) {
    tracer_.origins_.try_emplace(value.as_element().node(), Tracer::Origin{resource, path});
  } else if (value.is(Kind::kList)) {
    const auto items = value.as_list().items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      note_origin(items[i], resource, store_.step(path, i));
    }
  }
}

/// First, Last, Take, Flatten, Max …: an item rests on what it rested on in its list.
Pair TraceRules::selected() {
  const Pair whole = all();
  struct Known {
    Value value;
    Pair pair;
  };
  std::vector<Known> known;
  const auto add_items = [&](const Value& list) {
    std::size_t cursor = 0;
    for (const Value& one : list.as_list().items) {
      known.push_back({one, item(list, one, cursor)});
    }
  };
  for (const Event& event : events()) {
    if (!event.value.is(Kind::kList)) continue;
    add_items(event.value);
    for (const Value& inner : event.value.as_list().items) {
      if (inner.is(Kind::kList)) add_items(inner);
    }
  }
  if (known.empty()) return whole;
  constexpr std::size_t kMaxComparisons = 4'000'000;
  std::size_t compared = 0;
  const auto find = [&](const Value& wanted) -> const Pair* {
    compared += known.size();
    if (compared > kMaxComparisons || !has_identity(wanted)) return nullptr;
    const auto found =
        std::ranges::find_if(known, [&](const Known& one) { return one.value.same_as(wanted); });
    return found == known.end() ? nullptr : &found->pair;
  };
  if (!value_.is(Kind::kList)) {
    const Pair* found = find(value_);
    return found == nullptr ? whole
                            : Pair{store_.unite(whole.control, found->control), found->data};
  }
  const auto items = value_.as_list().items;
  std::vector<Pair> parts(items.size());
  EvidenceId data = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Pair* found = find(items[i]);
    parts[i] = found == nullptr ? Pair{0, whole.data} : *found;
    data = store_.unite(data, store_.whole(parts[i]));
  }
  keep(items, std::move(parts));
  return {whole.control, items.empty() ? whole.data : data};
}

}  // namespace cramp::engine
