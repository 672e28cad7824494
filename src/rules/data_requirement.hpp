#pragma once
// What data a plan asks for (FHIR DataRequirement, docs/content.md "Data requirements").

#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "terminology/terminology.hpp"

namespace cramp::rules {

/// Keeps the resources of which some coding at `path` is in the value set.
struct CodeFilter {
  std::string path;       ///< FHIR element, a choice without [x]: "code", "medication"
  std::string value_set;  ///< canonical
  terminology::ValueSetId id = 0;
};

/// Keeps the resources dated within the last `days`.
struct DateFilter {
  std::string path;
  int days = 0;
};

struct DataRequirement {
  std::string key;   ///< unique within its Library; a loaded Service has none without
  std::string type;  ///< FHIR resource type
  std::vector<CodeFilter> code_filters;
  std::vector<DateFilter> date_filters;
  bool required = false;  ///< without this data nothing can be said
  std::string query;      ///< the author's own query template; empty: made from the filters
  std::string where;      ///< file and element path, for faults
};

/// True when a FHIR search by the code filters would find the resource: some coding of each
/// filtered element is in the value set. Text and references have no codes. Date filters are not
/// looked at.
bool keeps(const DataRequirement& requirement, json::View resource,
           const terminology::Terminology& terminology);

}  // namespace cramp::rules
