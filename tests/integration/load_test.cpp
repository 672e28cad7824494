// What an operator does while clients call without a pause: no answer is lost, mixed or broken.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

#include "http.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "net/tls_client.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using net::jose::Algorithm;
using net::testing::Certificate;
using net::testing::Client;
using net::testing::KeyPair;
using net::testing::TlsClient;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr unsigned kClients = 4;

std::string post_of(const std::string& body, const std::string& headers = "") {
  return "POST " + std::string(kPatientView) + " HTTP/1.1\r\nHost: x\r\n" + std::string(kJson) +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Threads that do one thing again and again until they are told to end, or it says so.
class Load {
 public:
  /// `work` gets the number of its thread; false ends that thread.
  explicit Load(std::function<std::function<bool()>(unsigned)> worker) {
    for (unsigned i = 0; i < kClients; ++i) {
      threads_.emplace_back([this, work = worker(i)] {
        while (!enough_ && work()) ++done_;
      });
    }
  }
  ~Load() { end(); }
  void end() {
    enough_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  /// Until so much more has been done.
  void wait_for(int more) const {
    const int before = done_;
    EXPECT_TRUE(eventually([&] { return done_ >= before + more; }));
  }
  int done() const { return done_; }

 private:
  std::atomic<bool> enough_ = false;
  std::atomic<int> done_ = 0;
  std::vector<std::thread> threads_;
};

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(UnderLoad, TerminationAnswersWhateverWasSent) {
  Service service;
  const std::string request = post_of(sample_request());
  std::atomic<int> unanswered = 0;
  // Each keeps a connection until it is told that it ends, then opens another, until none is taken.
  Load load([&](unsigned) {
    return [&, client = std::make_shared<std::unique_ptr<Client>>()] {
      try {
        if (!*client) *client = std::make_unique<Client>(service.port());
      } catch (const boost::system::system_error&) {
        return false;
      }
      const Answer answer = (*client)->exchange(request);
      if (answer.result_int() != 200U) {
        ++unanswered;
        return false;
      }
      if (!answer.keep_alive()) client->reset();
      return true;
    };
  });
  load.wait_for(100);
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  load.end();
  EXPECT_EQ(unanswered, 0);
  EXPECT_EQ(count_of(service.log(), "\"event\":\"call\""), static_cast<std::size_t>(load.done()));
}

/// A service with TLS, a client with keys in a file, and content of its own.
class ReloadTest : public ::testing::Test {
 protected:
  ReloadTest() {
    namespace fs = std::filesystem;
    for (const char* folder : {"rules", "profiles"}) {
      fs::copy(fs::path(CRAMP_SOURCE_DIR) / folder, content_.path() / folder,
               fs::copy_options::recursive);
    }
    write_keys({old_key_.jwk("old")});
    use(first_);
    config_ =
        folder_.write("c.toml", "[server]\npublic_url = \"" + std::string(kPublicUrl) +
                                    "\"\ntls = { certificate = \"tls.crt\", key = \"tls.key\" }\n"
                                    "[content]\ndirectory = \"" +
                                    content_.path().string() +
                                    "\"\n[trust]\nopen_discovery = true\n[store]\nkind = \"none\"\n"
                                    "[[clients]]\nid = \"ehr\"\n"
                                    "issuer = \"https://ehr.example\"\nkeys = \"keys.json\"\n");
  }
  void write_keys(std::vector<Value> keys) const {
    folder_.write("keys.json", net::testing::key_set(std::move(keys)));
  }
  void use(const Certificate& certificate) const {
    using std::filesystem::copy_options;
    std::filesystem::copy_file(certificate.certificate_file, folder_.path() / "tls.crt",
                               copy_options::overwrite_existing);
    std::filesystem::copy_file(certificate.key_file, folder_.path() / "tls.key",
                               copy_options::overwrite_existing);
  }
  void rename_service(const std::string& title) const {
    const auto plan = content_.path() / "rules/leg-cramps/plans/leg-cramp-patient-view.json";
    std::ostringstream text;
    text << std::ifstream(plan).rdbuf();
    Value resource(json::parse(text.str())->root());
    resource.set("title", title);
    std::ofstream(plan) << json::write(resource);
  }
  TlsClient connect(const Service& service) const {
    return TlsClient(service.port(), {.authority = &authority_});
  }
  static std::string discovery(TlsClient client) {
    return client.exchange("GET /cds-services HTTP/1.1\r\nHost: x\r\n\r\n").body();
  }
  static unsigned call_with(TlsClient& client, const KeyPair& key, std::string_view kid,
                            const std::string& jti) {
    const Value payload = claims_of(jti);
    return client.exchange(post_of(sample_request(), bearer(key.token(token_header(kid), payload))))
        .result_int();
  }
  /// claims() counts its tokens without a lock.
  static Value claims_of(const std::string& jti) {
    return Value::object()
        .set("iss", "https://ehr.example")
        .set("aud", endpoint())
        .set("iat", Value::number(seconds_now()))
        .set("exp", Value::number(seconds_now() + 300))
        .set("jti", jti);
  }

  Folder folder_, content_;
  Certificate authority_{folder_.path(), "authority"};
  Certificate first_{folder_.path(), "first", &authority_};
  Certificate second_{folder_.path(), "second", &authority_};
  KeyPair old_key_{Algorithm::kEs384}, new_key_{Algorithm::kEs384};
  std::string config_;
};

TEST_F(ReloadTest, RulesKeysAndCertificatesChangeTogetherAndABadOneChangesNothing) {
  sample_request();  // made once, before there are threads
  Service service({"--config", config_, "--threads", "2"}, Service::Mode::kProduction);
  std::atomic<int> failed = 0;
  // Half of them stay on their connection, half open one for each call.
  Load load([&](unsigned number) {
    auto client = std::make_shared<std::optional<TlsClient>>();
    auto calls = std::make_shared<int>(0);
    return [&, number, client, calls] {
      if (!*client || number % 2 == 0) client->emplace(service.port(), TlsClient::Options{});
      const std::string jti = std::to_string(number) + '-' + std::to_string(++*calls);
      if (call_with(**client, old_key_, "old", jti) != 200U) ++failed;
      return true;
    };
  });
  load.wait_for(8);
  const std::string before = discovery(connect(service));

  rename_service("Another title");
  write_keys({old_key_.jwk("old"), new_key_.jwk("new")});
  use(second_);
  service.signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return connect(service).server_name() == "second"; }));
  EXPECT_TRUE(eventually([&] { return discovery(connect(service)) != before; }));
  const std::string after = discovery(connect(service));
  EXPECT_THAT(after, HasSubstr("Another title"));
  TlsClient client = connect(service);
  EXPECT_EQ(call_with(client, new_key_, "new", "new-1"), 200U);
  load.wait_for(8);

  // Three faults at once, beside changes that would be good: all are told, none is made.
  rename_service("A third title");
  std::filesystem::remove(content_.path() / "profiles/valuesets/hospice.json");
  folder_.write("keys.json", "{\"keys\":[]}");
  folder_.write("tls.crt", "no certificate");
  const Answer refused = exchange(service.admin_port(), "POST", "/reload", "", "");
  EXPECT_EQ(refused.result_int(), 409U);
  EXPECT_THAT(refused.body(), AllOf(HasSubstr("hospice"), HasSubstr("keys.json"),
                                    HasSubstr("tls.crt"), HasSubstr("nothing was changed")));
  EXPECT_EQ(discovery(connect(service)), after);
  EXPECT_EQ(connect(service).server_name(), "second");
  EXPECT_EQ(call_with(client, new_key_, "new", "new-2"), 200U);
  service.signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return count_of(service.log(), "\"reload-refused\"") >= 6; }));
  load.wait_for(8);
  load.end();
  EXPECT_EQ(failed, 0);
}

TEST(UnderLoad, WhoDoesNotReadIsLeftBehind) {
  const Folder folder;
  Service service({"--config",
                   folder.write("c.toml",
                                "[limits]\nwrite_timeout = \"200ms\"\n"
                                "[store]\nkind = \"none\"\n"),
                   "--threads", "1"});
  Client greedy(service.port());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "GET /cds-services HTTP/1.1\r\nHost: x\r\n\r\n";
  std::thread sender([&] {
    while (greedy.send(many)) {
    }
  });
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
  sender.join();  // since the service has closed the connection
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
}

}  // namespace
}  // namespace cramp::testing
