#include "cluster.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace cramp::testing {

namespace fs = std::filesystem;

namespace {

fs::path find_programs() {
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    if (fs::exists(version.path() / "bin/initdb")) return version.path() / "bin";
  }
  return {};
}

/// PostgreSQL refuses to run as root.
const passwd* unprivileged() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  return user != nullptr ? user : getpwnam("nobody");
}

int spawn(const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const passwd* user = unprivileged();
  const int pid = fork();
  if (pid != 0) return pid;
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nowhere = open("/dev/null", O_RDWR);
  for (int stream : {0, 1, 2}) dup2(nowhere, stream);
  execv(argv[0], argv.data());
  _exit(127);
}

void must_succeed(const std::vector<std::string>& command) {
  int status = 0;
  waitpid(spawn(command), &status, 0);
  if (status != 0) throw std::runtime_error(command.front() + " failed");
}

bool is_stopped(const std::string& pid) {
  std::string line;
  std::getline(std::ifstream("/proc/" + pid + "/stat"), line);
  const auto name_end = line.rfind(") ");
  return name_end == std::string::npos || line[name_end + 2] == 'T' || line[name_end + 2] == 'Z';
}

}  // namespace

std::unique_ptr<Cluster> Cluster::start() {
  std::unique_ptr<Cluster> cluster(new Cluster);
  cluster->programs_ = find_programs();
  if (cluster->programs_.empty()) return nullptr;
  std::string name = fs::temp_directory_path() / "cramp-pg-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
  cluster->folder_ = name;
  if (const passwd* user = unprivileged();
      user != nullptr && chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("cannot give away " + name);
  }
  must_succeed({cluster->programs_ / "initdb", "-D", name + "/data", "-U", "cramp", "-A", "trust",
                "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"});
  cluster->launch();
  return cluster;
}

void Cluster::launch() {
  const std::string folder = folder_;
  const std::vector<std::string> command{
      programs_ / "postgres", "-D", folder + "/data",      "-k", folder,      "-c",
      "listen_addresses=",    "-c", "shared_buffers=16MB", "-c", "fsync=off", "-c",
      "max_connections=60"};
  pid_ = spawn(command);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (PQping(conninfo("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("PostgreSQL is silent");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    // It gives up while processes of a killed one are still about to end.
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = spawn(command);
  }
}

Cluster::~Cluster() {
  kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Cluster::conninfo(const std::string& database) const {
  return "host=" + folder_.string() + " user=cramp dbname=" + database;
}

std::string Cluster::new_database() {
  const std::string name = "test" + std::to_string(++databases_);
  PGconn* connection = PQconnectdb(conninfo("postgres").c_str());
  PGresult* result = PQexec(connection, ("create database " + name).c_str());
  const bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  PQfinish(connection);
  if (!made) throw std::runtime_error("no database " + name);
  return conninfo(name);
}

void Cluster::signal(int number) const {
  // Once it stands still it starts no further process; each of those has a session of its own.
  ::kill(pid_, SIGSTOP);
  const std::string self = std::to_string(pid_);
  while (!is_stopped(self)) std::this_thread::yield();
  std::ifstream children("/proc/" + self + "/task/" + self + "/children");
  for (int child = 0; children >> child;) ::kill(child, number);
  ::kill(pid_, number);
}

void Cluster::freeze() const {
  signal(SIGSTOP);
}

void Cluster::thaw() const {
  signal(SIGCONT);
}

void Cluster::kill() {
  if (pid_ <= 0) return;
  freeze();
  signal(SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Cluster::restart() {
  launch();
}

}  // namespace cramp::testing
