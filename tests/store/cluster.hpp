#pragma once
// A PostgreSQL server of the test's own: made with initdb in a temporary folder, on a Unix socket
// there, as an unprivileged user, gone with the process.

#include <filesystem>
#include <memory>
#include <string>

namespace cramp::testing {

class Cluster {
 public:
  /// nullptr where no PostgreSQL is installed. Throws when there is one and it does not start.
  static std::unique_ptr<Cluster> start();
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  /// The connection string of a new, empty database.
  std::string new_database();

  /// All of the server stands still: it neither answers nor refuses.
  void freeze() const;
  void thaw() const;
  /// Ends at once, as with a power cut; restart() brings it back.
  void kill();
  void restart();

 private:
  Cluster() = default;
  void launch();
  void signal(int number) const;
  std::string conninfo(const std::string& database) const;

  std::filesystem::path folder_, programs_;
  int pid_ = -1;
  int databases_ = 0;
};

}  // namespace cramp::testing
