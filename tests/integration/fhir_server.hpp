#pragma once
// tools/fhir-server.mjs as a child process: the EHR's FHIR server, with faults on demand.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/value.hpp"

namespace cramp::testing {

class FhirServer {
 public:
  /// Waits until it listens. Throws where there is no node, or not its packages.
  explicit FhirServer(const std::vector<std::string>& more_arguments = {});
  ~FhirServer();
  FhirServer(const FhirServer&) = delete;
  FhirServer& operator=(const FhirServer&) = delete;

  /// True where node and the packages are there: `npm ci --prefix tools`.
  static bool is_possible();

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view host = "127.0.0.1") const;
  /// Begins anew: `rig` is what PUT /rig takes.
  void set(const json::Value& rig) const;
  struct Asked {
    std::string url, authorization;
  };
  /// The requests since set(), in order.
  std::vector<Asked> asked() const;
  /// Connections since set(), without those of this class.
  int connections() const;

 private:
  int pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace cramp::testing
