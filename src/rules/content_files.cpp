#include "rules/content_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"

namespace cramp::rules {

namespace fs = std::filesystem;

namespace {

/// Sorted paths of the entries of a folder; empty when it cannot be read.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().front() != '.') paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

base::Error content_fault(std::string where, std::string text) {
  return {base::Code::kContent, "", std::move(text), std::move(where)};
}

std::vector<ContentFile> read_folder(const fs::path& content, const fs::path& folder,
                                     std::string_view type, const json::Limits& limits,
                                     base::Faults& faults) {
  std::vector<ContentFile> files;
  for (const fs::path& path : entries(content / folder)) {
    if (path.extension() != ".json") continue;
    const std::string shown = (folder / path.filename()).generic_string();
    auto text = base::read_file(path);
    if (!text) {
      faults.push_back(content_fault(shown, describe(text.error())));
      continue;
    }
    auto document = json::parse(std::move(text).value(), limits);
    if (!document) {
      const base::Error& error = document.error();
      faults.push_back(content_fault(
          shown,
          fmt::format("is not JSON: {} {}", error.where,
                      error.internal_text.empty() ? error.public_text : error.internal_text)));
      continue;
    }
    const std::string_view found = document->root().string("resourceType");
    if (!type.empty() && found != type) {
      faults.push_back(
          content_fault(shown + ":resourceType",
                        fmt::format("is \"{}\", and this folder holds {} resources", found, type)));
      continue;
    }
    files.push_back({shown, path.stem().string(), std::move(document).value()});
  }
  return files;
}

std::vector<std::string> subfolders(const fs::path& content, const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::path& path : entries(content / folder)) {
    if (fs::is_directory(path)) names.push_back(path.filename().string());
  }
  return names;
}

}  // namespace cramp::rules
