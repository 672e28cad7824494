// cramp-cds serve: the CDS Hooks service.

#include <malloc.h>
#include <pthread.h>
#include <signal.h>

#include <iostream>

#include "app/config/values.hpp"
#include "app/host.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace {

/// Keeps the memory of a large request for the next one: giving it back to the system and taking it
/// again costs as much as parsing it.
void keep_memory_between_requests() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
}

/// Blocks the signals that end or reload the service, in this thread and those that it starts. A
/// reader of the log that went away must not end it either.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return signals;
}

bool read_endpoint(const char* option, const std::string& text,
                   std::optional<app::Endpoint>& endpoint) {
  if (text.empty()) return true;
  if (app::parse_value(text, endpoint.emplace())) return true;
  complain(std::string(option) + " wants HOST:PORT, not '" + text + "'");
  return false;
}

/// What a developer must know who wonders why a card does not come back.
std::string memory_of(const app::StoreConfig& store) {
  if (store.kind == app::StoreKind::kNone) {
    return "nothing is remembered: the working directory cannot be written";
  }
  return "cards shown and feedback are remembered in " + store.sqlite.string() +
         " of the working directory; delete it to start afresh";
}

}  // namespace

int serve(const ServeOptions& options) {
  app::Overrides overrides{.config = options.config,
                           .listen = {},
                           .admin_listen = {},
                           .content = options.content,
                           .threads = options.threads,
                           .dev = options.dev};
  if (!read_endpoint("--listen", options.listen, overrides.listen) ||
      !read_endpoint("--admin-listen", options.admin_listen, overrides.admin_listen)) {
    return 2;
  }
  if (!options.dev && options.config.empty()) {
    complain(
        "without a configuration that has TLS and clients (--config FILE) the service runs only "
        "with --dev, for development");
    return 2;
  }
  keep_memory_between_requests();
  const sigset_t signals = block_signals();
  app::Host host(std::move(overrides), CRAMP_VERSION);
  base::Faults faults;
  if (!host.start(faults)) {
    complain(faults);
    complain(std::to_string(faults.size()) + (faults.size() == 1 ? " fault" : " faults") +
             ": not started");
    return 2;
  }
  if (options.dev) {
    complain("WARNING: --dev: no client authentication; not for patient data of real people");
    if (options.config.empty()) complain(memory_of(host.state()->config.store));
  }
  if (!host.admin_address().empty()) {
    std::cout << "health, metrics and reload at " << host.admin_address() << '\n';
  }
  const bool has_pages = host.state()->config.admin.pages && !host.admin_address().empty();
  if (options.dev) {
    std::cout << "workbench at " << host.url() << "/\n";
  } else if (has_pages) {
    std::cout << "workbench at " << host.admin_address() << '\n';
  }
  const std::size_t count = host.state()->pipeline.catalog->offers().size();
  std::cout << count << (count == 1 ? " service" : " services") << " ready at " << host.url()
            << "/cds-services" << std::endl;
  for (int signal = SIGHUP; signal == SIGHUP;) {
    sigwait(&signals, &signal);
    if (signal == SIGHUP) host.reload();
  }
  std::cout << "stopping" << std::endl;
  host.stop();
  return 0;
}

}  // namespace cramp::cli
