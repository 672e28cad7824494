// cramp-cds check: lint the content, or a configuration.

#include <iostream>

#include "app/config/load.hpp"
#include "app/content.hpp"
#include "app/state.hpp"
#include "cdshooks/prefetch_page.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace {

int check_content(const std::string& content, bool print_prefetch) {
  const std::filesystem::path folder = app::content_directory(content);
  base::Faults faults;
  const auto catalog = cdshooks::load(folder, faults);
  for (const base::Error& fault : faults) std::cout << "fault: " << base::describe(fault) << '\n';
  if (!catalog) {
    std::cout << faults.size() << " faults in " << folder.string() << '\n';
    return 1;
  }
  if (print_prefetch) {
    std::cout << cdshooks::prefetch_markdown(*catalog);
    return 0;
  }
  for (const base::Error& warning : catalog->snapshot().warnings()) {
    std::cout << "warning: " << base::describe(warning) << '\n';
  }
  std::cout << "content is sound: " << catalog->offers().size() << " services, "
            << catalog->snapshot().terminology().size() << " value sets, "
            << catalog->snapshot().warnings().size() << " warnings\n";
  return 0;
}

/// All that `serve` would refuse to start with, short of opening ports and the database.
int check_config(const CheckOptions& options) {
  base::Faults faults;
  app::Overrides overrides;
  overrides.config = options.config;
  overrides.content = options.content;
  overrides.dev = options.dev;
  const auto state = app::State::load(overrides, faults);
  for (const base::Error& fault : faults) std::cout << "fault: " << base::describe(fault) << '\n';
  if (!faults.empty()) {
    std::cout << faults.size() << (faults.size() == 1 ? " fault" : " faults") << " in "
              << options.config << '\n';
    return 1;
  }
  const std::size_t clients = state->config.clients.size();
  std::cout << "configuration is sound: " << clients << (clients == 1 ? " client, " : " clients, ")
            << state->pipeline.catalog->offers().size() << " services\n";
  return 0;
}

}  // namespace

int check(const CheckOptions& options) {
  if (options.print_defaults) std::cout << app::default_toml();
  if (options.print_reference) std::cout << app::reference_markdown();
  if (options.print_defaults || options.print_reference) return 0;
  return options.config.empty() ? check_content(options.content, options.print_prefetch)
                                : check_config(options);
}

}  // namespace cramp::cli
