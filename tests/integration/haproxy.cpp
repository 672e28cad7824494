#include "haproxy.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace cramp::testing {

namespace {

constexpr const char* kProgram = "/usr/sbin/haproxy";
constexpr int kListener = 3;  // in the child

/// The shipped file line by line, with the addresses of this test.
std::string configuration(const std::vector<const Service*>& replicas) {
  std::ifstream shipped(CRAMP_SOURCE_DIR "/deploy/haproxy/haproxy.cfg");
  std::ostringstream out;
  bool skipped = false;
  for (std::string line; std::getline(shipped, line);) {
    const auto begin = line.find_first_not_of(' ');
    const std::string text = begin == std::string::npos ? "" : line.substr(begin);
    if (begin == 0) skipped = text.starts_with("resolvers");
    if (skipped || text.starts_with("log ") || text.starts_with("server ")) continue;
    if (text.starts_with("bind ")) {
      line = "  bind fd@" + std::to_string(kListener);
    } else if (const auto names = line.find("port 8081"); names != std::string::npos) {
      line.replace(names, 9, "");
      line.erase(line.find(" resolvers "));
    }
    out << line << '\n';
  }
  for (const Service* replica : replicas) {
    out << "  server replica-" << replica->port() << " 127.0.0.1:" << replica->port() << " port "
        << replica->admin_port() << '\n';
  }
  return out.str();
}

}  // namespace

bool Haproxy::is_installed() {
  return access(kProgram, X_OK) == 0;
}

Haproxy::Haproxy(const std::vector<const Service*>& replicas) {
  const std::string file = folder_.write("haproxy.cfg", configuration(replicas));
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 128) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for HAProxy");
  }
  port_ = ntohs(address.sin_port);
  const std::string log = folder_.path() / "log";
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(output, 1);
    dup2(output, 2);
    if (listener != kListener) dup2(listener, kListener);
    execl(kProgram, kProgram, "-db", "-f", file.c_str(), nullptr);
    _exit(127);
  }
  close(listener);
}

Haproxy::~Haproxy() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

}  // namespace cramp::testing
