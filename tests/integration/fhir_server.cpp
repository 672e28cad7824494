#include "fhir_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "http.hpp"
#include "json/writer.hpp"

namespace cramp::testing {

bool FhirServer::is_possible() {
  return std::filesystem::exists(CRAMP_SOURCE_DIR "/tools/node_modules/@medplum/fhir-router") &&
         std::system("node --version >/dev/null 2>&1") == 0;
}

FhirServer::FhirServer(const std::vector<std::string>& more_arguments) {
  std::vector<std::string> arguments{"node", CRAMP_SOURCE_DIR "/tools/fhir-server.mjs"};
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::array<int, 2> out{};
  if (pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out[1], 1);
    execvp("node", argv.data());
    _exit(127);
  }
  close(out[1]);
  std::string line;
  for (char byte = 0; read(out[0], &byte, 1) == 1 && byte != '\n';) line += byte;
  close(out[0]);
  constexpr std::string_view kSays = "listening on ";
  if (!line.starts_with(kSays)) throw std::runtime_error("the FHIR server did not start: " + line);
  port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + kSays.size()));
}

FhirServer::~FhirServer() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string FhirServer::url(std::string_view host) const {
  return "http://" + std::string(host) + ":" + std::to_string(port_) + "/fhir";
}

void FhirServer::set(const json::Value& rig) const {
  if (exchange(port_, "PUT", "/rig", json::write(rig)).result_int() != 200U)
    throw std::runtime_error("the FHIR server does not take " + json::write(rig));
}

std::vector<FhirServer::Asked> FhirServer::asked() const {
  const auto document = json::parse(exchange(port_, "GET", "/rig").body());
  std::vector<Asked> asked;
  for (const json::View request : document->root().find("requests").items()) {
    asked.push_back(
        {std::string(request.string("url")), std::string(request.string("authorization"))});
  }
  return asked;
}

int FhirServer::connections() const {
  const auto document = json::parse(exchange(port_, "GET", "/rig").body());
  return std::atoi(std::string(document->root().find("sockets").text()).c_str()) - 1;
}

}  // namespace cramp::testing
