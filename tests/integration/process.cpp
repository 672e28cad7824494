#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace cramp::testing {

namespace {

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  std::array<int, 2> ends{};
};

int start(const std::vector<std::string>& arguments, int in, int out, int err,
          const std::string& folder = ".") {
  std::vector<char*> argv{const_cast<char*>(CRAMP_BINARY)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const int pid = fork();
  if (pid == 0) {
    if (in >= 0) dup2(in, 0);
    if (out >= 0) dup2(out, 1);
    if (err >= 0) dup2(err, 2);
    if (chdir(folder.c_str()) != 0) _exit(126);
    execv(CRAMP_BINARY, argv.data());
    _exit(127);
  }
  if (pid < 0) throw std::runtime_error("no process");
  return pid;
}

int status_of(int pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> block{};
  for (ssize_t n = 0; (n = read(descriptor, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(n));
  }
  close(descriptor);
  return text;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(descriptor, text.data(), text.size());
    if (n <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  close(descriptor);
}

}  // namespace

Finished run(const std::vector<std::string>& arguments, std::string_view input) {
  Pipe in, out, err;
  const int pid = start(arguments, in.ends[0], out.ends[1], err.ends[1]);
  for (const int end : {in.ends[0], out.ends[1], err.ends[1]}) close(end);
  ::signal(SIGPIPE, SIG_IGN);
  Finished finished;
  std::thread writer([&] { write_all(in.ends[1], input); });
  std::thread reader([&] { finished.err = read_all(err.ends[0]); });
  finished.out = read_all(out.ends[0]);
  writer.join();
  reader.join();
  finished.status = status_of(pid);
  return finished;
}

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "cramp-test-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, std::string_view text) const {
  std::ofstream(path_ / name) << text;
  return path_ / name;
}

bool eventually(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

Service::Service(std::vector<std::string> more_arguments, Mode mode) {
  std::vector<std::string> arguments{"serve", "--listen", "127.0.0.1:0", "--admin-listen",
                                     "127.0.0.1:0"};
  if (mode == Mode::kDev) arguments.emplace_back("--dev");
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  log_ = folder_.path() / "log";
  const int err = open(log_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0600);
  Pipe out;
  pid_ = start(arguments, -1, out.ends[1], err, folder_.path());
  close(err);
  close(out.ends[1]);
  out_ = out.ends[0];
  // The line that names the address is the last; both end with the port.
  std::string text;
  for (char byte = 0; read(out_, &byte, 1) == 1;) {
    text += byte;
    const auto address = text.find("://127.0.0.1:");
    if (byte == '\n' && address != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::atoi(text.c_str() + address + 13));
      const auto admin = text.find("reload at 127.0.0.1:");
      admin_port_ = static_cast<std::uint16_t>(std::atoi(text.c_str() + admin + 20));
      return;
    }
  }
  throw std::runtime_error("the service did not start: " + text + this->log());
}

Service::~Service() {
  if (pid_ > 0) {
    signal(SIGKILL);
    wait();
  }
  close(out_);
}

std::string Service::log() const {
  std::ostringstream text;
  text << std::ifstream(log_).rdbuf();
  return text.str();
}

void Service::signal(int number) const {
  kill(pid_, number);
}

int Service::wait() {
  const int status = status_of(pid_);
  pid_ = -1;
  return status;
}

}  // namespace cramp::testing
