// The parts of trust that live by the clock, with a clock of the test's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/trust/claims.hpp"
#include "app/trust/key_source.hpp"
#include "app/trust/replay.hpp"
#include "json/document.hpp"
#include "net/token_maker.hpp"

namespace cramp::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using net::jose::Algorithm;

constexpr base::Instant kNow{std::chrono::seconds(1'800'000'000)};

class FakeClock final : public base::Clock {
 public:
  base::Instant now() const override { return now_; }
  std::int16_t offset_minutes(base::Instant) const override { return 0; }
  void pass(std::chrono::milliseconds time) { now_ += time; }

 private:
  base::Instant now_ = kNow;
};

Claims with_times(std::chrono::seconds issued, std::chrono::seconds expires,
                  std::chrono::seconds not_before) {
  Claims claims;
  claims.issued = kNow + issued;
  claims.expires = kNow + expires;
  claims.not_before = kNow + not_before;
  return claims;
}

TEST(Times, AreJudgedWithASmallSkewAndALongestLife) {  // CH-167
  const TrustConfig config;
  const auto check = [&](auto... times) { return check_times(with_times(times...), config, kNow); };
  EXPECT_EQ(check(0s, 300s, 0s), std::nullopt);
  EXPECT_EQ(check(-300s, -59s, -300s), std::nullopt);
  EXPECT_EQ(check(-300s, -60s, -300s), Refusal::kExpired);
  EXPECT_EQ(check(-300s, -61s, -300s), Refusal::kExpired);
  EXPECT_EQ(check(60s, 300s, 60s), std::nullopt);
  EXPECT_EQ(check(61s, 300s, 0s), Refusal::kNotYetValid);
  EXPECT_EQ(check(0s, 300s, 61s), Refusal::kNotYetValid);
  EXPECT_EQ(check(0s, 900s, -300s), std::nullopt) << "as Epic makes them";
  EXPECT_EQ(check(0s, 901s, 0s), Refusal::kLifetime);
  EXPECT_EQ(check(30s, 30s, 0s), Refusal::kLifetime) << "ends before it begins";
}

/// What is read of these members and those that are always needed beside them.
base::Result<Claims> read(std::string_view members) {
  std::string text = R"({"jti":"j","iat":18e8,)";
  text.append(members).append("}");
  return Claims::read(json::parse(text)->root());
}

TEST(Claims, AreReadByTheirTypes) {  // CH-160, CH-161
  const auto one = read(R"("iss":"i","exp":1800000300.5,"aud":"a","tenant":"t")");
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one->expires, kNow + 300500ms);
  EXPECT_EQ(one->issued, kNow);
  EXPECT_EQ(one->not_before, kNow);
  EXPECT_EQ(one->audiences, std::vector<std::string>{"a"});
  EXPECT_EQ(one->tenant, "t");
  EXPECT_EQ(read(R"("iss":"i","exp":1,"aud":["a","b"])")->audiences.size(), 2U);
  for (const char* wrong :
       {R"("iss":"i","exp":1,"aud":[])", R"("iss":"i","exp":1,"aud":{})",
        R"("iss":"i","exp":1,"aud":["a",1])", R"("iss":"i","exp":1,"aud":"a","tenant":1)",
        R"("iss":"i","exp":1,"aud":"a","tenant":"")", R"("iss":"i","exp":1,"aud":"a","nbf":"1")",
        R"("iss":"i","exp":1,"aud":"a","nbf":-1)", R"("iss":"","exp":1,"aud":"a")",
        R"("iss":1,"exp":1,"aud":"a")", R"("iss":"i","exp":"1","aud":"a")",
        R"("iss":"i","exp":1e300,"aud":"a")", R"("iss":"i","exp":null,"aud":"a")"}) {
    EXPECT_FALSE(read(wrong).ok()) << wrong;
  }
}

TEST(Audience, IsTheCalledEndpoint) {  // CH-150, CH-161
  const auto meant = [](const char* audience, std::string_view path, ClientConfig client = {}) {
    Claims claims;
    claims.audiences = {audience};
    return is_meant_for(claims, client, "https://cds.example", path);
  };
  EXPECT_TRUE(meant("https://cds.example/cds-services/a", "/cds-services/a"));
  EXPECT_FALSE(meant("https://cds.example", "/cds-services/a"));
  EXPECT_FALSE(meant("https://cds.example/cds-services/b", "/cds-services/a"));
  EXPECT_TRUE(meant("https://cds.example/cds-services/a/feedback", "/cds-services/a/feedback"));
  EXPECT_TRUE(meant("https://cds.example/cds-services/a", "/cds-services/a/feedback"));
  EXPECT_FALSE(meant("https://cds.example/cds-services/a/feedback", "/cds-services/a"));
  EXPECT_FALSE(meant("https://cds.example/cds-services/b", "/cds-services/a/feedback"));
  ClientConfig by_base;
  by_base.audiences = {"https://cds.example"};
  EXPECT_TRUE(meant("https://cds.example", "/cds-services/a", by_base));
}

TEST(Replay, IsSeenUntilTheTokenHasEnded) {  // CH-168
  MemoryReplayGuard guard(1000);
  EXPECT_EQ(guard.see_now(token_digest("a", "1"), kNow + 5min, kNow), Novelty::kNew);
  EXPECT_EQ(guard.see_now(token_digest("a", "1"), kNow + 5min, kNow), Novelty::kSeen);
  EXPECT_EQ(guard.see_now(token_digest("a", "1"), kNow + 9min, kNow + 5min), Novelty::kSeen);
  EXPECT_EQ(guard.see_now(token_digest("b", "1"), kNow + 5min, kNow), Novelty::kNew);
  EXPECT_EQ(guard.see_now(token_digest("a1", ""), kNow + 5min, kNow), Novelty::kNew)
      << "no mere concatenation";
  EXPECT_EQ(guard.size(), 3U);
  EXPECT_EQ(guard.see_now(token_digest("a", "2"), kNow + 9min, kNow + 7min), Novelty::kNew);
  EXPECT_EQ(guard.size(), 1U) << "what has ended is forgotten";
}

TEST(Replay, ForgetsNothingToMakeRoom) {  // CH-168
  MemoryReplayGuard guard(2);
  EXPECT_EQ(guard.see_now(token_digest("a", "1"), kNow + 1min, kNow), Novelty::kNew);
  EXPECT_EQ(guard.see_now(token_digest("a", "2"), kNow + 9min, kNow), Novelty::kNew);
  EXPECT_EQ(guard.see_now(token_digest("a", "3"), kNow + 9min, kNow), Novelty::kUnknown);
  EXPECT_EQ(guard.see_now(token_digest("a", "1"), kNow + 1min, kNow), Novelty::kSeen);
  EXPECT_EQ(guard.see_now(token_digest("a", "3"), kNow + 9min, kNow + 3min), Novelty::kNew);
}

/// A key source over a server that a test plays itself.
class KeySourceTest : public ::testing::Test {
 protected:
  KeySourceTest() {
    source_ = std::make_shared<KeySource>(
        io_.get_executor(),
        [this]() -> asio::awaitable<base::Result<std::string>> {
          ++fetches_;
          co_await asio::post(io_, asio::use_awaitable);
          if (served_.empty()) co_return base::Error{base::Code::kInternal, {}, "is away", {}};
          co_return served_;
        },
        clock_, [this](const std::string& fault, const KeySource::Keys&) { fault_ = fault; });
  }
  void serve(std::initializer_list<const char*> ids) {
    std::vector<json::Value> keys;
    for (const char* id : ids) keys.push_back(pair_.jwk(id));
    served_ = net::testing::key_set(std::move(keys));
  }
  /// Whether a token with this key gets its key, by `times` callers at once.
  bool has(const std::string& id, int times = 1) {
    int found = 0;
    for (int i = 0; i < times; ++i) {
      if (source_->at_hand(id, Algorithm::kEs384, config_)) {
        ++found;
        continue;
      }
      asio::co_spawn(io_, source_->ask(id, Algorithm::kEs384, config_),
                     [&](const std::exception_ptr&, const KeySource::Keys& keys) {
                       if (keys && keys->find(id, Algorithm::kEs384) != nullptr) ++found;
                     });
    }
    io_.restart();
    io_.run();
    EXPECT_TRUE(found == 0 || found == times);
    return found == times;
  }

  net::testing::KeyPair pair_{Algorithm::kEs384};
  TrustConfig config_;
  FakeClock clock_;
  asio::io_context io_;
  std::string served_, fault_;
  int fetches_ = 0;
  std::shared_ptr<KeySource> source_;
};

TEST_F(KeySourceTest, FetchesOnceForAll) {  // CH-165
  serve({"a"});
  EXPECT_TRUE(has("a", 20));
  EXPECT_EQ(fetches_, 1);
  EXPECT_TRUE(has("a"));
  EXPECT_EQ(fetches_, 1);
}

TEST_F(KeySourceTest, AnUnknownKeyIsLookedForOnceInAWhile) {  // CH-165
  serve({"a"});
  EXPECT_TRUE(has("a"));
  serve({"a", "b"});
  EXPECT_FALSE(has("b")) << "the set is seconds old";
  EXPECT_EQ(fetches_, 1);
  clock_.pass(config_.keys_refresh_pause);
  EXPECT_TRUE(has("b", 20));
  EXPECT_EQ(fetches_, 2);
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(has(std::to_string(i)));
  EXPECT_EQ(fetches_, 2) << "no token makes the service call out at will";
}

TEST_F(KeySourceTest, WithdrawnKeysAgeOut) {  // CH-165
  serve({"a"});
  EXPECT_TRUE(has("a"));
  serve({"b"});
  clock_.pass(config_.keys_lifetime / 2);
  EXPECT_TRUE(has("a")) << "renewed meanwhile, without waiting";
  EXPECT_EQ(fetches_, 2);
  EXPECT_FALSE(has("a"));
  EXPECT_TRUE(has("b"));
  serve({"c"});
  clock_.pass(config_.keys_lifetime);
  EXPECT_FALSE(has("b")) << "past its lifetime a set is not used before a fetch";
  EXPECT_TRUE(has("c"));
}

TEST_F(KeySourceTest, ADeadServerKeepsTheLastKeysForATime) {  // CH-165
  EXPECT_FALSE(has("a"));
  EXPECT_EQ(fault_, "is away");
  EXPECT_FALSE(has("a"));
  EXPECT_EQ(fetches_, 1);
  clock_.pass(config_.keys_refresh_pause);
  serve({"a"});
  EXPECT_TRUE(has("a"));
  EXPECT_EQ(fault_, "");
  served_.clear();
  clock_.pass(config_.keys_lifetime + config_.keys_grace - 1ms);
  EXPECT_TRUE(has("a"));
  served_ = "{}";
  clock_.pass(1ms);
  EXPECT_FALSE(has("a"));
  clock_.pass(config_.keys_refresh_pause);
  EXPECT_FALSE(has("a"));
  EXPECT_THAT(fault_, ::testing::HasSubstr("no key set"));
}

}  // namespace
}  // namespace cramp::app
