// Two replicas with one PostgreSQL: what one knows the other knows, and either may die.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <set>
#include <thread>

#include "base/uuid.hpp"
#include "haproxy.hpp"
#include "http.hpp"
#include "json/document.hpp"
#include "net/token_maker.hpp"
#include "process.hpp"
#include "store/support.hpp"
#include "tokens.hpp"

namespace cramp::testing {
namespace {

using net::jose::Algorithm;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReplicasTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (store::testing::cluster() == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    database_ = store::testing::cluster()->new_database();
    request_ = sample_request();
    patient_ = json::parse(request_)->root().find("context").string("patientId");
    folder_.write("ehr.json", net::testing::key_set({key_.jwk("one")}));
  }
  std::unique_ptr<Service> replica(const std::string& trust = "") const {
    const std::string file = folder_.write(
        "c.toml",
        "[server]\nbehind_proxy = true\npublic_url = \"" + std::string(kPublicUrl) +
            "\"\n[trust]\n" + trust + "[store]\nkind = \"postgresql\"\npostgresql = \"" +
            database_ +
            "\"\nhash_key = \"0123456789abcdef0123456789abcdef\"\nlookup_timeout = \"5s\"\n"
            "[[clients]]\nid = \"ehr\"\nissuer = \"https://ehr.example\"\nkeys = \"ehr.json\"\n");
    auto service = std::make_unique<Service>(std::vector<std::string>{"--config", file},
                                             Service::Mode::kProduction);
    EXPECT_TRUE(eventually([&] {
      return exchange(service->admin_port(), "GET", "/health/ready").body().find("degraded") ==
             std::string::npos;
    }));
    return service;
  }
  std::string token() const {
    return bearer(key_.token(token_header(), claims().set("jti", base::new_uuid())));
  }
  static Answer post(std::uint16_t port, const std::string& path, const std::string& body,
                     const std::string& token) {
    return exchange(port, "POST", path, body, std::string(kJson) + token);
  }
  Answer call(const Service& service) const {
    return post(service.port(), std::string(kPatientView), request_, token());
  }
  std::string request_of(const std::string& patient) const {
    std::string text = request_;
    for (std::size_t at = 0; (at = text.find(patient_, at)) != std::string::npos;) {
      text.replace(at, patient_.size(), patient);
      at += patient.size();
    }
    return text;
  }
  static std::vector<std::string> cards(const std::string& body) {
    std::vector<std::string> uuids;
    const auto document = json::parse(body);
    if (!document) return uuids;
    for (const json::View card : document->root().find("cards").items()) {
      uuids.emplace_back(card.string("uuid"));
    }
    return uuids;
  }
  static std::string feedback_path() { return std::string(kPatientView) + "/feedback"; }
  static std::string accepted(const std::string& card) {
    return R"({"feedback":[{"card":")" + card +
           R"(","outcome":"accepted","acceptedSuggestions":[{"id":"s"}],)"
           R"("outcomeTimestamp":"2026-03-01T12:00:00Z"}]})";
  }
  std::vector<store::ExportRow> stored() const {
    store::Database reader({store::Kind::kPostgresql, base::Secret<std::string>(database_), true});
    std::vector<store::ExportRow> rows;
    EXPECT_TRUE(reader.export_feedback(0, 9'000'000'000'000,
                                       [&](const auto& row) { rows.push_back(row); }));
    return rows;
  }

  Folder folder_;
  net::testing::KeyPair key_{Algorithm::kEs384};
  std::string database_, request_, patient_;
};

TEST_F(ReplicasTest, AnOverrideAtOneSilencesTheCardAtTheOther) {
  const auto one = replica();
  const auto two = replica();
  const auto shown = cards(call(*one).body());
  ASSERT_THAT(shown, SizeIs(1));
  EXPECT_TRUE(eventually([&] { return !stored().empty(); }));
  EXPECT_THAT(cards(call(*two).body()), SizeIs(1)) << "nobody has answered";
  const Answer answer = post(two->port(), feedback_path(),
                             R"({"feedback":[{"card":")" + shown.front() +
                                 R"(","outcome":"overridden","outcomeTimestamp":")" + now_text() +
                                 R"(","overrideReason":{"reason":)"
                                 R"({"code":"already-evaluated"}}}]})",
                             token());
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(exchange(two->admin_port(), "GET", "/metrics").body(),
              HasSubstr(R"(cramp_feedback_total{card="known",outcome="overridden")"));
  EXPECT_THAT(cards(call(*one).body()), IsEmpty());
}

TEST_F(ReplicasTest, ATokenIsGoodForOneOfThem) {  // CH-168
  const auto one = replica();
  const auto two = replica();
  const auto status = [&](const Service& service, const std::string& used) {
    return post(service.port(), std::string(kPatientView), request_, used).result_int();
  };
  const std::string used = token();
  EXPECT_EQ(status(*one, used), 200U);
  EXPECT_EQ(status(*one, used), 401U);
  EXPECT_EQ(status(*two, used), 401U);
  EXPECT_EQ(status(*two, token()), 200U);
}

TEST_F(ReplicasTest, WithoutTheDatabaseEachKnowsItsOwnTokens) {  // CH-168
  const auto accepting = replica();
  const auto refusing = replica("replay_without_store = \"refuse\"\n");
  store::testing::cluster()->kill();
  const auto status = [&](const Service& service, const std::string& used) {
    return post(service.port(), std::string(kPatientView), request_, used).result_int();
  };
  const std::string used = token();
  EXPECT_EQ(status(*accepting, used), 200U);
  EXPECT_EQ(status(*accepting, used), 401U);
  EXPECT_EQ(status(*refusing, token()), 503U);
  EXPECT_THAT(exchange(accepting->admin_port(), "GET", "/metrics").body(),
              HasSubstr(R"(cramp_store_failures_total{operation="token"} 1)"));
  store::testing::cluster()->restart();
  EXPECT_TRUE(eventually([&] { return status(*refusing, token()) == 200U; }));
}

/// Cards whose feedback was acknowledged. Any thread.
class Acknowledged {
 public:
  void add(const std::string& card) {
    const std::lock_guard lock(mutex_);
    cards_.insert(card);
  }
  std::set<std::string> cards() const {
    const std::lock_guard lock(mutex_);
    return cards_;
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> cards_;
};

TEST_F(ReplicasTest, OneThatIsKilledUnderLoadLosesNoAcknowledgedFeedback) {
  if (!Haproxy::is_installed()) GTEST_SKIP() << "HAProxy is not installed";
  const auto one = replica();
  const auto two = replica();
  const Haproxy proxy({one.get(), two.get()});
  constexpr int kUsers = 4, kVisits = 60;
  Acknowledged acknowledged;
  std::atomic<int> broken = 0, refused = 0;
  // A client that sends again, with a new token, when its connection breaks.
  const auto send = [&](const std::string& path, const std::string& body) {
    for (;;) {
      try {
        Answer answer = post(proxy.port(), path, body, token());
        if (answer.result_int() == 200U) return answer;
        ++(answer.result_int() == 502U ? broken : refused);
      } catch (const std::exception&) {
        ++broken;
      }
      if (broken + refused > 10 * kUsers) return Answer();
    }
  };
  std::vector<std::thread> users;
  for (int user = 0; user < kUsers; ++user) {
    users.emplace_back([&, user] {
      for (int visit = 0; visit < kVisits; ++visit) {
        const std::string body = request_of(std::to_string(user) + '-' + std::to_string(visit));
        for (const std::string& card : cards(send(std::string(kPatientView), body).body())) {
          if (send(feedback_path(), accepted(card)).result_int() == 200U) acknowledged.add(card);
        }
      }
    });
  }
  EXPECT_TRUE(eventually([&] { return acknowledged.cards().size() >= kUsers * kVisits / 4; }));
  one->signal(SIGKILL);
  for (std::thread& user : users) user.join();
  EXPECT_EQ(acknowledged.cards().size(), static_cast<std::size_t>(kUsers * kVisits));
  EXPECT_EQ(refused, 0);
  EXPECT_LE(broken, kUsers) << "only what was under way at the one that died";
  std::set<std::string> answered;
  for (const store::ExportRow& row : stored()) {
    if (row.events > 0 && row.outcome == "accepted") answered.insert(row.card);
  }
  EXPECT_EQ(answered, acknowledged.cards());
}

}  // namespace
}  // namespace cramp::testing
