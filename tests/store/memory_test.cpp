// What callers are promised while the database is well, slow or dead.

#include "store/memory.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <future>
#include <thread>

#include "support.hpp"

/// SOCI leaves a connection behind that a server gives up while it is being set up.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libsoci_postgresql";
}

namespace cramp::store {
namespace {

using namespace testing;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPatience{20'000};

bool eventually(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + seconds(60);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return true;
}

class MemoryTest : public OnBoth {
 protected:
  std::unique_ptr<Memory> memory(std::size_t queue = 1'000) const {
    return std::make_unique<Memory>(
        Memory::Options{.kind = GetParam(),
                        .location = base::Secret<std::string>(location_),
                        .queue = queue,
                        .tokens = 3,
                        .retention = std::chrono::hours(24)},
        clock_);
  }
  Millis now() const { return clock_.now().time_since_epoch().count(); }

  /// Holds the database so that nobody gets on with it, for as long as it lives.
  class Hold {
   public:
    explicit Hold(const MemoryTest& test) {
      if (test.GetParam() == Kind::kPostgresql) {
        cluster()->freeze();
      } else {
        lock_ = std::make_unique<soci::session>(soci::sqlite3,
                                                "dbname=\"" + test.location_ + "\" timeout=10");
        lock_->once << "begin exclusive";
      }
    }
    ~Hold() {
      if (!lock_) cluster()->thaw();
    }

   private:
    std::unique_ptr<soci::session> lock_;
  };

  base::SystemClock clock_;
};
INSTANTIATE_TEST_SUITE_P(Both, MemoryTest, ::testing::Values(Kind::kSqlite, Kind::kPostgresql),
                         name_of);

base::Result<std::vector<bool>> send(Memory& memory, std::vector<FeedbackRow> events) {
  std::promise<base::Result<std::vector<bool>>> promise;
  auto future = promise.get_future();
  memory.add_feedback(std::move(events), [&](auto result) { promise.set_value(result); });
  return future.get();
}

base::Result<std::vector<PastCard>> ask(Memory& memory, const std::string& patient,
                                        milliseconds patience = kPatience) {
  std::promise<base::Result<std::vector<PastCard>>> promise;
  auto future = promise.get_future();
  memory.cards_of(patient, 0, patience, [&](auto result) { promise.set_value(result); });
  return future.get();
}

base::Result<bool> use(Memory& memory, const std::string& jti, Millis expires) {
  std::promise<base::Result<bool>> promise;
  auto future = promise.get_future();
  memory.first_use({jti, expires}, kPatience, [&](auto result) { promise.set_value(result); });
  return future.get();
}

TEST_P(MemoryTest, CallsAreWrittenBehindInGroups) {  // CH-176
  const auto store = memory();
  for (int i = 0; i < 200; ++i) store->record(call("p", now(), {card()}));
  EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 200U; }));
  EXPECT_LT(store->statistics().groups, 100U);
  EXPECT_EQ(store->statistics().cards_written, 200U);
  EXPECT_EQ(ask(*store, "p")->size(), 200U);
  EXPECT_TRUE(store->healthy());
}

TEST_P(MemoryTest, StoppingWritesWhatWaits) {
  const auto store = memory();
  for (int i = 0; i < 50; ++i) store->record(call("p", now(), {card()}));
  store->stop(seconds(30));
  EXPECT_EQ(store->statistics().calls_written, 50U);
  EXPECT_EQ(store->statistics().calls_dropped, 0U);
  store->record(call("p", now(), {}));
  EXPECT_EQ(store->statistics().calls_dropped, 1U);
}

TEST_P(MemoryTest, AcknowledgedFeedbackIsThereAfterwards) {
  const std::string shown = base::new_uuid();
  {
    const auto store = memory();
    store->record(call("p", now(), {card(shown)}));
    EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 1U; }));
    const auto matched = send(*store, {event(shown, "overridden", now(), "already-evaluated"),
                                       event(base::new_uuid(), "accepted", now())});
    ASSERT_TRUE(matched.ok());
    EXPECT_THAT(*matched, ::testing::ElementsAre(true, false));
    EXPECT_EQ(store->statistics().feedback_unmatched, 1U);
  }
  EXPECT_EQ(ask(*memory(), "p")->front().reason, "already-evaluated");
}

TEST_P(MemoryTest, ManyWhoSendAtOnceGetTheirOwnAnswers) {
  const auto store = memory();
  std::vector<std::string> cards;
  for (int i = 0; i < 20; ++i) {
    cards.push_back(base::new_uuid());
    store->record(call("p", now(), {card(cards.back())}));
  }
  EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 20U; }));
  std::vector<std::thread> senders;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    senders.emplace_back([&, i] {
      const auto matched = send(
          *store, {event(cards[i], "accepted", now()), event(base::new_uuid(), "accepted", now())});
      ASSERT_TRUE(matched.ok());
      EXPECT_THAT(*matched, ::testing::ElementsAre(true, false));
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(store->statistics().feedback_written, 40U);
}

TEST_P(MemoryTest, ADatabaseThatStandsStillHoldsNobodyUp) {
  const auto store = memory(10);
  ASSERT_TRUE(eventually([&] { return use(*store, "warm", now() + 60'000).ok(); }));
  ASSERT_TRUE(ask(*store, "p").ok());
  {
    const Hold hold(*this);
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 2'000; ++i) store->record(call("p", now(), {card()}));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(2));
    EXPECT_GE(store->statistics().calls_dropped, 1'400U);
    EXPECT_TRUE(eventually([&] { return !store->healthy(); }));
    EXPECT_FALSE(send(*store, {event(base::new_uuid(), "accepted", now())}).ok())
        << "nothing is acknowledged that is not written";
  }
  EXPECT_TRUE(eventually([&] { return store->healthy() && store->waiting() == 0; }));
  EXPECT_TRUE(send(*store, {event(base::new_uuid(), "accepted", now())}).ok());
  EXPECT_TRUE(ask(*store, "p").ok());
  EXPECT_FALSE(store->last_fault().empty());
  EXPECT_TRUE(eventually([&] {
    return store->statistics().calls_written + store->statistics().calls_dropped == 2'000U;
  }));
}

TEST_P(MemoryTest, ReportsComeFromAThreadOfTheirOwn) {
  const auto store = memory();
  const Millis at = now();
  store->record(call("p", at, {card()}));
  EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 1U; }));
  std::promise<base::Result<Report>> promise;
  auto future = promise.get_future();
  store->report(weeks(at, at + 1), [&](auto result) { promise.set_value(std::move(result)); });
  const auto report = future.get();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->rows.front().counts.shown, 1);
}

TEST_P(MemoryTest, TokensAreNewOnceAndOverTheBoundRefused) {
  const auto store = memory();
  EXPECT_TRUE(*use(*store, "a", now() + 60'000));
  EXPECT_FALSE(*use(*store, "a", now() + 60'000));
  EXPECT_TRUE(*use(*store, "b", now() + 60'000));
  EXPECT_FALSE(*use(*memory(), "b", now() + 60'000)) << "another replica";
  EXPECT_TRUE(*use(*store, "c", now() + 60'000));
  EXPECT_FALSE(use(*store, "d", now() + 60'000).ok());
}

TEST_P(MemoryTest, WhatIsOlderThanTheRetentionGoes) {
  std::uint64_t before = 0;
  {
    const auto store = memory();
    store->record(call("p", now() - 25 * 3'600'000, {card()}));
    store->record(call("p", now() - 23 * 3'600'000, {card()}));
    EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 2U; }));
    store->stop(seconds(30));
    before = store->statistics().purged;
  }
  const auto store = memory();
  EXPECT_TRUE(eventually([&] { return before + store->statistics().purged == 2U; }));
  EXPECT_EQ(ask(*store, "p")->size(), 1U);
}

TEST_P(MemoryTest, ARowThatTheDatabaseRefusesTakesNoOtherWithIt) {
  if (GetParam() == Kind::kSqlite) GTEST_SKIP() << "SQLite refuses no text";
  const auto store = memory();
  CallRow wrong = call("p", now(), {card()});
  wrong.refusal = "\xFF";
  store->record(call("p", now(), {card()}));
  store->record(wrong);
  store->record(call("p", now(), {card()}));
  EXPECT_TRUE(eventually([&] { return store->statistics().calls_dropped == 1U; }));
  EXPECT_TRUE(eventually([&] { return store->statistics().calls_written == 2U; }));
}

TEST(PostgresqlMemory, StartsWithoutADatabaseAndFindsItLater) {
  if (cluster() == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  const std::string location = cluster()->new_database();
  cluster()->kill();
  const base::SystemClock clock;
  Memory store({.kind = Kind::kPostgresql,
                .location = base::Secret<std::string>(location),
                .retention = std::chrono::hours(24)},
               clock);
  store.record(call("p", 5'000'000'000'000, {card()}));
  EXPECT_TRUE(eventually([&] { return !store.healthy(); }));
  EXPECT_FALSE(send(store, {event(base::new_uuid(), "accepted", 1)}).ok());
  EXPECT_FALSE(ask(store, "p").ok());
  cluster()->restart();
  EXPECT_TRUE(eventually([&] { return store.healthy(); }));
  EXPECT_TRUE(eventually([&] { return store.statistics().calls_written == 1U; }));
  EXPECT_EQ(ask(store, "p")->size(), 1U);
}

}  // namespace
}  // namespace cramp::store
