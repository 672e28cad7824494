// cramp-cds serve: the CDS Hooks service.

#include <malloc.h>
#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>

#include "app/content.hpp"
#include "app/routes.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "json/writer.hpp"
#include "net/server.hpp"

namespace cramp::cli {

namespace {

/// "127.0.0.1:8080" or "[::1]:8080".
bool parse_listen(const std::string& listen, net::ServerOptions& options) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  options.address = listen.substr(0, colon);
  if (options.address.front() == '[' && options.address.back() == ']') {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  char* end = nullptr;
  const unsigned long port = std::strtoul(listen.c_str() + colon + 1, &end, 10);
  if (end == listen.c_str() + colon + 1 || *end != '\0' || port > 65535) return false;
  options.port = static_cast<std::uint16_t>(port);
  return true;
}

/// What went wrong inside the content, one JSON line each; names only, nothing of the patient.
void record(const app::CallRecord& call) {
  for (const rules::Failure& failure : call.failures) {
    json::Value line;
    line.set("level", "error").set("event", "definition-failed").set("service", call.service);
    line.set("action", failure.action)
        .set("definition", failure.definition)
        .set("where", failure.where);
    std::cerr << json::write(line) + '\n';
  }
}

/// Keeps the memory of a large request for the next one: giving it back to the system and taking it
/// again costs as much as parsing it.
void keep_memory_between_requests() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
}

/// Blocks the signals that end the service, in this thread and those that it starts.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

int serve(const ServeOptions& options) {
  net::ServerOptions server_options;
  server_options.threads = options.threads.value_or(0);
  const std::string listen = options.listen.empty() ? "127.0.0.1:8080" : options.listen;
  if (!parse_listen(listen, server_options)) {
    complain("--listen wants HOST:PORT, not '" + options.listen + "'");
    return 2;
  }
  if (!options.dev) {
    complain(
        "without TLS and a list of trusted clients the service runs only with --dev, for "
        "development");
    return 2;
  }
  const auto catalog = load_content(options.content);
  if (!catalog) return 2;

  keep_memory_between_requests();
  const sigset_t signals = block_signals();
  const base::SystemClock clock;
  const app::Routes routes(catalog, clock, options.dev, record);
  net::Server server(server_options,
                     [&routes](net::Request request) -> boost::asio::awaitable<net::Response> {
                       co_return routes.respond(std::move(request));
                     });
  const auto started = server.start();
  if (!started) {
    complain(started.error());
    return 2;
  }
  complain(
      "WARNING: --dev: plain HTTP and no client authentication; not for patient data of real "
      "people");
  const std::string host = server_options.address.find(':') == std::string::npos
                               ? server_options.address
                               : "[" + server_options.address + "]";
  std::cout << catalog->offers().size()
            << (catalog->offers().size() == 1 ? " service" : " services") << " ready at http://"
            << host << ':' << server.port() << "/cds-services" << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  std::cout << "stopping" << std::endl;
  server.stop();
  return 0;
}

}  // namespace cramp::cli
