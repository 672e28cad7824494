#include "net/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <future>
#include <iomanip>
#include <sstream>
#include <stdexcept>

#include "client.hpp"
#include "json/document.hpp"

namespace cramp::net {
namespace {

using boost::asio::awaitable;
using testing::Client;
using ::testing::HasSubstr;

const std::string kGet = "GET /path?query HTTP/1.1\r\nHost: x\r\n\r\n";

std::string post(std::string_view body, std::string_view more = "") {
  return "POST /p HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + std::string(more) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

awaitable<Response> echo(Request request) {
  if (request.path == "/throws") throw std::runtime_error("secret detail");
  Response response;
  response.body =
      request.method + " " + request.path + " " + request.content_type + " " + request.body;
  response.headers.emplace_back("X-Test", "yes");
  co_return response;
}

// A handler that is in the middle of a request until the test lets it go on.
class Gate {
 public:
  awaitable<Response> wait(Request) {
    entered_.set_value();
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (open_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      timer.expires_after(std::chrono::milliseconds(1));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    Response response;
    response.body = "late";
    co_return response;
  }
  void wait_until_entered() { entered_.get_future().wait(); }
  void open() { opened_.set_value(); }

 private:
  std::promise<void> entered_, opened_;
  std::shared_future<void> open_ = opened_.get_future().share();
};

class ServerTest : public ::testing::Test {
 protected:
  std::uint16_t start(Handler handler = echo) {
    options_.port = 0;  // a free one
    server_ = std::make_unique<Server>(options_, std::move(handler));
    const auto started = server_->start();
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().public_text);
    return server_->port();
  }

  static void expect_outcome(const Client::Answer& answer, unsigned status) {  // CH-001, CH-095
    EXPECT_EQ(answer.result_int(), status);
    EXPECT_EQ(answer["Content-Type"], "application/json");
    const auto outcome = json::parse(answer.body());
    ASSERT_TRUE(outcome.ok()) << answer.body();
    EXPECT_EQ(outcome->root().string("resourceType"), "OperationOutcome");
  }

  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgain) {
  Client client(start());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.exchange(post("body"));
    EXPECT_EQ(answer.result_int(), 200U);
    EXPECT_EQ(answer.body(), "POST /p application/json body");
    EXPECT_EQ(answer["X-Test"], "yes");
  }
  EXPECT_EQ(client.exchange(kGet).body(), "GET /path  ");
}

TEST_F(ServerTest, SaysWhenItAnswered) {  // RFC 9110 §6.6.1
  const std::time_t before = std::time(nullptr);
  Client client(start());
  const auto answer = client.exchange(kGet);
  std::tm utc{};
  std::istringstream date{std::string(answer["Date"])};
  date >> std::get_time(&utc, "%a, %d %b %Y %H:%M:%S GMT");
  ASSERT_FALSE(date.fail()) << answer["Date"];
  EXPECT_GE(timegm(&utc), before);
  EXPECT_LE(timegm(&utc), std::time(nullptr));
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Client client(start());
  client.send(post("1") + post("2") + kGet);
  EXPECT_THAT(client.receive().body(), HasSubstr("json 1"));
  EXPECT_THAT(client.receive().body(), HasSubstr("json 2"));
  EXPECT_THAT(client.receive().body(), HasSubstr("GET"));
}

TEST_F(ServerTest, HeadHasNoBodyAndKeepsTheConnection) {  // CH-030
  Client client(start());
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.receive(true);
  EXPECT_EQ(head.result_int(), 200U);
  EXPECT_EQ(head["Content-Length"], "8");
  EXPECT_THAT(client.exchange(kGet).body(), HasSubstr("GET"));
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  Client client(start());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.receive().result_int(), 200U);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, ContinuesWhenTheClientWaitsForIt) {
  Client client(start());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.receive().result_int(), 100U);
  client.send("ab");
  EXPECT_THAT(client.receive().body(), HasSubstr("ab"));
}

TEST_F(ServerTest, BodyAtTheLimitPassesAndOneMoreByteDoesNot) {  // CH-062
  options_.body_bytes = 1000;
  const auto port = start();
  EXPECT_EQ(Client(port).exchange(post(std::string(1000, 'x'))).result_int(), 200U);
  Client client(port);
  expect_outcome(client.exchange(post(std::string(1001, 'x'))), 413);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, ChunkedBodyIsCountedToo) {
  options_.body_bytes = 1000;
  Client client(start());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) client.send("64\r\n" + std::string(100, 'x') + "\r\n");
  client.send("0\r\n\r\n");
  expect_outcome(client.receive(), 413);
}

TEST_F(ServerTest, HugeHeaderIsRefused) {
  Client client(start());
  expect_outcome(client.exchange("GET / HTTP/1.1\r\nX: " + std::string(40000, 'a') + "\r\n\r\n"),
                 431);
}

TEST_F(ServerTest, WhatIsNotHttpIsRefused) {
  const auto port = start();
  for (const char* bytes : {"\x16\x03\x01 TLS?\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"}) {
    Client client(port);
    expect_outcome(client.exchange(bytes), 400);
  }
}

TEST_F(ServerTest, SlowSenderGets408) {  // CH-062
  options_.header_timeout = options_.body_timeout = std::chrono::milliseconds(50);
  const auto port = start();
  Client in_header(port);
  expect_outcome(in_header.exchange("GET / HT"), 408);
  Client in_body(port);
  expect_outcome(in_body.exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"),
                 408);
  EXPECT_TRUE(in_body.closed());
}

TEST_F(ServerTest, IdleConnectionIsClosedWithoutAWord) {
  options_.idle_timeout = std::chrono::milliseconds(50);
  Client client(start());
  EXPECT_EQ(client.exchange(kGet).result_int(), 200U);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, OneConnectionTooManyGets503) {  // CH-027
  options_.connections = 1;
  const auto port = start();
  Client first(port);
  EXPECT_EQ(first.exchange(kGet).result_int(), 200U);
  Client second(port);
  const auto answer = second.receive();
  expect_outcome(answer, 503);
  EXPECT_EQ(answer["Retry-After"], "1");
  Client third(port);
  expect_outcome(third.exchange(post(std::string(100'000, 'x'))), 503);
  EXPECT_TRUE(third.closed()) << "ended, not reset";
  EXPECT_EQ(first.exchange(kGet).result_int(), 200U);
}

TEST_F(ServerTest, BodiesTogetherHaveALimit) {
  options_.threads = 1;
  options_.buffered_bytes = 1000;
  const auto port = start();
  Client first(port);
  first.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n" + std::string(800, 'x'));
  EXPECT_EQ(Client(port).exchange(post(std::string(100, 'x'))).result_int(), 200U);
  Client third(port);
  const auto refused = third.exchange(post(std::string(300, 'x')));
  expect_outcome(refused, 503);
  EXPECT_EQ(refused["Retry-After"], "1");
  EXPECT_TRUE(third.closed());
  EXPECT_EQ(server_->statistics().shed, 1U);
  first.send(std::string(100, 'x'));
  EXPECT_EQ(first.receive().result_int(), 200U);
  EXPECT_EQ(Client(port).exchange(post(std::string(300, 'x'))).result_int(), 200U);
}

TEST_F(ServerTest, OneRequestTooManyGets503OnAConnectionThatStays) {
  options_.threads = 1;
  options_.in_flight = 1;
  Gate gate;
  const auto port = start(
      [&](Request r) { return r.path == "/wait" ? gate.wait(std::move(r)) : echo(std::move(r)); });
  Client waiting(port);
  waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.wait_until_entered();
  Client other(port);
  const auto refused = other.exchange(kGet);
  expect_outcome(refused, 503);
  EXPECT_EQ(refused["Retry-After"], "1");
  gate.open();
  EXPECT_EQ(waiting.receive().body(), "late");
  EXPECT_EQ(other.exchange(kGet).result_int(), 200U);
}

TEST_F(ServerTest, ExceptionIsA500WithoutItsText) {  // CH-096
  Client client(start());
  const auto answer = client.exchange("GET /throws HTTP/1.1\r\nHost: x\r\n\r\n");
  expect_outcome(answer, 500);
  EXPECT_THAT(answer.body(), ::testing::Not(HasSubstr("secret")));
  EXPECT_EQ(client.exchange(kGet).result_int(), 200U);
}

TEST_F(ServerTest, StopLetsAnAcceptedRequestFinishAndEndsIdleConnections) {
  Gate gate;
  const auto port = start([&](Request r) { return gate.wait(std::move(r)); });
  Client busy(port);
  Client idle(port);
  busy.send(kGet);
  gate.wait_until_entered();
  std::thread stopper([&] { server_->stop(); });
  EXPECT_TRUE(idle.closed());
  gate.open();
  const auto answer = busy.receive();
  EXPECT_EQ(answer.body(), "late");
  EXPECT_FALSE(answer.keep_alive());
  stopper.join();
  EXPECT_THROW(Client{port}, boost::system::system_error);
}

TEST_F(ServerTest, StopAnswersWhatIsOnItsWayAndSaysThatTheConnectionEnds) {
  options_.last_request = std::chrono::seconds(5);
  const auto port = start();
  Client open(port);
  EXPECT_EQ(open.exchange(kGet).result_int(), 200U);
  std::thread stopper([&] { server_->stop(); });
  const auto accepts = [&] {
    try {
      Client{port};
      return true;
    } catch (const boost::system::system_error&) {
      return false;
    }
  };
  while (accepts()) {
  }
  auto answer = open.exchange(kGet);
  // The thread of this connection may not have heard of the stop yet.
  while (answer.keep_alive()) answer = open.exchange(kGet);
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_TRUE(open.closed());
  stopper.join();
}

TEST_F(ServerTest, StopTakesConnectionsThatWaitForTheirThread) {
  options_.threads = 1;
  std::promise<void> entered, go_on;
  const auto port = start([&](Request r) -> awaitable<Response> {
    if (r.path == "/wait") {
      entered.set_value();
      go_on.get_future().wait();
    }
    co_return co_await echo(std::move(r));
  });
  Client busy(port);
  busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  entered.get_future().wait();
  Client waiting(port);  // nobody can accept it now but the system
  waiting.send(kGet);
  std::thread stopper([&] { server_->stop(); });
  go_on.set_value();
  EXPECT_EQ(busy.receive().result_int(), 200U);
  EXPECT_EQ(waiting.receive().result_int(), 200U);
  stopper.join();
}

TEST_F(ServerTest, StopDoesNotWaitForeverForTheClient) {
  options_.drain_timeout = std::chrono::milliseconds(20);
  Client client(start());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
  server_->stop();
  EXPECT_NE(client.receive().result_int(), 200U);
}

TEST_F(ServerTest, PortInUseIsAnErrorThatNamesIt) {
  options_.port = start();
  Server second(options_, echo);
  const auto started = second.start();
  ASSERT_FALSE(started.ok());
  EXPECT_THAT(started.error().public_text, HasSubstr(std::to_string(options_.port)));
}

}  // namespace
}  // namespace cramp::net
