// The service as in production: TLS, client certificates, reload of both.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "http.hpp"
#include "net/tls_client.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using net::testing::Certificate;
using net::testing::TlsClient;
using ::testing::HasSubstr;

class TlsServiceTest : public ::testing::Test {
 protected:
  std::string config(const Certificate& server, const std::string& fingerprint,
                     const std::string& more = "") const {
    return folder_.write("c.toml", "[server]\ntls = { certificate = \"" +
                                       server.certificate_file.string() + "\", key = \"" +
                                       server.key_file.string() + "\", client_ca = \"" +
                                       authority_.certificate_file.string() +
                                       "\" }\n[[clients]]\nid = \"ehr\"\n"
                                       "authentication = \"certificate\"\n"
                                       "cors_origins = [\"https://Ehr.example\"]\n"
                                       "certificates = [\"" +
                                       fingerprint + "\"]\n" + more);
  }
  unsigned call_with(std::uint16_t port, const Certificate* own) const {
    TlsClient client(port, {.authority = &authority_, .own = own});
    return client
        .exchange("POST " + std::string(kPatientView) + " HTTP/1.1\r\nHost: x\r\n" +
                  std::string(kJson) + "Content-Length: " +
                  std::to_string(sample_request().size()) + "\r\n\r\n" + sample_request())
        .result_int();
  }

  Folder folder_;
  Certificate authority_{folder_.path(), "authority"};
  Certificate first_{folder_.path(), "first", &authority_};
  Certificate ehr_{folder_.path(), "ehr", &authority_};
};

TEST_F(TlsServiceTest, LetsInTheClientsOfItsListAndNobodyElse) {  // CH-154, CH-170, CH-173, CH-175
  const Certificate other(folder_.path(), "other", &authority_);
  Service service({"--config", config(first_, ehr_.fingerprint())}, Service::Mode::kProduction);
  EXPECT_EQ(call_with(service.port(), &ehr_), 200U);
  EXPECT_EQ(call_with(service.port(), &other), 401U);
  EXPECT_EQ(call_with(service.port(), nullptr), 401U);
  TlsClient nobody(service.port(), {.authority = &authority_});
  const auto refused = nobody.exchange(
      "GET /cds-services HTTP/1.1\r\nHost: x\r\nOrigin: https://ehr.example\r\n\r\n");
  EXPECT_EQ(refused.result_int(), 401U);
  EXPECT_EQ(refused["WWW-Authenticate"], "Bearer");
  EXPECT_EQ(refused["Access-Control-Allow-Origin"], "https://ehr.example");
  EXPECT_THAT(refused.body(), ::testing::Not(HasSubstr("certificate")));
  const auto local = nobody.exchange(
      "GET /cds-services HTTP/1.1\r\nHost: x\r\nOrigin: http://localhost:1\r\n\r\n");
  EXPECT_EQ(local["Access-Control-Allow-Origin"], "") << "only with --dev";
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  EXPECT_THAT(service.log(), HasSubstr("no client certificate")) << "the operator is told why";
}

TEST_F(TlsServiceTest, ReloadBringsNewCertificatesAndClients) {
  Service service({"--config", config(first_, ehr_.fingerprint())}, Service::Mode::kProduction);
  const Certificate second(folder_.path(), "second", &authority_);
  const Certificate new_ehr(folder_.path(), "new-ehr", &authority_);
  config(second, new_ehr.fingerprint(), "[log]\nlevel = \"info\"\nqueue = 5000\n");
  const Answer reloaded = exchange(service.admin_port(), "POST", "/reload", "", "");
  EXPECT_EQ(reloaded.result_int(), 200U) << reloaded.body();
  EXPECT_THAT(reloaded.body(), HasSubstr("log.queue")) << "what needs a restart";
  EXPECT_EQ(TlsClient(service.port(), {.authority = &authority_}).server_name(), "second");
  EXPECT_EQ(call_with(service.port(), &new_ehr), 200U);
  EXPECT_EQ(call_with(service.port(), &ehr_), 401U);

  config(second, "too short");
  EXPECT_EQ(exchange(service.admin_port(), "POST", "/reload", "", "").result_int(), 409U);
  EXPECT_EQ(call_with(service.port(), &new_ehr), 200U);
  EXPECT_THAT(exchange(service.admin_port(), "GET", "/metrics", "", "").body(),
              HasSubstr("cramp_tls_certificate_expiry_timestamp_seconds"));
}

}  // namespace
}  // namespace cramp::testing
