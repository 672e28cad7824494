#include "http.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include "json/writer.hpp"
#include "time/temporal.hpp"

namespace cramp::testing {

namespace {

std::string printed_by(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;) {
    text.append(block.data(), n);
  }
  if (pclose(pipe) != 0) throw std::runtime_error(command + " failed");
  return text;
}

}  // namespace

Answer exchange(std::uint16_t port, std::string_view method, std::string_view path,
                std::string_view body, std::string_view headers) {
  net::testing::Client client(port);
  std::string request = std::string(method) + ' ' + std::string(path) +
                        " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers);
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  client.send(request + "\r\n" + std::string(body));
  return client.receive(method == "HEAD");
}

Answer call(std::uint16_t port, std::string_view body) {
  return exchange(port, "POST", kPatientView, body);
}

std::string sample_request(const std::function<void(json::Value&)>& change) {
  static const std::string text = printed_by(CRAMP_SOURCE_DIR "/docs/examples/patient-view.sh");
  if (!change) return text;
  json::Value request(json::parse(text)->root());
  change(request);
  return json::write(request);
}

std::string now_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return time::datetime_text(
      time::from_instant(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), 0));
}

}  // namespace cramp::testing
