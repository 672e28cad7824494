#pragma once
// What the commands read, with one way to say what is wrong with it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cdshooks/catalog.hpp"
#include "json/document.hpp"
#include "rules/outcome.hpp"
#include "time/temporal.hpp"

namespace cramp::cli {

/// Prints "cramp-cds: text" on standard error.
void complain(const std::string& text);
void complain(const base::Error& error);
void complain(const base::Faults& faults);

/// File or "-". The error names the file.
base::Result<json::Document> read_json(const std::filesystem::path& path,
                                       const json::Limits& limits = {});

/// The *.json files of a folder, by name.
std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder);

/// `--now`, or the system's time in UTC when empty.
base::Result<time::Temporal> instant_from(const std::string& text);

/// Earlier outcomes in a file; none when no file is named. The error names the file.
base::Result<std::vector<rules::Outcome>> read_history(const std::filesystem::path& path);

/// Loads the content and complains about every fault; nullptr when there are some.
std::shared_ptr<const cdshooks::Catalog> load_content(
    const std::string& content, engine::Tracing tracing = engine::Tracing::kOff);

}  // namespace cramp::cli
