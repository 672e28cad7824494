#include "rules/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/content_files.hpp"

namespace cramp::rules {

namespace {

using terminology::Terminology;
using terminology::ValueSetId;

class Coverage {
 public:
  Coverage(const Service& service, const Terminology& terminology)
      : service_(service), terminology_(terminology) {}

  bool covers(const Retrieve& retrieve) const {
    if (any([&](const auto& requirement) {
          return requirement.type == retrieve.type && requirement.code_filters.empty();
        })) {
      return true;
    }
    if (retrieve.code_property.empty()) return false;
    if (!retrieve.value_set.empty()) return covers_set(retrieve);
    return std::all_of(retrieve.codes.begin(), retrieve.codes.end(), [&](const auto& code) {
      return covers_code(retrieve, code.first, code.second);
    });
  }

 private:
  template <class Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(service_.requirements.begin(), service_.requirements.end(), predicate);
  }

  /// The value set by which the requirement filters the retrieved element, if by that alone.
  const CodeFilter* only_filter(const DataRequirement& requirement,
                                const Retrieve& retrieve) const {
    if (requirement.type != retrieve.type || requirement.code_filters.size() != 1) return nullptr;
    const CodeFilter& filter = requirement.code_filters.front();
    return filter.path == retrieve.code_property ? &filter : nullptr;
  }

  bool covers_code(const Retrieve& retrieve, std::string_view system, std::string_view code) const {
    return any([&](const auto& requirement) {
      const CodeFilter* filter = only_filter(requirement, retrieve);
      return filter != nullptr && terminology_.contains(filter->id, system, code);
    });
  }

  bool covers_set(const Retrieve& retrieve) const {
    const auto id = terminology_.find(retrieve.value_set);
    if (!id) return true;  // a fault of its own
    if (any([&](const auto& requirement) {
          const CodeFilter* filter = only_filter(requirement, retrieve);
          return filter != nullptr && filter->id == *id;
        })) {
      return true;
    }
    const auto listed = terminology_.listed(*id);
    return !terminology_.has_filters(*id) &&
           std::all_of(listed.begin(), listed.end(), [&](const auto& coding) {
             return covers_code(retrieve, coding.system, coding.code);
           });
  }

  const Service& service_;
  const Terminology& terminology_;
};

std::string filter_text(const Retrieve& retrieve) {
  if (!retrieve.value_set.empty()) {
    return fmt::format("with {} in {}", retrieve.code_property, retrieve.value_set);
  }
  if (retrieve.codes.empty()) return "without a code filter";
  return fmt::format("with {} {}|{}", retrieve.code_property, retrieve.codes.front().first,
                     retrieve.codes.front().second);
}

}  // namespace

void check_coverage(const Service& service, const std::set<Retrieve>& retrieves,
                    const Terminology& terminology, const std::string& where,
                    base::Faults& faults) {
  const Coverage coverage(service, terminology);
  std::set<std::string> told;
  for (const Retrieve& retrieve : retrieves) {
    if (coverage.covers(retrieve)) continue;
    const std::string text = fmt::format("{} {}", retrieve.type, filter_text(retrieve));
    if (!told.insert(text).second) continue;
    faults.push_back(content_fault(
        where, fmt::format("{}:{} retrieves {}, and no dataRequirement covers that; add one",
                           retrieve.library, retrieve.line, text)));
  }
}

void check_needed(const Service& service, const std::set<Retrieve>& retrieves,
                  base::Faults& faults) {
  for (const DataRequirement& requirement : service.requirements) {
    if (std::any_of(retrieves.begin(), retrieves.end(),
                    [&](const Retrieve& one) { return one.type == requirement.type; })) {
      continue;
    }
    faults.push_back(content_fault(
        requirement.where, fmt::format("the plan {} never retrieves {}; remove it, since a service "
                                       "asks only for what it needs",
                                       service.id, requirement.type)));
  }
}

}  // namespace cramp::rules
