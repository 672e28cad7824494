#include "engine/retrieve_index.hpp"

#include <algorithm>
#include <array>

namespace cramp::engine {

namespace {

/// A code alone may be of any system.
bool matches(std::string_view wanted_system, std::string_view system) {
  return wanted_system.data() == nullptr || system.data() == nullptr || wanted_system == system;
}

/// A record has few codes, each many times: looked up once, as long as no other takes the place.
class CodesSeen {
 public:
  explicit CodesSeen(const terminology::Terminology& terms) : terms_(terms) {}

  std::span<const terminology::ValueSetId> sets_of(std::string_view system, std::string_view code) {
    Seen& seen = seen_[place(code)];
    const bool in_any_system = system.data() == nullptr;
    if (seen.code == code && seen.system == system &&
        (seen.system.data() == nullptr) == in_any_system) {
      return seen.sets;
    }
    const auto sets = in_any_system ? terms_.sets_of_code(code) : terms_.sets_of(system, code);
    seen = {system, code, sets};
    return sets;
  }

 private:
  struct Seen {
    std::string_view system, code;
    std::span<const terminology::ValueSetId> sets;
  };
  static constexpr std::size_t kPlaces = 32;

  static std::size_t place(std::string_view code) {
    const auto at = [code](std::size_t i) { return static_cast<unsigned char>(code[i]); };
    return (code.size() + at(0) * 5U + at(code.size() / 2) * 7U + at(code.size() - 1) * 3U) %
           kPlaces;
  }

  const terminology::Terminology& terms_;
  std::array<Seen, kPlaces> seen_;
};

}  // namespace

RetrieveIndex::RetrieveIndex(const Program::Impl& program, const fhir::PatientData& data,
                             Context& context)
    : program_(program),
      data_(data),
      context_(context),
      all_(program.resource_types.size()),
      codes_(program.code_keys.size()) {}

Value RetrieveIndex::all(std::size_t type) {
  if (!all_[type].is_null()) return all_[type];
  const fhir::TypeId id = program_.resource_types[type];
  const auto resources = data_.of_type(fhir::type_info(id).name);
  const auto items = context_.arena.array<Value>(resources.size());
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = Value::element(resources[i], id);
  all_[type] = context_.list(items, data_.all_identified(fhir::type_info(id).name));
  return all_[type];
}

Value RetrieveIndex::in_value_set(std::size_t key, std::size_t set) {
  return codes(key).lists[set];
}

Value RetrieveIndex::in_set(std::size_t key, terminology::ValueSetId set) {
  const Codes& from = codes(key);
  std::vector<std::size_t> found;
  for (const Coding& coding : from.codings) {
    if (program_.terminology->contains(set, coding.system, coding.code)) {
      found.push_back(coding.resource);
    }
  }
  return make_list(program_.code_keys[key], from, found);
}

Value RetrieveIndex::of_system(std::size_t key, std::string_view system) {
  const Codes& from = codes(key);
  std::vector<std::size_t> found;
  for (const Coding& coding : from.codings) {
    if (coding.system == system) found.push_back(coding.resource);
  }
  return make_list(program_.code_keys[key], from, found);
}

Value RetrieveIndex::with_code(std::size_t key, std::span<const Needle> needles) {
  const Codes& from = codes(key);
  std::vector<std::size_t> found;
  for (const Needle& needle : needles) {
    for (const Coding& coding : from.codings) {
      if (coding.code == needle.code && matches(needle.system, coding.system)) {
        found.push_back(coding.resource);
      }
    }
  }
  return make_list(program_.code_keys[key], from, found);
}

RetrieveIndex::Codes& RetrieveIndex::codes(std::size_t key) {
  Codes& result = codes_[key];
  if (result.ready) return result;
  const CodeKey& plan = program_.code_keys[key];
  result.resources = data_.of_type(plan.type_name);
  result.distinct = data_.all_identified(plan.type_name);
  result.codings.reserve(result.resources.size());
  for (const CodedMember& member : plan.members) {
    std::uint32_t place = 0;
    for (std::size_t i = 0; i < result.resources.size(); ++i) {
      const json::View element = find_at(result.resources[i], member.name, place);
      for_each_code(element, member.shape, [&](std::string_view system, std::string_view code) {
        if (!code.empty()) result.codings.push_back({i, system, code});
      });
    }
  }
  group_by_value_set(plan, result);
  result.ready = true;
  return result;
}

void RetrieveIndex::group_by_value_set(const CodeKey& key, Codes& into) {
  CodesSeen seen(*program_.terminology);
  /// One resource in one value set. Most value sets have none, and cost no more than their count.
  struct Hit {
    std::uint32_t set;
    std::size_t resource;
  };
  std::vector<Hit> hits;
  std::vector<std::size_t> counts(key.sets);
  for (const Coding& coding : into.codings) {
    for (const terminology::ValueSetId id : seen.sets_of(coding.system, coding.code)) {
      const std::uint32_t set = key.set_places[id];
      if (set == CodeKey::kNoSet) continue;
      hits.push_back({set, coding.resource});
      ++counts[set];
    }
  }
  const Value none = context_.list({});
  into.lists = context_.arena.array<Value>(counts.size());
  std::vector<std::size_t> resources;
  for (std::uint32_t set = 0; set < counts.size(); ++set) {
    into.lists[set] = none;
    if (counts[set] == 0) continue;
    resources.clear();
    for (const Hit& hit : hits) {
      if (hit.set == set) resources.push_back(hit.resource);
    }
    into.lists[set] = make_list(key, into, resources);
  }
}

/// `resources` may be in any order and name one more than once.
Value RetrieveIndex::make_list(const CodeKey& key, const Codes& from,
                               std::vector<std::size_t>& resources) {
  std::ranges::sort(resources);
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
  const auto items = context_.arena.array<Value>(resources.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = Value::element(from.resources[resources[i]], key.type);
  }
  return context_.list(items, from.distinct);
}

}  // namespace cramp::engine
