// Fetching over kept connections, against servers that misbehave.

#include "net/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <thread>

#include "net/certificates.hpp"
#include "net/server.hpp"

namespace cramp::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Answers each request with the next of these texts, as they are; after one that begins with '!',
/// or is empty, the connection ends. When there are no more it says nothing.
class Script {
 public:
  explicit Script(std::vector<std::string> answers)
      : answers_(std::move(answers)),
        acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
        thread_([this] { run(); }) {}
  ~Script() {
    boost::system::error_code ignored;
    stop_ = true;
    asio::ip::tcp::socket wake(context_);
    wake.connect(acceptor_.local_endpoint(), ignored);
    wake.close(ignored);
    thread_.join();
  }
  Url url() const { return *Url::parse("http://127.0.0.1:" + std::to_string(port())); }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  int connections() const { return connections_; }

 private:
  void run() {
    std::size_t next = 0;
    while (!stop_) {
      asio::ip::tcp::socket socket(context_);
      boost::system::error_code error;
      acceptor_.accept(socket, error);
      if (error || stop_) return;
      ++connections_;
      bool last = false;
      while (!last && next < answers_.size()) {
        std::string request;
        asio::read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n", error);
        if (error) break;
        const std::string& answer = answers_[next++];
        last = answer.empty() || answer.front() == '!';
        if (!answer.empty()) asio::write(socket, asio::buffer(answer.substr(last ? 1 : 0)), error);
      }
      std::string silence;
      if (!last) asio::read_until(socket, asio::dynamic_buffer(silence), '!', error);
    }
  }

  std::vector<std::string> answers_;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stop_ = false;
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

std::string ok(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

HttpAnswer get(HttpClient& client, const Url& url, std::chrono::milliseconds within = 20s,
               std::shared_ptr<const ClientTls> tls = nullptr) {
  HttpGet query;
  query.url = url;
  query.tls = std::move(tls);
  query.deadline = std::chrono::steady_clock::now() + within;
  query.connect_timeout = 10s;
  query.bytes = 1000;
  asio::io_context context;
  auto answer = asio::co_spawn(context, client.get(std::move(query)), asio::use_future);
  context.run();
  return answer.get();
}

TEST(HttpClient, KeepsItsConnection) {
  const Script server({ok("one"), ok("two"), ok("three", "Connection: close\r\n"), ok("four")});
  HttpClient client(4);
  for (const char* body : {"one", "two", "three"}) EXPECT_EQ(get(client, server.url()).body, body);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(client.statistics().opened, 1U);
  EXPECT_EQ(client.statistics().reused, 2U);
  EXPECT_EQ(client.statistics().open, 0);
}

TEST(HttpClient, RepeatsOnceWhatAKeptConnectionLost) {
  const Script server({ok("one"), "", ok("two"), "", ""});
  HttpClient client(4);
  EXPECT_EQ(get(client, server.url()).body, "one");
  EXPECT_EQ(get(client, server.url()).body, "two");
  EXPECT_EQ(client.statistics().repeated, 1U);
  EXPECT_EQ(get(client, server.url()).end, HttpEnd::kClosed);
  EXPECT_EQ(client.statistics().repeated, 2U);
}

TEST(HttpClient, RepeatsNothingThatHadBegun) {
  const Script server({ok("one"), "!HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut", ok("two")});
  HttpClient client(4);
  get(client, server.url());
  EXPECT_EQ(get(client, server.url()).end, HttpEnd::kClosed);
  EXPECT_EQ(client.statistics().repeated, 0U);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, KnowsHowAnExchangeEnds) {
  const auto end = [](const std::string& answer, std::chrono::milliseconds within = 20s) {
    const Script server({answer});
    HttpClient client(1);
    return get(client, server.url(), within).end;
  };
  EXPECT_EQ(end(ok(std::string(1000, 'x'))), HttpEnd::kAnswered);
  EXPECT_EQ(end(ok(std::string(1001, 'x'))), HttpEnd::kTooLarge);
  EXPECT_EQ(end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
            HttpEnd::kAnswered);
  EXPECT_EQ(end("SSH-2.0-OpenSSH\r\n\r\n"), HttpEnd::kNotHttp);
  EXPECT_EQ(end("HTTP/1.1 200 OK\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n"),
            HttpEnd::kNotHttp);
  EXPECT_EQ(
      end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;" + std::string(100'000, 'x')),
      HttpEnd::kNotHttp);
  EXPECT_EQ(end("HTTP/1.1 200 OK\r\n", 100ms), HttpEnd::kTimeout);
  EXPECT_EQ(end("!"), HttpEnd::kClosed);
}

TEST(HttpClient, FollowsNoRedirect) {
  const Script server({"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"});
  HttpClient client(1);
  EXPECT_EQ(get(client, server.url()).status, 302U);
}

TEST(HttpClient, SaysWhenNobodyIsThere) {
  std::uint16_t port = 0;
  {
    const Script gone({});
    port = gone.port();
  }
  HttpClient client(1);
  EXPECT_EQ(get(client, *Url::parse("http://127.0.0.1:" + std::to_string(port))).end,
            HttpEnd::kUnreachable);
  EXPECT_EQ(get(client, *Url::parse("http://no-such-host.invalid")).end, HttpEnd::kUnreachable);
}

TEST(HttpClient, ReadsRetryAfter) {
  const Script server({"HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
                       "HTTP/1.1 503 No\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"
                       "Content-Length: 0\r\n\r\n"});
  HttpClient client(1);
  EXPECT_EQ(get(client, server.url()).retry_after, 7s);
  EXPECT_EQ(get(client, server.url()).retry_after, std::nullopt);
}

TEST(HttpClient, OpensNoMoreConnectionsThanAllowed) {
  std::atomic<int> now = 0, most = 0;
  Server server({.port = 0, .threads = 1}, [&](Request) -> asio::awaitable<Response> {
    most = std::max(most.load(), ++now);
    asio::steady_timer pause(co_await asio::this_coro::executor, 5ms);
    co_await pause.async_wait(asio::use_awaitable);
    --now;
    co_return Response{};
  });
  ASSERT_TRUE(server.start());
  HttpClient client(2);
  const Url url = *Url::parse("http://127.0.0.1:" + std::to_string(server.port()));
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] { EXPECT_EQ(get(client, url).end, HttpEnd::kAnswered); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(most, 2);
  EXPECT_EQ(client.statistics().opened, 2U);
  EXPECT_EQ(client.statistics().waiting, 0);
}

TEST(HttpClient, WhoWaitsForAConnectionHasADeadlineToo) {
  const Script silent({"HTTP/1.1 200 OK\r\n"});
  HttpClient client(1);
  std::thread first([&] { EXPECT_EQ(get(client, silent.url(), 300ms).end, HttpEnd::kTimeout); });
  EXPECT_EQ(get(client, silent.url(), 100ms).end, HttpEnd::kTimeout);
  first.join();
}

TEST(HttpClient, BelievesOnlyCertificatesOfItsAuthoritiesForTheHost) {
  const auto folder = std::filesystem::temp_directory_path() / "cramp-http-client-test";
  std::filesystem::create_directories(folder);
  const testing::Certificate authority(folder, "authority"), other(folder, "other");
  const testing::Certificate leaf(folder, "leaf", &authority);
  Server server(
      {.port = 0, .threads = 1}, [](Request) -> asio::awaitable<Response> { co_return Response{}; },
      *TlsContext::load(
          {.certificate = leaf.certificate_file, .key = leaf.key_file, .client_ca = {}}));
  ASSERT_TRUE(server.start());
  const auto end = [&](const std::string& host, const testing::Certificate& ca) {
    HttpClient client(1);
    return get(client, *Url::parse("https://" + host + ":" + std::to_string(server.port())), 20s,
               *ClientTls::load(ca.certificate_file))
        .end;
  };
  EXPECT_EQ(end("localhost", authority), HttpEnd::kAnswered);
  EXPECT_EQ(end("127.0.0.1", authority), HttpEnd::kAnswered);
  EXPECT_EQ(end("localhost", other), HttpEnd::kNotTrusted);
  EXPECT_EQ(end("127.0.0.2", authority), HttpEnd::kUnreachable) << "listens on 127.0.0.1 alone";
  EXPECT_FALSE(ClientTls::load(folder / "none.pem"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cramp::net
