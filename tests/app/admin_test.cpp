#include "app/admin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cramp::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class AdminTest : public ::testing::Test {
 protected:
  net::Response send(const std::string& method, const std::string& path,
                     const std::string& authorization = "", const std::string& origin = "") {
    net::Request request;
    request.origin = origin;
    request.method = method;
    request.path = path;
    request.authorization = base::Secret(authorization);
    return admin_.respond(request);
  }

  AdminConfig config_;
  Health content_ = Health::kOk;
  Health store_ = Health::kOk;
  ReloadResult result_;
  int reloads_ = 0;
  Admin admin_{{[this] { return config_; },
                {{"content", [this] { return content_; }}, {"store", [this] { return store_; }}},
                [] { return std::string("metric 1\n"); },
                [this] {
                  ++reloads_;
                  return result_;
                }}};
};

TEST_F(AdminTest, ReadyAsLongAsNoPartFails) {
  EXPECT_EQ(send("GET", "/health/live").status, 200);
  EXPECT_EQ(send("GET", "/health/ready").status, 200);
  store_ = Health::kDegraded;
  const net::Response degraded = send("GET", "/health/ready");
  EXPECT_EQ(degraded.status, 200);
  EXPECT_THAT(degraded.body, HasSubstr(R"("store":"degraded")"));
  content_ = Health::kFailing;
  const net::Response failing = send("GET", "/health/ready");
  EXPECT_EQ(failing.status, 503);
  EXPECT_THAT(failing.body, AllOf(HasSubstr(R"("content":"failing")"), HasSubstr("not ready")));
  EXPECT_EQ(send("GET", "/health/live").status, 200);
}

TEST_F(AdminTest, OtherPathsAndMethods) {
  EXPECT_EQ(send("GET", "/metrics").body, "metric 1\n");
  EXPECT_EQ(send("POST", "/metrics").status, 405);
  EXPECT_EQ(send("GET", "/reload").status, 405);
  EXPECT_EQ(send("GET", "/").status, 404);
  EXPECT_EQ(reloads_, 0);
}

TEST(Admin, KnowsByWhichNameItWasCalled) {
  const auto names = [](const std::string& host) {
    net::Request request;
    request.host = host;
    return names_this_machine(request);
  };
  for (const char* host : {"", "localhost", "localhost:8081", "127.0.0.1:8081", "[::1]:8081"}) {
    EXPECT_TRUE(names(host)) << host;
  }
  for (const char* host : {"page.example", "page.example:8081", "[2001:db8::1]:8081", "[::1"}) {
    EXPECT_FALSE(names(host)) << host;
  }
}

TEST_F(AdminTest, NoPageOfABrowserReloads) {
  EXPECT_EQ(send("POST", "/reload", "", "https://page.example").status, 403);
  EXPECT_EQ(send("POST", "/reload", "", "null").status, 403);
  EXPECT_EQ(reloads_, 0);
  EXPECT_EQ(send("POST", "/reload").status, 200);
}

TEST_F(AdminTest, ReloadSaysWhatItDid) {
  EXPECT_THAT(send("POST", "/reload").body, HasSubstr("reloaded"));
  result_.needs_restart = {"server.listen"};
  EXPECT_THAT(send("POST", "/reload").body, HasSubstr(R"("needsRestart":["server.listen"])"));
  result_.faults = {{base::Code::kContent, {}, "is wrong", "file:3"}};
  const net::Response refused = send("POST", "/reload");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("file:3: is wrong"));
}

TEST_F(AdminTest, ReloadOfStrangersIsRefused) {
  config_.listen.host = "0.0.0.0";
  EXPECT_EQ(send("POST", "/reload").status, 403) << "open to others, and no token";
  config_.token = SecretText("0123456789abcdef");
  EXPECT_EQ(send("POST", "/reload").status, 403);
  EXPECT_EQ(send("POST", "/reload", "Bearer 0123456789abcdeX").status, 403);
  EXPECT_EQ(send("POST", "/reload", "Bearer 0123456789abcdef0").status, 403);
  EXPECT_EQ(reloads_, 0);
  EXPECT_EQ(send("POST", "/reload", "Bearer 0123456789abcdef").status, 200);
  config_.listen.host = "127.0.0.1";
  EXPECT_EQ(send("POST", "/reload").status, 403) << "a token is wanted here too";
}

}  // namespace
}  // namespace cramp::app
