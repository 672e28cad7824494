#pragma once
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace cramp::base {

/// The whole file; "-" is standard input. Code::kContent naming the file when it cannot be read.
Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace cramp::base
