// What an operator sees and does: health, metrics, log, reload, drain, overload.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>

#include "http.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "net/certificates.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string get(std::uint16_t port, std::string_view path) {
  return exchange(port, "GET", path, "", "").body();
}

std::string post_of(const std::string& body) {
  return "POST " + std::string(kPatientView) + " HTTP/1.1\r\nHost: x\r\n" + std::string(kJson) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Operations, HealthMetricsAndLogTellOfACall) {
  Service service;
  EXPECT_EQ(exchange(service.admin_port(), "GET", "/health/live", "", "").result_int(), 200U);
  EXPECT_EQ(exchange(service.admin_port(), "GET", "/health/ready", "", "").result_int(), 200U);
  const Answer answer =
      exchange(service.port(), "POST", kPatientView, sample_request(),
               std::string(kJson) +
                   "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
  ASSERT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(
      get(service.admin_port(), "/metrics"),
      AllOf(HasSubstr(R"(cramp_requests_total{client="dev",hook="patient-view",)"
                      R"(service="leg-cramp-patient-view",status="200"} 1)"),
            HasSubstr(R"(cramp_cards_total{indicator="warning",service="leg-cramp-patient-view"})"),
            HasSubstr("cramp_card_rules_total{"), HasSubstr("cramp_build_info{version="),
            HasSubstr(R"(cramp_stage_duration_seconds_count{stage="evaluate"} 1)")));
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  const json::Document request = std::move(*json::parse(sample_request()));
  EXPECT_THAT(service.log(),
              AllOf(HasSubstr(R"("event":"call")"), HasSubstr(R"("status":200)"),
                    HasSubstr(R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-)"),
                    HasSubstr(R"("parentSpan":"b7ad6b7169203331")"),
                    HasSubstr(R"("hookInstance":")"), HasSubstr(R"("stagesMicroseconds":{)")));
}

/// The shipped content in a folder that a test may change.
struct Content {
  Content() {
    fs::copy(CRAMP_SOURCE_DIR "/rules", folder.path() / "rules", fs::copy_options::recursive);
    fs::copy(CRAMP_SOURCE_DIR "/profiles", folder.path() / "profiles", fs::copy_options::recursive);
  }
  void rename_service(const std::string& title) const {
    const fs::path plan = folder.path() / "rules/leg-cramps/plans/leg-cramp-patient-view.json";
    std::ostringstream text;
    text << std::ifstream(plan).rdbuf();
    json::Value resource(json::parse(text.str())->root());
    resource.set("title", title);
    std::ofstream(plan) << json::write(resource);
  }
  Folder folder;
};

TEST(Operations, ThePageOfAnotherHostReadsNothing) {
  const Service service;
  net::testing::Client client(service.admin_port());
  const Answer answer = client.exchange("GET /metrics HTTP/1.1\r\nHost: page.example\r\n\r\n");
  EXPECT_EQ(answer.result_int(), 403U);
  EXPECT_THAT(answer.body(), Not(HasSubstr("cramp_")));
}

TEST(Operations, AReloadIsAllOrNothing) {
  const Content content;
  Service service({"--content", content.folder.path()});
  const auto discovery = [&] { return get(service.port(), "/cds-services"); };
  const std::string before = discovery();

  const fs::path set = content.folder.path() / "profiles/valuesets/hospice.json";
  fs::rename(set, set.string() + ".away");
  content.rename_service("Another title");
  const Answer refused = exchange(service.admin_port(), "POST", "/reload", "", "");
  EXPECT_EQ(refused.result_int(), 409U);
  EXPECT_THAT(refused.body(), HasSubstr("hospice"));
  EXPECT_EQ(discovery(), before);
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
  EXPECT_THAT(get(service.admin_port(), "/metrics"),
              HasSubstr(R"(cramp_reloads_total{result="refused"} 1)"));
  EXPECT_TRUE(
      eventually([&] { return service.log().find("\"reload-refused\"") != std::string::npos; }));

  fs::rename(set.string() + ".away", set);
  service.signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return discovery() != before; }));
  EXPECT_THAT(discovery(), HasSubstr("Another title"));
}

TEST(Operations, TerminationFinishesWhatHasBegun) {
  Service service({"--threads", "1"});
  net::testing::Client half(service.port());
  net::testing::Client other(service.port());
  const std::string request = post_of(sample_request());
  half.send(request.substr(0, request.size() / 2));
  EXPECT_EQ(other.exchange(request).result_int(), 200U);  // so the half was seen before
  service.signal(SIGTERM);
  EXPECT_TRUE(eventually([&] {
    return exchange(service.admin_port(), "GET", "/health/ready", "", "").result_int() == 503U;
  }));
  EXPECT_TRUE(other.closed());
  half.send(request.substr(request.size() / 2));
  const Answer answer = half.receive();
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_FALSE(answer.keep_alive());
  EXPECT_EQ(service.wait(), 0);
}

TEST(Operations, OverloadIsTurnedAwayAtOnce) {
  const Folder folder;
  const std::string config = folder.write("c.toml", "[limits]\nin_flight = 2\n");
  Service service({"--config", config, "--threads", "1"});
  std::vector<std::unique_ptr<net::testing::Client>> clients;
  const std::string request = post_of(sample_request());
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<net::testing::Client>(service.port()));
    EXPECT_EQ(clients.back()->exchange(request).result_int(), 200U);
  }
  service.signal(SIGSTOP);  // so that all eight arrive at the same time
  for (const auto& client : clients) client->send(request);
  service.signal(SIGCONT);
  int served = 0;
  int shed = 0;
  for (const auto& client : clients) {
    const Answer answer = client->receive();
    if (answer.result_int() == 200U) ++served;
    if (answer.result_int() == 503U) {
      ++shed;
      EXPECT_EQ(answer["Retry-After"], "1");
    }
  }
  EXPECT_EQ(served + shed, 8);
  EXPECT_GE(served, 2);
  EXPECT_GE(shed, 1);
  EXPECT_THAT(get(service.admin_port(), "/metrics"),
              HasSubstr("cramp_shed_total " + std::to_string(shed)));
  EXPECT_EQ(clients.front()->exchange(request).result_int(), 200U) << "the connection lives on";
}

TEST(Operations, SlowClientsAreToldSoAndHinderNobody) {
  const Folder folder;
  const std::string config = folder.write(
      "c.toml",
      "[limits]\nheader_timeout = \"100ms\"\nbody_timeout = \"100ms\"\nidle_timeout = \"200ms\"\n");
  Service service({"--config", config, "--threads", "1"});
  std::vector<std::unique_ptr<net::testing::Client>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<net::testing::Client>(service.port()));
    slow.back()->send(i % 2 == 0 ? "POST / HTTP/1.1\r\nX-A: b\r\n"
                                 : "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  }
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
  for (const auto& client : slow) EXPECT_EQ(client->receive().result_int(), 408U);
  EXPECT_THAT(get(service.admin_port(), "/metrics"),
              HasSubstr(R"(cramp_refused_total{status="408"} 50)"));
}

TEST(Operations, AFaultyConfigurationDoesNotStartAndSaysWhy) {
  const Folder folder;
  const std::string config =
      folder.write("c.toml", "[server]\nlissten = \"x\"\n[store]\nkind = 3\n");
  for (const auto& arguments : {std::vector<std::string>{"serve", "--config", config},
                                std::vector<std::string>{"check", "--config", config}}) {
    const Finished finished = run(arguments);
    EXPECT_NE(finished.status, 0);
    EXPECT_THAT(finished.out + finished.err,
                AllOf(HasSubstr("c.toml:2:"), HasSubstr("\"listen\""), HasSubstr("c.toml:4:"),
                      HasSubstr("behind_proxy"), HasSubstr("at least one client")));
  }
}

TEST(Operations, EveryFaultOfAConfigurationIsToldAtOnce) {
  const Folder folder;
  const std::string config = folder.write("c.toml", R"([server]
lissten = "x"
threads = "two"
drain_timeout = "soon"
behind_proxy = true
tls = { certificate = "none.crt" }
[admin]
token = { env = "CRAMP_NOT_SET" }
[limits]
connections = 0
body = "2GB"
[log]
level = "loud"
[nothing]
a = 1
[[clients]]
id = "a b"
jku = "http://ehr.example/keys"
fhir_servers = ["ftp://files.example"]
[[clients]]
id = "b"
authentication = "certificate"
certificates = ["zz"]
)");
  const Finished finished = run({"check", "--config", config});
  EXPECT_EQ(finished.status, 1);
  for (const char* fault :
       {":2:11: server.lissten", ":3:11: server.threads", ":4:17: server.drain_timeout",
        ":5:16: server.behind_proxy", ":6:7: server.tls", ":6:23: server.tls.certificate",
        ":8:9: admin.token", ":10:15: limits.connections", ":11:8: limits.body", ":13:9: log.level",
        ":14:1: nothing", ":16:1: clients[0].issuer", ":16:1: clients[0].audiences",
        ":17:6: clients[0].id", ":18:7: clients[0].jku", ":19:17: clients[0].fhir_servers[0]",
        ":22:18: clients[1].authentication", ":23:16: clients[1].certificates"}) {
    EXPECT_THAT(finished.out + finished.err, HasSubstr(fault));
  }
}

TEST(Operations, CheckFindsWhatOnlyLoadingFinds) {
  const Folder folder;
  const net::testing::Certificate one(folder.path(), "one"), other(folder.path(), "other");
  folder.write("keys.json", R"({"keys": []})");
  const std::string config = folder.write("c.toml", R"([server]
public_url = "https://cds.test"
tls = { certificate = "one.pem", key = "other.key" }
[store]
kind = "postgresql"
postgresql = "host=db password=Zzsecret bogus"
hash_key = "0123456789012345678901234567890123456789"
[policy]
silent_services = ["leg-cramp-patient-view", "no-such-service"]
silent_rules = ["med-thiazide-diuretic", "no-such-rule"]
[[clients]]
id = "a"
issuer = "https://ehr.test"
keys = "keys.json"
)");
  const Finished finished = run({"check", "--config", config});
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.out,
              AllOf(HasSubstr("other.key: no PEM key of the certificate"),
                    HasSubstr("keys.json: has no key that can be used"),
                    HasSubstr("c.toml:6:14: store.postgresql"),
                    HasSubstr("policy.silent_services: the rules have no service no-such-service"),
                    HasSubstr("policy.silent_rules: the rules have no rule no-such-rule"),
                    HasSubstr("\n5 faults in ")));
  EXPECT_THAT(finished.out, Not(HasSubstr("Zzsecret")));
}

TEST(Operations, SecretsComeFromTheEnvironmentAndAreNeverPrinted) {
  const Folder folder;
  const std::string config =
      folder.write("c.toml", "[admin]\ntoken = { env = \"CRAMP_TEST_TOKEN\" }\n");
  setenv("CRAMP_TEST_TOKEN", "Zzsecret-0123456789", 1);
  const Finished checked = run({"check", "--dev", "--config", config});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out + checked.err, Not(HasSubstr("Zzsecret")));
  Service service({"--config", config});
  unsetenv("CRAMP_TEST_TOKEN");
  const auto reload = [&](const std::string& headers) {
    return exchange(service.admin_port(), "POST", "/reload", "", headers).result_int();
  };
  EXPECT_EQ(reload(""), 403U);
  EXPECT_EQ(reload("Authorization: Bearer Zzsecret-012345678\r\n"), 403U);
  EXPECT_EQ(reload("Authorization: Bearer Zzsecret-0123456789\r\n"), 200U);
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  EXPECT_THAT(service.log(), Not(HasSubstr("Zzsecret")));
}

TEST(Operations, TheDefaultsAreAConfiguration) {
  const Folder folder;
  const Finished defaults = run({"check", "--print-defaults"});
  const std::string whole = folder.write("d.toml", defaults.out);
  EXPECT_EQ(run({"check", "--dev", "--config", whole}).status, 0);
}

}  // namespace
}  // namespace cramp::testing
