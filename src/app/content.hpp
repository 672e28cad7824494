#pragma once
#include <filesystem>
#include <string>

namespace cramp::app {

/// The folder that holds rules/ and profiles/: `given` when not empty, else the first that has them
/// of the working directory, the source tree of this executable (two folders up),
/// /usr/share/cramp-cds.
std::filesystem::path content_directory(const std::string& given);

}  // namespace cramp::app
