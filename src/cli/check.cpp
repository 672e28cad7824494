// cramp-cds check: lint the content.

#include <iostream>

#include "app/content.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

int check(const std::string& content) {
  const std::filesystem::path folder = app::content_directory(content);
  base::Faults faults;
  const auto catalog = cdshooks::load(folder, faults);
  for (const base::Error& fault : faults) std::cout << "fault: " << base::describe(fault) << '\n';
  if (!catalog) {
    std::cout << faults.size() << " faults in " << folder.string() << '\n';
    return 1;
  }
  for (const base::Error& warning : catalog->snapshot().warnings()) {
    std::cout << "warning: " << base::describe(warning) << '\n';
  }
  std::cout << "content is sound: " << catalog->offers().size() << " services, "
            << catalog->snapshot().terminology().size() << " value sets, "
            << catalog->snapshot().warnings().size() << " warnings\n";
  return 0;
}

}  // namespace cramp::cli
