// For whom data is fetched, and from where: `fhirServer` is the caller's word (CH-055, CH-085,
// CH-086).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetching.hpp"
#include "json/writer.hpp"
#include "net/certificates.hpp"
#include "net/token_maker.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using net::jose::Algorithm;
using net::testing::Certificate;
using net::testing::KeyPair;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// The service as in production, behind a proxy, with one client; the FHIR server on plain HTTP.
class FetchClientsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (FhirServer::is_possible()) server_ = new FhirServer();
  }
  static void TearDownTestSuite() { delete server_; }
  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << "needs node and npm ci --prefix tools";
    server_->set(rig());
    folder_.write("ehr.json", net::testing::key_set({key_.jwk("one")}));
  }

  static const FhirServer& server() { return *server_; }
  /// `client` is more of the client's record.
  void serve(const std::string& client, const std::string& fhir = "") {
    const std::string config = folder_.write(
        "c.toml", "[server]\nbehind_proxy = true\npublic_url = \"" + std::string(kPublicUrl) +
                      "\"\n[fhir]\ndeadline = \"20s\"\n" + fhir +
                      "\n[[clients]]\nid = \"ehr\"\nissuer = \"https://ehr.example\"\n"
                      "keys = \"ehr.json\"\n" +
                      client);
    service_ = std::make_unique<Service>(std::vector<std::string>{"--config", config},
                                         Service::Mode::kProduction);
  }
  void serve_test_client(const std::string& origin, const std::string& more = "") {
    serve("environment = \"test\"\nfhir_servers = [\"" + origin + "\"]\n" + more);
  }
  Answer call(const Value& request) const {
    return exchange(service_->port(), "POST", kPatientView, json::write(request),
                    std::string(kJson) + bearer(key_.token(token_header(), claims())));
  }
  std::string why_not(const Value& request) const {
    const Value line = call_line(*service_, request);
    const Value* why = line.find("noFetch");
    return why == nullptr ? "" : *why->string();
  }
  std::string origin(const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(server().port());
  }
  const Service& service() const { return *service_; }
  const Folder& folder() const { return folder_; }

 private:
  static inline FhirServer* server_ = nullptr;
  Folder folder_;
  KeyPair key_{Algorithm::kEs384};
  std::unique_ptr<Service> service_;
};

TEST_F(FetchClientsTest, AListedServerIsAsked) {
  serve_test_client(origin());
  const Answer answer = call(fetching_request(server().url()));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), HasSubstr("3.3 mmol/L"));
  EXPECT_THAT(server().asked(), SizeIs(12));
}

TEST_F(FetchClientsTest, AnotherServerIsNeverContacted) {  // CH-086
  serve_test_client(origin());
  const std::string port = std::to_string(server().port());
  for (const std::string& url :
       std::vector<std::string>{server().url("localhost"),
                                "http://127.0.0.1./fhir",
                                "http://127.0.0.1.:" + port + "/fhir",
                                "http://127.1:" + port + "/fhir",
                                "http://2130706433:" + port + "/fhir",
                                "http://0x7f000001:" + port + "/fhir",
                                "http://[::ffff:127.0.0.1]:" + port + "/fhir",
                                "http://[::1]:" + port + "/fhir",
                                "http://0.0.0.0:" + port + "/fhir",
                                "http://127.0.0.1/fhir",
                                "https://127.0.0.1:" + port + "/fhir",
                                "http://127.0.0.1:" + port + "@localhost:" + port + "/fhir",
                                "http://user:password@127.0.0.1:" + port + "/fhir",
                                "http://localhost:" + port + "#@127.0.0.1:" + port + "/fhir",
                                "http://127.0.0.1:" + port + "/fhir?x=",
                                "http://127.0.0.1:" + port + "/fhir#x",
                                "http://127.0.0.1:" + port + "/x/../fhir",
                                "http://127.0.0.1:" + port + "/x/%2e%2e/fhir",
                                "http://127.0.0.1:" + port + "\\\\.localhost/fhir",
                                "http://169.254.169.254/fhir",
                                "http://127.0.0.1:0" + port + "/fhir",
                                "http://127.0.0.1:99999/fhir"}) {
    const Value sent = fetching_request(url);
    EXPECT_EQ(call(sent).result_int(), 412U) << url;
    EXPECT_EQ(why_not(sent), "not-listed") << url;
  }
  EXPECT_THAT(server().asked(), IsEmpty());
  EXPECT_EQ(server().connections(), 1) << "that of asked()";
  EXPECT_THAT(service().log(), Not(HasSubstr("169.254"))) << "a stranger's text";
}

TEST_F(FetchClientsTest, TheOriginIsComparedAsURLsAre) {
  serve("environment = \"test\"\nfhir_servers = [\"http://LOCALHOST:" +
        std::to_string(server().port()) + "\"]\n");
  const Value sent =
      fetching_request("http://LocalHost:" + std::to_string(server().port()) + "/fhir/");
  EXPECT_EQ(call(sent).result_int(), 200U);
  EXPECT_THAT(server().asked(), SizeIs(12));
}

TEST_F(FetchClientsTest, APrefetchOnlyClientGetsNothingFetched) {
  serve("environment = \"test\"\nprefetch_only = true\n");
  const Value sent = fetching_request(server().url());
  EXPECT_EQ(call(sent).result_int(), 412U);
  EXPECT_EQ(why_not(sent), "prefetch-only");
  EXPECT_THAT(server().asked(), IsEmpty());
}

TEST_F(FetchClientsTest, WithoutATokenOnlyWhereTheRecordSaysSo) {  // CH-085
  server().set(rig("[]", ""));
  serve_test_client(origin());
  Value sent = fetching_request(server().url());
  sent.erase("fhirAuthorization");
  EXPECT_EQ(call(sent).result_int(), 412U);
  EXPECT_EQ(why_not(sent), "no-token");
  EXPECT_THAT(server().asked(), IsEmpty());

  serve_test_client(origin(), "open_fhir_servers = true\n");
  sent = fetching_request(server().url());
  sent.erase("fhirAuthorization");
  EXPECT_EQ(call(sent).result_int(), 200U);
  const auto asked = server().asked();
  ASSERT_THAT(asked, SizeIs(12));
  EXPECT_EQ(asked.front().authorization, "");
}

TEST_F(FetchClientsTest, AnIncompleteOrHarmfulTokenIsNotSent) {  // CH-056
  serve_test_client(origin());
  Value sent = fetching_request(server().url());
  sent.find("fhirAuthorization")->erase("subject");
  EXPECT_EQ(call(sent).result_int(), 412U);
  EXPECT_EQ(why_not(sent), "no-token");
  sent = fetching_request(server().url());
  sent.find("fhirAuthorization")->set("access_token", "a\r\nX-Injected: yes");
  EXPECT_EQ(call(sent).result_int(), 412U);
  EXPECT_EQ(why_not(sent), "no-token");
  EXPECT_THAT(server().asked(), IsEmpty());
}

TEST_F(FetchClientsTest, ProductionSpeaksHttpsOnly) {  // CH-055
  serve("fhir_servers = [\"https://127.0.0.1:" + std::to_string(server().port()) + "\"]\n");
  const Value sent = fetching_request(server().url());
  EXPECT_EQ(call(sent).result_int(), 422U);
  EXPECT_THAT(server().asked(), IsEmpty());
  const Finished checked =
      run({"check", "--config",
           folder().write("bad.toml",
                          "[server]\nbehind_proxy = true\npublic_url = \"https://a.example\"\n"
                          "[[clients]]\nid = \"a\"\nissuer = \"https://a\"\nkeys = \"ehr.json\"\n"
                          "open_fhir_servers = true\nfhir_servers = [\"http://a.example\"]\n")});
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.out + checked.err,
              AllOf(HasSubstr("clients[0].fhir_servers: must be https"),
                    HasSubstr("clients[0].open_fhir_servers: is for test clients")));
}

TEST_F(FetchClientsTest, CertificatesOfTheServerAreChecked) {
  const Certificate authority(folder().path(), "authority"), other(folder().path(), "other");
  const Certificate leaf(folder().path(), "leaf", &authority);
  const FhirServer secure({"--tls-cert", leaf.certificate_file, "--tls-key", leaf.key_file});
  const std::string origin = "https://localhost:" + std::to_string(secure.port());
  const auto labs = [&](const Certificate& ca) {
    serve("fhir_servers = [\"" + origin + "\"]\n",
          "ca = \"" + ca.certificate_file.string() + "\"\n");
    const Value sent = fetching_request(origin + "/fhir");
    call(sent);
    return fetches(service(), sent)["labs"];
  };
  EXPECT_EQ(labs(authority), "ok");
  EXPECT_EQ(labs(other), "not-trusted");
}

}  // namespace
}  // namespace cramp::testing
