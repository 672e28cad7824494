// Key sets at a client's URL: a small HTTPS server of the test's, the real service.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <mutex>

#include "base/file.hpp"
#include "http.hpp"
#include "net/server.hpp"
#include "net/tls_client.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using net::jose::Algorithm;
using net::testing::Certificate;
using net::testing::KeyPair;
using net::testing::TlsClient;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// The EHR's side: GET /keys answers what the test puts there.
class KeyServer {
 public:
  KeyServer(const Certificate& certificate, std::string keys, std::uint16_t port = 0)
      : keys_(std::move(keys)),
        server_(
            {.port = port, .threads = 1},
            [this](net::Request request) { return answer(std::move(request)); },
            *net::TlsContext::load({.certificate = certificate.certificate_file,
                                    .key = certificate.key_file,
                                    .client_ca = {}})) {
    if (!server_.start()) throw std::runtime_error("cannot listen");
  }

  std::uint16_t port() const { return server_.port(); }
  int asked() const { return asked_; }
  void serve(std::string keys) {
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
  }

 private:
  boost::asio::awaitable<net::Response> answer(net::Request request) {
    ++asked_;
    net::Response response;
    const std::lock_guard lock(mutex_);
    response.status = request.path == "/keys" ? 200 : 302;
    response.body = keys_;
    co_return response;
  }

  std::atomic<int> asked_ = 0;
  std::mutex mutex_;
  std::string keys_;  // under mutex_
  net::Server server_;
};

class KeySetsTest : public ::testing::Test {
 protected:
  std::string config(std::uint16_t port, const Certificate& authority,
                     const std::string& path = "/keys", const std::string& trust = "") const {
    return folder_.write("c.toml", "[server]\nbehind_proxy = true\npublic_url = \"" +
                                       std::string(kPublicUrl) +
                                       "\"\n[trust]\nkeys_refresh_pause = \"1s\"\n" + trust +
                                       "[fhir]\nca = \"" + authority.certificate_file.string() +
                                       "\"\n[[clients]]\nid = \"ehr\"\n"
                                       "issuer = \"https://ehr.example\"\njku = \"" +
                                       jku(port, path) + "\"\n");
  }
  static std::string jku(std::uint16_t port, const std::string& path = "/keys") {
    return "https://localhost:" + std::to_string(port) + path;
  }
  unsigned call_with(const Service& service, const KeyPair& key, const json::Value& header) const {
    return exchange(service.port(), "POST", kPatientView, sample_request(),
                    std::string(kJson) + bearer(key.token(header, claims())))
        .result_int();
  }
  static std::string metrics(const Service& service) {
    return exchange(service.admin_port(), "GET", "/metrics", "", "").body();
  }

  Folder folder_;
  Certificate authority_{folder_.path(), "authority"};
  Certificate localhost_{folder_.path(), "keys", &authority_};
  KeyPair first_{Algorithm::kEs384}, second_{Algorithm::kEs384};
};

TEST_F(KeySetsTest, AreFetchedAndFollowARotation) {  // CH-162, CH-165
  KeyServer ehr(localhost_, net::testing::key_set({first_.jwk("one")}));
  Service service({"--config", config(ehr.port(), authority_)}, Service::Mode::kProduction);
  EXPECT_EQ(ehr.asked(), 0);
  EXPECT_EQ(call_with(service, first_, token_header()), 200U);
  EXPECT_EQ(call_with(service, first_, token_header().set("jku", jku(ehr.port()))), 200U);
  EXPECT_EQ(ehr.asked(), 1);

  // Nothing that a stranger says makes the service call anybody.
  KeyServer stranger(localhost_, net::testing::key_set({second_.jwk("one")}));
  EXPECT_EQ(call_with(service, second_, token_header().set("jku", jku(stranger.port()))), 401U);
  const auto unknown = claims().set("iss", "https://nobody.example");
  EXPECT_EQ(
      exchange(service.port(), "POST", kPatientView, sample_request(),
               std::string(kJson) +
                   bearer(second_.token(token_header().set("jku", jku(stranger.port())), unknown)))
          .result_int(),
      401U);
  EXPECT_EQ(stranger.asked(), 0);
  EXPECT_EQ(ehr.asked(), 1);

  ehr.serve(net::testing::key_set({second_.jwk("two")}));
  EXPECT_TRUE(eventually([&] { return call_with(service, second_, token_header("two")) == 200U; }));
  EXPECT_EQ(ehr.asked(), 2) << "many asked for the new key within the pause";
  EXPECT_EQ(call_with(service, first_, token_header()), 401U) << "withdrawn";
  EXPECT_THAT(metrics(service),
              HasSubstr(R"(cramp_key_fetches_total{result="ok",url=")" + jku(ehr.port()) + "\"}"));
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  EXPECT_THAT(service.log(), HasSubstr(R"("event":"keys-fetched")"));
}

TEST_F(KeySetsTest, DiscoveryAsksNobody) {  // CH-028
  KeyServer ehr(localhost_, net::testing::key_set({first_.jwk("one")}));
  Service service({"--config", config(ehr.port(), authority_, "/keys", "open_discovery = true\n")},
                  Service::Mode::kProduction);
  const std::string stranger = bearer(second_.token(token_header("two"), claims()));
  EXPECT_EQ(exchange(service.port(), "GET", "/cds-services", "", "").result_int(), 200U);
  EXPECT_EQ(exchange(service.port(), "GET", "/cds-services", "", stranger).result_int(), 200U);
  EXPECT_EQ(ehr.asked(), 0);
}

TEST_F(KeySetsTest, ComeFromWhomTheAuthorityKnowsAndNowhereElse) {  // CH-162
  const Certificate self_made(folder_.path(), "self-made");
  KeyServer impostor(self_made, net::testing::key_set({first_.jwk("one")}));
  {
    Service service({"--config", config(impostor.port(), authority_)}, Service::Mode::kProduction);
    EXPECT_EQ(call_with(service, first_, token_header()), 401U);
    EXPECT_EQ(impostor.asked(), 0);
    EXPECT_TRUE(
        eventually([&] { return service.log().find("TLS handshake") != std::string::npos; }));
    EXPECT_THAT(metrics(service), HasSubstr(R"(cramp_key_fetches_total{result="failed")"));
  }
  KeyServer moved(localhost_, net::testing::key_set({first_.jwk("one")}));
  Service service({"--config", config(moved.port(), authority_, "/elsewhere")},
                  Service::Mode::kProduction);
  EXPECT_EQ(call_with(service, first_, token_header()), 401U) << "no redirect is followed";
  EXPECT_EQ(moved.asked(), 1);
}

#ifdef CRAMP_SILENT_NAMES
TEST_F(KeySetsTest, ASilentNameServerHoldsNobodyUp) {
  setenv("LD_PRELOAD", CRAMP_SILENT_NAMES, 1);
  std::string text =
      *base::read_file(config(443, authority_, "/keys", "keys_timeout = \"100ms\"\n"));
  text.replace(text.find("localhost"), 9, "keys.silent.example");
  Service service({"--config", folder_.write("silent.toml", text)}, Service::Mode::kProduction);
  unsetenv("LD_PRELOAD");
  EXPECT_EQ(call_with(service, first_, token_header()), 401U);
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0) << "the look-up still runs";
  EXPECT_THAT(service.log(), HasSubstr("cannot resolve the host"));
}
#endif

TEST_F(KeySetsTest, TokenAndCertificateMustBeOfOneClient) {  // CH-173
  const Certificate ehr(folder_.path(), "ehr", &authority_);
  const Certificate other(folder_.path(), "other", &authority_);
  folder_.write("keys.json", net::testing::key_set({first_.jwk("one")}));
  const std::string config = folder_.write(
      "c.toml", "[server]\npublic_url = \"" + std::string(kPublicUrl) +
                    "\"\n[server.tls]\ncertificate = \"" + localhost_.certificate_file.string() +
                    "\"\nkey = \"" + localhost_.key_file.string() + "\"\nclient_ca = \"" +
                    authority_.certificate_file.string() +
                    "\"\n[[clients]]\nid = \"ehr\"\nissuer = \"https://ehr.example\"\n"
                    "keys = \"keys.json\"\nauthentication = \"jwt+certificate\"\n"
                    "certificates = [\"" +
                    ehr.fingerprint() + "\"]\n");
  Service service({"--config", config}, Service::Mode::kProduction);
  const auto status = [&](const Certificate* own, const std::string& authorization) {
    TlsClient client(service.port(), {.authority = &authority_, .own = own});
    const std::string body = sample_request();
    return client
        .exchange("POST " + std::string(kPatientView) + " HTTP/1.1\r\nHost: x\r\n" +
                  std::string(kJson) + authorization +
                  "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)
        .result_int();
  };
  const auto token = [&] { return bearer(first_.token(token_header(), claims())); };
  EXPECT_EQ(status(&ehr, token()), 200U);
  EXPECT_EQ(status(&ehr, ""), 401U);
  EXPECT_EQ(status(&other, token()), 401U);
  EXPECT_EQ(status(nullptr, token()), 401U);
}

}  // namespace
}  // namespace cramp::testing
