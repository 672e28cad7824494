#pragma once
// HAProxy with the configuration that docker-compose.yml uses, before replicas on this machine.

#include <memory>
#include <vector>

#include "process.hpp"

namespace cramp::testing {

class Haproxy {
 public:
  static bool is_installed();
  /// Listens on a free port, and takes the replicas for healthy until it finds otherwise.
  explicit Haproxy(const std::vector<const Service*>& replicas);
  ~Haproxy();
  Haproxy(const Haproxy&) = delete;
  Haproxy& operator=(const Haproxy&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  Folder folder_;
  int pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace cramp::testing
