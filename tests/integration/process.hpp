#pragma once
// The real binary as a child process.

#include <filesystem>
#include <functional>
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

/// A folder of its own that goes with the test; unique among processes.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file and returns its name.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// A running `cramp-cds serve` with a working directory of its own; killed when it goes out of
/// scope.
class Service {
 public:
  enum class Mode { kDev, kProduction };

  /// Starts on free ports and waits until it says that it listens.
  explicit Service(std::vector<std::string> more_arguments = {}, Mode mode = Mode::kDev);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::uint16_t port() const { return port_; }
  std::uint16_t admin_port() const { return admin_port_; }
  int pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for its end.
  int wait();
  const std::filesystem::path& folder() const { return folder_.path(); }
  /// What it has written on standard error so far; all of it after wait().
  std::string log() const;

 private:
  Folder folder_;
  int pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
  std::uint16_t admin_port_ = 0;
  std::filesystem::path log_;
};

/// Asks again and again, a millisecond apart, until it is so; false after half a minute.
bool eventually(const std::function<bool()>& is_so);

}  // namespace cramp::testing
