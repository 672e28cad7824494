#include "terminology/value_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "terminology/hierarchy.hpp"

namespace cramp::terminology {

namespace {

constexpr std::size_t kLongestFlatCode = 1000;

class Reader {
 public:
  Reader(ValueSet& set, std::string where, base::Faults& faults)
      : set_(set), where_(std::move(where)), faults_(faults) {}

  void read(json::View resource) {
    const json::View expansion = resource.find("expansion");
    const json::View compose = resource.find("compose");
    if (!expansion.is_object() && !compose.is_object()) return report("has no content");
    // An expansion is what compose amounts to.
    if (expansion.is_object()) {
      read_expansion(expansion);
    } else {
      read_compose(compose);
    }
  }

 private:
  void report(std::string what) { faults_.push_back(fault(where_, std::move(what))); }

  void allow(json::View object, std::string_view place,
             std::initializer_list<std::string_view> names) {
    for (const auto [name, value] : object.members()) {
      if (name == "id" || name == "extension" || name.starts_with('_')) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        report(fmt::format("{} has '{}', which is not supported", place, name));
      }
    }
  }

  void read_expansion(json::View expansion) {
    std::size_t count = 0;
    read_contains(expansion.find("contains"), count);
    if (count == 0) report("the expansion is empty");
    const std::string_view total = expansion.find("total").text();
    std::size_t expected = count;
    std::from_chars(total.data(), total.data() + total.size(), expected);
    if (expected > count) {
      report(fmt::format("the expansion holds {} of {} codes", count, expected));
    }
  }

  void read_contains(json::View contains, std::size_t& count) {
    for (const json::View item : contains.items()) {
      ++count;
      if (!item.find("abstract").boolean())
        add_code(set_.listed, item.string("system"), item.string("version"), item);
      read_contains(item.find("contains"), count);
    }
  }

  void read_compose(json::View compose) {
    allow(compose, "compose", {"include", "exclude", "lockedDate", "inactive"});
    if (compose.find("include").size() == 0) report("includes nothing");
    for (const json::View part : compose.find("include").items()) read_include(part);
    for (const json::View part : compose.find("exclude").items()) read_exclude(part);
  }

  void read_include(json::View part) {
    allow(part, "include", {"system", "version", "concept", "filter", "valueSet"});
    const json::View references = part.find("valueSet");
    if (references) return read_references(part, references);
    if (part.string("system").empty()) return report("an include has no system");
    const json::View concepts = part.find("concept");
    const json::View filters = part.find("filter");
    if (concepts.size() != 0 && filters.size() == 0) return read_concepts(set_.listed, part);
    if (filters.size() == 1 && concepts.size() == 0) return read_filter(part, filters.at(0));
    report(
        fmt::format("an include of {} needs either concepts or one filter", part.string("system")));
  }

  void read_references(json::View part, json::View references) {
    const bool alone = references.size() == 1 && !part.find("system") && !part.find("concept") &&
                       !part.find("filter");
    if (!alone || references.at(0).text().empty()) {
      return report("an include with valueSet holds one value set and nothing else");
    }
    set_.references.emplace_back(references.at(0).text());
  }

  void read_exclude(json::View part) {
    allow(part, "exclude", {"system", "version", "concept"});
    if (part.string("system").empty()) return report("an exclude has no system");
    if (part.find("concept").size() == 0) return report("an exclude lists no codes");
    read_concepts(set_.excluded, part);
  }

  void read_concepts(std::vector<Coding>& into, json::View part) {
    for (const json::View item : part.find("concept").items()) {
      allow(item, "concept", {"code", "display", "designation"});
      add_code(into, part.string("system"), part.string("version"), item);
    }
  }

  void add_code(std::vector<Coding>& into, std::string_view system, std::string_view version,
                json::View item) {
    const std::string_view code = item.string("code");
    if (system.empty()) return report("a code has no system");
    if (code.empty()) return report(fmt::format("a concept of {} has no code", system));
    const std::size_t longest = find_hierarchy(system) != nullptr ? kLongestCode : kLongestFlatCode;
    if (code.size() > longest) return report(fmt::format("a code of {} is too long", system));
    into.push_back({std::string(system), std::string(code), std::string(item.string("display")),
                    std::string(version)});
  }

  void read_filter(json::View part, json::View filter) {
    const std::string_view system = part.string("system");
    const std::string_view property = filter.string("property");
    const std::string_view op = filter.string("op");
    const std::string_view value = filter.string("value");
    if (property != "concept" || (op != "is-a" && op != "descendent-of")) {
      return report(
          fmt::format("filter '{} {}' is not supported, only 'concept is-a' and "
                      "'concept descendent-of'",
                      property, op));
    }
    if (find_hierarchy(system) == nullptr) {
      return report(fmt::format("a filter needs a hierarchical system, {} is not one", system));
    }
    if (value.empty() || value.size() > kLongestCode) return report("a filter has no code");
    set_.prefixes.push_back({std::string(system), std::string(value), op == "is-a"});
  }

  ValueSet& set_;
  std::string where_;
  base::Faults& faults_;
};

}  // namespace

base::Error fault(std::string where, std::string what) {
  return {base::Code::kContent, "A value set is at fault.", std::move(what), std::move(where)};
}

ValueSet read_value_set(json::View resource, base::Faults& faults) {
  ValueSet set;
  set.url = resource.string("url");
  set.version = resource.string("version");
  const std::string where =
      set.url.empty() ? fmt::format("ValueSet/{}", resource.string("id")) : set.url;
  if (resource.string("resourceType") != "ValueSet") {
    faults.push_back(fault(where, "is not a ValueSet"));
    return set;
  }
  if (set.url.empty()) faults.push_back(fault(where, "has no url"));
  Reader(set, where, faults).read(resource);
  return set;
}

}  // namespace cramp::terminology
