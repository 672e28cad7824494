#pragma once
// The JSON files of a content directory.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "json/document.hpp"

namespace cramp::rules {

struct ContentFile {
  std::string path;  ///< relative to the content directory, for messages
  std::string stem;  ///< file name without ".json"
  json::Document document;

  json::View root() const { return document.root(); }
  std::string at(std::string_view element) const { return path + ":" + std::string(element); }
};

/// A fault of the content: `where` is "file:element", `text` says what to do.
base::Error content_fault(std::string where, std::string text);

/// The `*.json` files directly in `content`/`folder`, by name; none when there is no such folder. A
/// file that is not JSON, or not a resource of `type` (unless that is empty), is a fault and left
/// out.
std::vector<ContentFile> read_folder(const std::filesystem::path& content,
                                     const std::filesystem::path& folder, std::string_view type,
                                     const json::Limits& limits, base::Faults& faults);

/// The names of the folders directly in `content`/`folder`, sorted.
std::vector<std::string> subfolders(const std::filesystem::path& content,
                                    const std::filesystem::path& folder);

}  // namespace cramp::rules
