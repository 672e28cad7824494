// The error table of docs/integration.md, row by row on the wire: what the caller is told, that
// nothing of what it sent comes back or is kept, and that the next call is answered as ever
// (CH-001, CH-027, CH-092, CH-093, CH-095, CH-096).

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "http.hpp"
#include "json/document.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using net::jose::Algorithm;
using net::testing::Client;
using net::testing::KeyPair;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPlanted = "Zzplanted";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void expect_outcome(const Answer& answer, unsigned status, std::string_view issue_type) {
  ASSERT_EQ(answer.result_int(), status) << answer.body();
  EXPECT_EQ(answer["Content-Type"], "application/json");
  const auto outcome = json::parse(answer.body());
  ASSERT_TRUE(outcome.ok()) << answer.body();
  EXPECT_EQ(outcome->root().string("resourceType"), "OperationOutcome");
  ASSERT_EQ(outcome->root().find("issue").size(), 1U);
  const json::View issue = outcome->root().find("issue").at(0);
  EXPECT_EQ(issue.string("severity"), "error");
  EXPECT_EQ(issue.string("code"), issue_type);
  EXPECT_FALSE(issue.string("diagnostics").empty());
  EXPECT_FALSE(outcome->root().find("cards")) << "no card about a failure";
  std::string whole = answer.body();
  for (const auto& field : answer) whole.append(field.value());
  EXPECT_THAT(whole, Not(HasSubstr(kPlanted)));
}

/// Bytes that the process may write.
rlim_t data_of(int pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string name; status >> name;) {
    rlim_t kilobytes = 0;
    if (name == "VmData:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

/// A service that knows its clients; each call below has a patient who must not be seen again.
class ErrorsTest : public ::testing::Test {
 protected:
  explicit ErrorsTest(
      const std::string& limits = "header_timeout = \"100ms\"\nbody_timeout = \"100ms\"\n") {
    folder_.write("keys.json", net::testing::key_set({key_.jwk("one")}));
    const std::string config = folder_.write(
        "c.toml", "[server]\nbehind_proxy = true\npublic_url = \"" + std::string(kPublicUrl) +
                      "\"\n[log]\nlevel = \"debug\"\n[limits]\nbody = \"1MiB\"\n"
                      "buffered = \"1MiB\"\n" +
                      limits +
                      "[[clients]]\nid = \"ehr\"\nissuer = \"https://ehr.example\"\n"
                      "keys = \"keys.json\"\n");
    service_ = std::make_unique<Service>(
        std::vector<std::string>{"--config", config, "--threads", "1"}, Service::Mode::kProduction);
  }

  std::uint16_t port() const { return service_->port(); }
  std::string token() const { return bearer(key_.token(token_header(), claims())); }
  static std::string patient(const std::function<void(Value&)>& change = {}) {
    return sample_request([&](Value& request) {
      request.find("prefetch")
          ->find("patient")
          ->set("name", Value::Array{Value::object().set("family", std::string(kPlanted))});
      if (change) change(request);
    });
  }
  Answer post(const std::string& body, std::string_view path = kPatientView,
              std::string_view headers = kJson) const {
    return exchange(port(), "POST", path, body, std::string(headers) + token());
  }
  /// Sent as it is; the rest of the connection is the client's.
  Answer raw(const std::string& bytes) const { return Client(port()).exchange(bytes); }

  /// Waits for a line of the metrics.
  void expect_metric(const std::string& line) const {
    EXPECT_TRUE(eventually([&] {
      return exchange(service_->admin_port(), "GET", "/metrics").body().find(line) !=
             std::string::npos;
    })) << line;
  }
  void expect_unharmed() const { EXPECT_EQ(post(patient()).result_int(), 200U); }

  void TearDown() override {
    expect_unharmed();
    std::string sinks;
    for (const char* path : {"/metrics", "/health/ready", "/health/live", "/none"}) {
      sinks += exchange(service_->admin_port(), "GET", path, "", "").body();
    }
    service_->signal(SIGTERM);
    EXPECT_EQ(service_->wait(), 0);
    sinks += service_->log();
    EXPECT_THAT(sinks, HasSubstr("\"event\":\"call\""));
    EXPECT_THAT(sinks, Not(HasSubstr(kPlanted)));
    EXPECT_THAT(sinks, Not(HasSubstr("eyJ"))) << "a token";
  }

  Folder folder_;
  KeyPair key_{Algorithm::kEs384};
  std::unique_ptr<Service> service_;
};

TEST_F(ErrorsTest, WhatIsNoJsonOrNoHttpIs400) {  // CH-060
  const std::string whole = patient();
  expect_outcome(post(whole.substr(0, whole.size() / 2)), 400, "structure");
  expect_outcome(post(std::string("{\"") + kPlanted + "\":1,\"" + kPlanted + "\":2}"), 400,
                 "structure");
  expect_outcome(post(std::string("\"") + kPlanted + "\xff\""), 400, "structure");
  expect_outcome(post(std::string(65, '[') + std::string(65, ']')), 400, "structure");
  expect_outcome(raw(std::string(kPlanted) + "\r\n\r\n"), 400, "structure");
  expect_outcome(raw("GET / HTTP/1.1\r\nHost: x\r\nHost: " + std::string(kPlanted) + "\r\n\r\n"),
                 400, "structure");
}

TEST_F(ErrorsTest, WhoIsNotRecognisedIs401) {
  const Answer stranger = exchange(port(), "POST", kPatientView, patient());
  expect_outcome(stranger, 401, "login");
  EXPECT_EQ(stranger["WWW-Authenticate"], "Bearer");
  const KeyPair other(Algorithm::kEs384);
  const std::string forged =
      bearer(other.token(token_header(), claims().set("sub", std::string(kPlanted))));
  const Answer same =
      exchange(port(), "POST", kPatientView, patient(), std::string(kJson) + forged);
  expect_outcome(same, 401, "login");
  EXPECT_EQ(same.body(), stranger.body());
}

TEST_F(ErrorsTest, WrongPathMethodAndTypeAre404And405And415) {  // CH-050, CH-030, CH-062
  const std::string lost = "/cds-services/" + std::string(kPlanted);
  expect_outcome(post(patient(), lost), 404, "not-found");
  expect_outcome(post(patient(), lost + "/feedback"), 404, "not-found");
  expect_outcome(post(patient(), "/Patient/" + std::string(kPlanted)), 404, "not-found");
  const Answer method = exchange(port(), "PUT", kPatientView, patient());
  expect_outcome(method, 405, "not-supported");
  EXPECT_EQ(method["Allow"], "POST, OPTIONS");
  expect_outcome(exchange(port(), kPlanted, kPatientView, "", ""), 405, "not-supported");
  expect_outcome(post(patient(), kPatientView, "Content-Type: text/Zzplanted\r\n"), 415,
                 "not-supported");
}

TEST_F(ErrorsTest, WhoIsTooSlowGets408) {
  const std::string header = "POST " + std::string(kPatientView) +
                             " HTTP/1.1\r\nHost: x\r\nX-Patient: " + kPlanted + "\r\n";
  expect_outcome(raw(header), 408, "timeout");
  expect_outcome(raw(header + "Content-Length: 1000\r\n\r\n" + kPlanted), 408, "timeout");
}

TEST_F(ErrorsTest, MissingDataIs412AndNamesTheKeys) {  // CH-077, CH-078
  const Answer answer = post(patient([](Value& r) {
    r.find("prefetch")->erase("conditions");
    r.find("prefetch")->find("patient")->set("resourceType", "OperationOutcome");
  }));
  expect_outcome(answer, 412, "required");
  EXPECT_THAT(answer.body(), HasSubstr("conditions"));
  EXPECT_THAT(answer.body(), HasSubstr("patient"));
}

TEST_F(ErrorsTest, WhatIsTooLargeIs413And431) {  // CH-062
  expect_outcome(post(std::string(2U << 20U, 'Z')), 413, "too-long");
  expect_outcome(
      raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'a') + kPlanted + "\r\n\r\n"),
      431, "too-long");
}

TEST_F(ErrorsTest, WhatIsNoRequestIs422AndTheElementIsNamed) {  // CH-061
  for (const auto& [member, place] : {std::pair{"hook", "hook"},
                                      {"hookInstance", "hookInstance"},
                                      {"context", "context"},
                                      {"prefetch", "prefetch"}}) {
    const Answer answer =
        post(patient([&, name = member](Value& r) { r.set(name, std::string(kPlanted)); }));
    expect_outcome(answer, 422, "invalid");
    const auto outcome = json::parse(answer.body());
    const json::View expression = outcome->root().find("issue").at(0).find("expression");
    EXPECT_EQ(expression.at(0).text(), place) << answer.body();
  }
}

/// Too little memory to read the body: a fault of the machine, and of this call alone.
TEST_F(ErrorsTest, WhatTheMachineCannotDoIs500) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer needs more memory than any limit would leave";
  expect_unharmed();
  const rlimit tight{data_of(service_->pid()) + (3U << 20U), RLIM_INFINITY};
  ASSERT_EQ(prlimit(service_->pid(), RLIMIT_DATA, &tight, nullptr), 0);
  std::string nodes = "[0";
  while (nodes.size() < 900'000) nodes += ",0";
  expect_outcome(post(nodes + "]"), 500, "exception");
  const rlimit wide{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(prlimit(service_->pid(), RLIMIT_DATA, &wide, nullptr), 0);
}

class FullTest : public ErrorsTest {
 protected:
  FullTest() : ErrorsTest("connections = 3\n") {}
};

TEST_F(FullTest, WhatIsTooMuchIs503AndSaysWhenToTryAgain) {  // CH-027
  Client half(port());
  const std::string header = "POST " + std::string(kPatientView) +
                             " HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n";
  half.send(header + kPlanted + std::string(599'991, ' '));
  expect_metric("cramp_body_bytes 600000");
  const Answer bodies = raw(header + kPlanted + std::string(600'000, ' '));
  expect_outcome(bodies, 503, "throttled");
  EXPECT_EQ(bodies["Retry-After"], "1");
}

TEST_F(FullTest, AConnectionTooManyIs503) {  // CH-027
  {
    const Client one(port()), two(port()), three(port());
    expect_metric("\ncramp_connections 3\n");
    const Answer more = raw("POST /" + std::string(kPlanted) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    expect_outcome(more, 503, "throttled");
    EXPECT_EQ(more["Retry-After"], "1");
  }
  expect_metric("\ncramp_connections 0\n");
}

}  // namespace
}  // namespace cramp::testing
