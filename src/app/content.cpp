#include "app/content.hpp"

#include <system_error>

namespace cramp::app {

namespace fs = std::filesystem;

fs::path content_directory(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code ignored;
  const fs::path executable = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path source_tree = executable.parent_path().parent_path().parent_path();
  for (const fs::path& candidate : {fs::path("."), source_tree}) {
    if (fs::is_directory(candidate / "rules", ignored) &&
        fs::is_directory(candidate / "profiles", ignored)) {
      return candidate;
    }
  }
  return "/usr/share/cramp-cds";
}

}  // namespace cramp::app
