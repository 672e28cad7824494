#include "rules/requirement_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "fhir/model.hpp"
#include "rules/search_parameters.hpp"

namespace cramp::rules {

namespace {

using std::string_view;

/// Elements that would narrow a query and that nothing here does.
constexpr std::array<string_view, 2> kNotSupported{"limit", "sort"};

bool is_key(string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

class Reader {
 public:
  Reader(const terminology::Terminology& terminology, base::Faults& faults)
      : terminology_(terminology), faults_(faults) {}

  DataRequirement read(json::View element, std::string where) {
    DataRequirement requirement;
    requirement.where = std::move(where);
    requirement.key = std::string(element.string("id"));
    requirement.type = std::string(element.string("type"));
    if (!requirement.key.empty() && !is_key(requirement.key)) {
      fault(requirement, ".id", "must be the prefetch key: letters, digits, '-' and '_'");
    }
    const fhir::TypeId type = fhir::find_type(requirement.type);
    if (type == fhir::kUnknownType || !fhir::is_subtype(type, fhir::find_type("Resource"))) {
      fault(requirement, ".type",
            fmt::format("\"{}\" is no FHIR R4 resource type", requirement.type));
    }
    for (const string_view name : kNotSupported) {
      if (element.find(name)) {
        fault(requirement, fmt::format(".{}", name),
              "is not supported; write the query in the extension prefetch-query");
      }
    }
    code_filters(element.find("codeFilter"), requirement, type);
    date_filters(element.find("dateFilter"), requirement, type);
    extensions(element, requirement);
    if (requirement.key.empty()) check_keyless(requirement);
    return requirement;
  }

 private:
  void fault(const DataRequirement& requirement, string_view element, std::string text) {
    faults_.push_back(content_fault(requirement.where + std::string(element), std::move(text)));
  }

  /// What has no key of its own is nothing that a search brings.
  void check_keyless(const DataRequirement& requirement) {
    if (requirement.required || !requirement.query.empty()) {
      fault(requirement, "",
            "without id it has no prefetch key, so it can be neither required nor queried");
    }
    if (requirement.type == "Patient" || is_searched_by_patient(requirement.type)) {
      fault(requirement, ".id",
            fmt::format("is missing; {} is searched by patient and needs a prefetch key",
                        requirement.type));
    }
  }

  bool check_path(const DataRequirement& requirement, fhir::TypeId type, string_view path,
                  const std::string& place) {
    if (type == fhir::kUnknownType || fhir::find_element(type, path) != nullptr) return true;
    fault(requirement, place + ".path",
          fmt::format("{} has no element \"{}\" in FHIR R4", requirement.type, path));
    return false;
  }

  void code_filters(json::View filters, DataRequirement& requirement, fhir::TypeId type) {
    for (std::size_t i = 0; i < filters.size(); ++i) {
      const json::View filter = filters.at(i);
      const std::string place = fmt::format(".codeFilter[{}]", i);
      const string_view path = filter.string("path");
      const string_view value_set = filter.string("valueSet");
      if (path.empty() || value_set.empty()) {
        fault(requirement, place, "needs path and valueSet");
        continue;
      }
      if (!check_path(requirement, type, path, place)) continue;
      const auto id = terminology_.find(value_set);
      if (!id) {
        fault(requirement, place + ".valueSet",
              fmt::format("no ValueSet {} is in profiles/valuesets", value_set));
        continue;
      }
      requirement.code_filters.push_back({std::string(path), std::string(value_set), *id});
    }
  }

  void date_filters(json::View filters, DataRequirement& requirement, fhir::TypeId type) {
    for (std::size_t i = 0; i < filters.size(); ++i) {
      const std::string place = fmt::format(".dateFilter[{}]", i);
      const string_view path = filters.at(i).string("path");
      const json::View duration = filters.at(i).find("valueDuration");
      const string_view value = duration.find("value").text();
      int days = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
      const bool is_whole = error == std::errc() && end == value.data() + value.size() && days > 0;
      if (path.empty() || !is_whole || duration.string("code") != "d") {
        fault(requirement, place, "needs path and valueDuration in whole days (code \"d\")");
        continue;
      }
      if (!check_path(requirement, type, path, place)) continue;
      requirement.date_filters.push_back({std::string(path), days});
    }
  }

  void extensions(json::View element, DataRequirement& requirement) {
    constexpr std::array<string_view, 2> kKnown{"data-required", "prefetch-query"};
    check_extensions(element, kKnown, requirement.where + ".", faults_);
    if (const json::View required = find_extension(element, "data-required")) {
      if (!required.find("valueBoolean").is_boolean()) {
        fault(requirement, ".extension(data-required)", "needs valueBoolean");
      }
      requirement.required = required.find("valueBoolean").boolean();
    }
    if (const json::View query = find_extension(element, "prefetch-query")) {
      requirement.query = std::string(query.string("valueString"));
      if (requirement.query.empty()) {
        fault(requirement, ".extension(prefetch-query)", "needs valueString");
      }
    }
  }

  const terminology::Terminology& terminology_;
  base::Faults& faults_;
};

}  // namespace

std::vector<DataRequirement> read_requirements(const ContentFile& library,
                                               const terminology::Terminology& terminology,
                                               base::Faults& faults) {
  std::vector<DataRequirement> requirements;
  Reader reader(terminology, faults);
  const json::View elements = library.root().find("dataRequirement");
  for (std::size_t i = 0; i < elements.size(); ++i) {
    std::string where = library.at(fmt::format("dataRequirement[{}]", i));
    DataRequirement requirement = reader.read(elements.at(i), std::move(where));
    const bool is_double =
        std::any_of(requirements.begin(), requirements.end(),
                    [&](const DataRequirement& other) { return other.key == requirement.key; });
    if (is_double && !requirement.key.empty()) {
      faults.push_back(content_fault(requirement.where + ".id",
                                     fmt::format("\"{}\" is used twice", requirement.key)));
    }
    requirements.push_back(std::move(requirement));
  }
  return requirements;
}

}  // namespace cramp::rules
