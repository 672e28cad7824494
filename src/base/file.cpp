#include "base/file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace cramp::base {

Result<std::string> read_file(const std::filesystem::path& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  // A folder opens, but cannot be read.
  if (!file || file.peek() == std::ifstream::traits_type::eof()) {
    if (!file.eof() || std::filesystem::is_directory(path)) {
      const std::string text =
          std::string("cannot be read: ") + std::strerror(errno ? errno : EISDIR);
      return Error{Code::kContent, text, text, path.string()};
    }
    file.clear();
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace cramp::base
