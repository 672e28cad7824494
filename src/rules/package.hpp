#pragma once
// The parts of one package folder while it is being loaded.

#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluation.hpp"
#include "json/document.hpp"
#include "rules/content_files.hpp"
#include "rules/library_index.hpp"
#include "rules/service.hpp"
#include "terminology/terminology.hpp"

namespace cramp::rules {

/// Own extensions (docs/content.md) have this prefix.
inline constexpr std::string_view kExtensionPrefix =
    "https://cramp-cds.org/fhir/StructureDefinition/";

struct Package {
  std::string folder;  ///< "rules/leg-cramps"
  std::vector<ContentFile> libraries, plans, activities;
  LibraryIndex names;
  const engine::Program* program = nullptr;  ///< nullptr: the libraries could not be linked
  const terminology::Terminology* terminology = nullptr;
};

/// The file whose resource has this canonical ("url" or "url|version"); nullptr when there is none.
const ContentFile* find_canonical(const std::vector<ContentFile>& files,
                                  std::string_view canonical);

/// Faults for extensions with our prefix that are not among `known`: they would be ignored
/// silently. `prefix` names the element for messages and ends in ':' or '.'.
void check_extensions(json::View element, std::span<const std::string_view> known,
                      const std::string& prefix, base::Faults& faults);
/// The extension of that name below our prefix, or nothing.
json::View find_extension(json::View element, std::string_view name);

/// An absolute http or https URL with a host and without blanks.
bool is_web_url(std::string_view url);

}  // namespace cramp::rules
