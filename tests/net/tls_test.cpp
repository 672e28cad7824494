#include "net/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "client.hpp"
#include "net/server.hpp"
#include "tls_client.hpp"

namespace cramp::net {
namespace {

namespace fs = std::filesystem;
using testing::Certificate;
using ::testing::HasSubstr;
using testing::TlsClient;

const std::string kGet = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path path = fs::temp_directory_path() / ("cramp-tls-" + std::to_string(getpid()));
};

class TlsTest : public ::testing::Test {
 protected:
  TlsOptions files(const Certificate& certificate) const {
    return {.certificate = certificate.certificate_file,
            .key = certificate.key_file,
            .client_ca = {},
            .require_client_certificate = false,
            .only_tls13 = false};
  }
  std::uint16_t start(const TlsOptions& tls) {
    auto context = TlsContext::load(tls);
    EXPECT_TRUE(context.ok()) << (context.ok() ? "" : base::describe(context.error()));
    options_.port = 0;
    server_ = std::make_unique<Server>(
        options_,
        [](Request request) -> boost::asio::awaitable<Response> {
          Response response;
          response.body = (request.peer->tls ? "tls " : "plain ") +
                          request.peer->certificate_sha256 + ' ' +
                          std::to_string(request.body.size());
          co_return response;
        },
        *context);
    EXPECT_TRUE(server_->start().ok());
    return server_->port();
  }

  Folder folder_;
  Certificate authority_{folder_.path, "authority"};
  Certificate server_certificate_{folder_.path, "first", &authority_};
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(TlsTest, SpeaksTls12And13AndNothingOlder) {  // CH-002, CH-174
  const auto port = start(files(server_certificate_));
  TlsClient modern(port, {.authority = &authority_});
  EXPECT_EQ(modern.version(), "TLSv1.3");
  EXPECT_EQ(modern.exchange(kGet).body(), "tls  0");
  EXPECT_EQ(modern.exchange(kGet).body(), "tls  0") << "the connection goes on";
  TlsClient older(port, {.authority = &authority_, .max_version = TLS1_2_VERSION});
  EXPECT_EQ(older.version(), "TLSv1.2");
  EXPECT_EQ(older.exchange(kGet).result_int(), 200U);
  EXPECT_FALSE(TlsClient(port, {.max_version = TLS1_1_VERSION}).connected());
  EXPECT_FALSE(TlsClient(port, {.max_version = TLS1_2_VERSION,
                                .ciphers = "AES256-GCM-SHA384:AES128-SHA@SECLEVEL=0"})
                   .connected())
      << "without forward secrecy";
}

TEST_F(TlsTest, TheLowestVersionMayBe13) {
  TlsOptions tls = files(server_certificate_);
  tls.only_tls13 = true;
  const auto port = start(tls);
  EXPECT_FALSE(TlsClient(port, {.max_version = TLS1_2_VERSION}).connected());
  EXPECT_TRUE(TlsClient(port, {}).connected());
}

TEST_F(TlsTest, AgreesOnHttp11) {
  const auto port = start(files(server_certificate_));
  EXPECT_EQ(TlsClient(port, {.protocols = "\x02h2\x08http/1.1"}).protocol(), "http/1.1");
  EXPECT_FALSE(TlsClient(port, {.protocols = "\x02h2"}).connected());
}

TEST_F(TlsTest, LargeBodiesArriveWhole) {
  TlsClient client(start(files(server_certificate_)), {});
  const std::string body(3'000'000, 'x');
  const auto answer =
      client.exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + body);
  EXPECT_EQ(answer.body(), "tls  3000000");
}

TEST_F(TlsTest, ClientCertificatesAreAskedForAndChecked) {  // CH-173
  const Certificate client(folder_.path, "client", &authority_);
  const Certificate strangers(folder_.path, "strangers");
  const Certificate stranger(folder_.path, "stranger", &strangers);
  TlsOptions tls = files(server_certificate_);
  tls.client_ca = authority_.certificate_file;
  const auto optional = start(tls);
  EXPECT_EQ(TlsClient(optional, {.own = &client}).exchange(kGet).body(),
            "tls " + client.fingerprint() + " 0");
  EXPECT_EQ(TlsClient(optional, {}).exchange(kGet).body(), "tls  0");
  EXPECT_EQ(TlsClient(optional, {.own = &stranger}).exchange(kGet).result_int(), 0U);
  server_->stop();

  tls.require_client_certificate = true;
  const auto required = start(tls);
  EXPECT_EQ(TlsClient(required, {.own = &client}).exchange(kGet).result_int(), 200U);
  EXPECT_EQ(TlsClient(required, {}).exchange(kGet).result_int(), 0U);
  server_->stop();  // the client may hear of it before it is counted
  EXPECT_EQ(server_->statistics().handshakes_failed, 1U);
}

TEST_F(TlsTest, NewConnectionsGetTheNewCertificate) {
  const auto port = start(files(server_certificate_));
  TlsClient before(port, {.authority = &authority_});
  EXPECT_EQ(before.server_name(), "first");
  const Certificate second(folder_.path, "second", &authority_);
  server_->set_tls(*TlsContext::load(files(second)));
  EXPECT_EQ(TlsClient(port, {.authority = &authority_}).server_name(), "second");
  EXPECT_EQ(before.exchange(kGet).result_int(), 200U) << "open connections go on";
}

TEST_F(TlsTest, SessionsEndWithTheCertificatesThatTheyBeganWith) {
  const Certificate client(folder_.path, "client", &authority_);
  TlsOptions tls = files(server_certificate_);
  tls.client_ca = authority_.certificate_file;
  const auto port = start(tls);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient::Options options{.own = &client, .max_version = version};
    TlsClient first(port, options);
    EXPECT_EQ(first.exchange(kGet).result_int(), 200U);
    const auto session = first.session();
    options.session = session.get();
    TlsClient again(port, options);
    EXPECT_TRUE(again.resumed());
    EXPECT_EQ(again.exchange(kGet).body(), "tls " + client.fingerprint() + " 0")
        << "a resumed session knows who began it";

    server_->set_tls(*TlsContext::load(tls));
    TlsClient after(port, options);
    EXPECT_EQ(after.exchange(kGet).result_int(), 200U);
    EXPECT_FALSE(after.resumed()) << "what was withdrawn would live on in a ticket";
  }
}

TEST_F(TlsTest, NobodyNegotiatesTwice) {
  TlsClient client(start(files(server_certificate_)), {.max_version = TLS1_2_VERSION});
  EXPECT_EQ(client.exchange(kGet).result_int(), 200U);
  EXPECT_FALSE(client.renegotiate());
}

TEST_F(TlsTest, PlainHttpAndSilenceEndTheHandshake) {
  options_.handshake_timeout = std::chrono::milliseconds(50);
  const auto port = start(files(server_certificate_));
  testing::Client plain(port);
  plain.send(kGet);
  EXPECT_NE(plain.receive().result_int(), 200U);
  testing::Client silent(port);
  EXPECT_TRUE(silent.closed());
  server_->stop();
  EXPECT_EQ(server_->statistics().handshakes_failed, 2U);
}

TEST_F(TlsTest, LoadNamesTheFileAtFault) {
  TlsOptions tls = files(server_certificate_);
  EXPECT_GT((*TlsContext::load(tls))->expires(), std::chrono::system_clock::now());
  tls.key = authority_.key_file;
  EXPECT_THAT(base::describe(TlsContext::load(tls).error()), HasSubstr("authority.key"));
  tls.key = folder_.path / "missing.key";
  EXPECT_THAT(base::describe(TlsContext::load(tls).error()), HasSubstr("missing.key"));
  tls = files(server_certificate_);
  std::ofstream(folder_.path / "empty.pem") << "nothing";
  tls.certificate = folder_.path / "empty.pem";
  EXPECT_THAT(base::describe(TlsContext::load(tls).error()), HasSubstr("empty.pem"));
  tls = files(server_certificate_);
  tls.client_ca = folder_.path / "empty.pem";
  EXPECT_THAT(base::describe(TlsContext::load(tls).error()), HasSubstr("empty.pem"));
}

}  // namespace
}  // namespace cramp::net
