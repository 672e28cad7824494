// Requests that two readers could take for different ones, and what no header limit counts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client.hpp"
#include "json/document.hpp"
#include "net/server.hpp"

namespace cramp::net {
namespace {

using testing::Client;
using ::testing::HasSubstr;
using namespace std::string_literals;

class FramingTest : public ::testing::Test {
 protected:
  FramingTest() {
    options_.port = 0;
    options_.threads = 1;
    server_ =
        std::make_unique<Server>(options_, [](Request request) -> boost::asio::awaitable<Response> {
          Response response;
          response.body = request.method + ' ' + request.path + " [" + request.body + "] " +
                          request.authorization.expose() + ' ' + request.content_type;
          co_return response;
        });
    EXPECT_TRUE(server_->start().ok());
  }

  static void expect_refused(Client& client, const std::string& bytes) {
    const auto answer = client.exchange(bytes);
    EXPECT_EQ(answer.result_int(), 400U) << bytes << '\n' << answer.body();
    const auto outcome = json::parse(answer.body());
    ASSERT_TRUE(outcome.ok()) << answer.body();
    EXPECT_EQ(outcome->root().string("resourceType"), "OperationOutcome");
    EXPECT_TRUE(client.closed()) << "what follows is not read as a request: " << bytes;
  }

  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(FramingTest, AnUnclearEndIsRefusedAndNothingAfterItIsRead) {
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  const std::string hidden = "\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string& head : {
           post + chunked + "Content-Length: 4\r\n",
           post + "Content-Length: 4\r\n" + chunked,
           post + "Content-Length: 4\r\nContent-Length: 5\r\n",
           post + "Content-Length: 4, 5\r\n",
           post + "Content-Length: +4\r\n",
           post + "Content-Length: -1\r\n",
           post + "Content-Length: 0x4\r\n",
           post + "Content-Length: 4 4\r\n",
           post + "Content-Length:\r\n",
           post + "Content-Length: 18446744073709551617\r\n",
           post + chunked + chunked,
           post + "Transfer-Encoding: gzip\r\n",
           post + "Transfer-Encoding: gzip\r\nContent-Length: 4\r\n",
           post + "Transfer-Encoding: gzip, chunked\r\n",
           post + "Transfer-Encoding: gzip\r\n" + chunked,
           post + "Transfer-Encoding: chunked, identity\r\n",
           post + "Transfer-Encoding: chunked;q=1\r\n",
           post + "Transfer-Encoding: \x0b"
                  "chunked\r\n",
           std::string("POST / HTTP/1.0\r\nHost: x\r\n") + chunked,
           post + "Content-Length : 4\r\n",
           post + "Content-Length: 4\n",
           post + "X: a\rContent-Length: 4\r\n",
           post + " folded: before the first field\r\nNo colon\r\n",
           std::string("POST / HTTP/1.1\r\n"),
           post + "Host: y\r\n",
       }) {
    Client client(server_->port());
    expect_refused(client, head + hidden);
  }
}

TEST_F(FramingTest, ChunksThatAreNoneAreRefused) {
  for (const std::string chunk :
       {"x\r\n", "-1\r\n", "0x4\r\nabcd\r\n\r\n", "4\nabcd\r\n", "4\r\nabcdX\r\n0\r\n\r\n",
        "4;a=\x01\r\nabcd\r\n", " 4\r\nabcd\r\n"}) {
    Client client(server_->port());
    expect_refused(client,
                   "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
  }
  Client overflow(server_->port());
  EXPECT_EQ(overflow
                .exchange("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "FFFFFFFFFFFFFFFF\r\nabcd")
                .result_int(),
            413U);
}

TEST_F(FramingTest, NoMemoryForEndlessExtensionsAndTrailers) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string start : {"4;", "0\r\nX: "}) {
    Client client(server_->port());
    client.send(head + start);
    // More than could be meant, and less than two buffers of the system hold.
    client.send(std::string(options_.header_bytes + (80U << 10U), 'a'));
    const auto answer = client.receive();
    EXPECT_EQ(answer.result_int(), 400U) << start << answer.body();
  }
}

TEST_F(FramingTest, ATrailerIsNoHeader) {
  Client client(server_->port());
  const auto answer = client.exchange(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n"
      "Authorization: Bearer later\r\nContent-Type: text/later\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.body(), "POST / [ab]  ");
  EXPECT_TRUE(answer.keep_alive());
}

TEST_F(FramingTest, AbsoluteTargetsAndOldVersionsAreUnderstood) {
  Client client(server_->port());
  EXPECT_THAT(client.exchange("GET http://cds.example/p?q HTTP/1.1\r\nHost: y\r\n\r\n").body(),
              HasSubstr("GET /p ["));
  EXPECT_THAT(client.exchange("GET HTTPS://cds.example HTTP/1.1\r\nHost: y\r\n\r\n").body(),
              HasSubstr("GET / ["));
  EXPECT_THAT(client.exchange("OPTIONS * HTTP/1.1\r\nHost: y\r\n\r\n").body(),
              HasSubstr("OPTIONS * ["));
  const auto folded = client.exchange(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: a/\r\n b\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(folded.body(), HasSubstr("a/ b")) << "a folded line is one value";
  // HTTP/1.0 knows no 100 and ends the connection unless told otherwise.
  const auto old =
      client.exchange("POST /old HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab");
  EXPECT_EQ(old.result_int(), 200U);
  EXPECT_THAT(old.body(), HasSubstr("/old [ab]"));
  EXPECT_TRUE(client.closed());
}

TEST_F(FramingTest, NoClientTextBreaksAnAnswersHeader) {
  Client client(server_->port());
  expect_refused(client, "GET / HTTP/1.1\r\nHost: x\r\nOrigin: a\0b\r\n\r\n"s);
}

}  // namespace
}  // namespace cramp::net
