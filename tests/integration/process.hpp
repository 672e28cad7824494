#pragma once
// The real binary as a child process.

#include <string>
#include <string_view>
#include <vector>

namespace cramp::testing {

struct Finished {
  int status = -1;  ///< exit status; 128 + signal when a signal ended it
  std::string out, err;
};

/// Runs `cramp-cds` to its end.
Finished run(const std::vector<std::string>& arguments, std::string_view input = {});

/// A running `cramp-cds serve`; killed when it goes out of scope.
class Service {
 public:
  /// Starts on a free port and waits until it says that it listens.
  explicit Service(std::vector<std::string> more_arguments = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::uint16_t port() const { return port_; }
  void signal(int number) const;
  /// Waits for its end.
  int wait();

 private:
  int pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace cramp::testing
