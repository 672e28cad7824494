// The same promises of both databases.

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "support.hpp"

namespace cramp::store {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DatabaseTest : public OnBoth {
 protected:
  std::vector<ExportRow> exported(Database& database, Millis since = 0, Millis until = 1'000'000) {
    std::vector<ExportRow> rows;
    EXPECT_TRUE(
        database.export_feedback(since, until, [&](const ExportRow& row) { rows.push_back(row); }));
    return rows;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, DatabaseTest, ::testing::Values(Kind::kSqlite, Kind::kPostgresql),
                         name_of);

TEST_P(DatabaseTest, WhatWasShownIsFoundByPatientNewestFirst) {
  Database database(target());
  const std::string first = base::new_uuid();
  const std::vector calls{call("p1", 1'000, {card(first)}), call("p1", 3'000, {card(), card()}),
                          call("p1", 2'000, {card(base::new_uuid(), "silent")}),
                          call("p2", 2'000, {card()})};
  ASSERT_TRUE(database.add_calls(calls));
  const auto cards = database.cards_of("p1", 1'000);
  ASSERT_TRUE(cards.ok());
  ASSERT_EQ(cards->size(), 3U);
  EXPECT_EQ(cards->front().shown_at, 3'000);
  EXPECT_EQ(cards->back().shown_at, 1'000);
  EXPECT_EQ(cards->back().rules, "med-statin,lab-ck-elevated");
  EXPECT_EQ(cards->back().key, "a1b2-sealed");
  EXPECT_EQ(cards->back().outcome, "");
  EXPECT_EQ(database.cards_of("p1", 1'001)->size(), 2U);
  EXPECT_THAT(*database.cards_of("p3", 0), IsEmpty());
}

TEST_P(DatabaseTest, AGroupIsWrittenOnceHoweverOftenItIsTried) {
  Database database(target());
  const std::vector calls{call("p1", 1'000, {card()}), call("p1", 1'001, {})};
  EXPECT_TRUE(database.add_calls(calls));
  EXPECT_TRUE(database.add_calls(calls));
  EXPECT_EQ(database.cards_of("p1", 0)->size(), 1U);
}

TEST_P(DatabaseTest, TheLastEventByItsOwnTimeCounts) {  // CH-147
  Database database(target());
  const std::string shown = base::new_uuid();
  ASSERT_TRUE(database.add_calls(std::vector{call("p1", 1'000, {card(shown)})}));
  const std::vector events{event(shown, "overridden", 5'000, "already-evaluated"),
                           event(shown, "accepted", 4'000)};
  const auto matched = database.add_feedback(events);
  ASSERT_TRUE(matched.ok());
  EXPECT_THAT(*matched, ElementsAre(true, true));
  const auto cards = database.cards_of("p1", 0);
  ASSERT_EQ(cards->size(), 1U);
  EXPECT_EQ(cards->front().outcome, "overridden");
  EXPECT_EQ(cards->front().reason, "already-evaluated");
  EXPECT_EQ(cards->front().outcome_at, 5'000);
}

TEST_P(DatabaseTest, ARepeatedEventIsKeptAndCountsOnce) {  // CH-147
  Database database(target());
  const std::string shown = base::new_uuid();
  ASSERT_TRUE(database.add_calls(std::vector{call("p1", 1'000, {card(shown), card()})}));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(database.add_feedback(std::vector{event(shown, "accepted", 5'000)}).ok());
  }
  const auto rows = exported(database);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].events + rows[1].events, 2);
  EXPECT_EQ((rows[0].outcome == "accepted") + (rows[1].outcome == "accepted"), 1);
}

TEST_P(DatabaseTest, ATimeInTheFutureCountsAsTheTimeOfArrival) {
  Database database(target());
  const std::string shown = base::new_uuid();
  ASSERT_TRUE(database.add_calls(std::vector{call("p1", 1'000, {card(shown)})}));
  FeedbackRow early = event(shown, "accepted", 9'000'000);
  early.received_at = 2'000;
  ASSERT_TRUE(database.add_feedback(std::vector{early, event(shown, "overridden", 3'000)}).ok());
  EXPECT_EQ(database.cards_of("p1", 0)->front().outcome, "overridden");
}

TEST_P(DatabaseTest, FeedbackOfAnotherClientOrOnNoCardIsUnmatched) {  // CH-149, CH-151
  Database database(target());
  const std::string shown = base::new_uuid();
  const std::string silent = base::new_uuid();
  ASSERT_TRUE(
      database.add_calls(std::vector{call("p1", 1'000, {card(shown), card(silent, "silent")})}));
  std::vector events{event(shown, "overridden", 2'000, "x"), event(shown, "overridden", 2'000, "x"),
                     event(base::new_uuid(), "accepted", 2'000), event(silent, "accepted", 2'000)};
  events[0].client = "other";
  events[1].tenant = "south";
  const auto matched = database.add_feedback(events);
  EXPECT_THAT(*matched, ElementsAre(false, false, false, false));
  EXPECT_EQ(database.cards_of("p1", 0)->front().outcome, "");
  std::size_t unmatched = 0;
  for (const ExportRow& row : exported(database)) {
    if (row.shown_at == 0) ++unmatched;
  }
  EXPECT_EQ(unmatched, 4U);
}

TEST_P(DatabaseTest, FeedbackThatCameBeforeItsCardWasWrittenIsMatchedLater) {
  Database database(target());
  const std::string shown = base::new_uuid();
  EXPECT_THAT(*database.add_feedback(std::vector{event(shown, "accepted", 2'000)}),
              ElementsAre(false));
  ASSERT_TRUE(database.add_calls(std::vector{call("p1", 1'000, {card(shown)})}));
  EXPECT_EQ(database.cards_of("p1", 0)->front().outcome, "accepted");
}

TEST_P(DatabaseTest, ATokenIsNewOnce) {
  Database one(target());
  Database other(target(false));  // another replica
  const TokenRow token{"t1", 5'000};
  EXPECT_TRUE(*one.first_use(token));
  EXPECT_FALSE(*one.first_use(token));
  EXPECT_FALSE(*other.first_use(token));
  EXPECT_TRUE(*other.first_use({"t2", 5'000}));
  EXPECT_EQ(*one.count_tokens(), 2);
  EXPECT_TRUE(one.purge(0, 5'001, 100).ok());
  EXPECT_EQ(*one.count_tokens(), 0);
}

TEST_P(DatabaseTest, PurgeTakesWhatIsOlderInBatches) {
  Database database(target());
  const std::string old = base::new_uuid();
  ASSERT_TRUE(database.add_calls(std::vector{
      call("p1", 1'000, {card(old)}), call("p1", 1'001, {card()}), call("p1", 2'000, {card()})}));
  ASSERT_TRUE(database.add_feedback(std::vector{event(old, "accepted", 1'100)}).ok());
  EXPECT_EQ(*database.purge(2'000, 0, 1), 3);  // a call, a card, the event
  EXPECT_EQ(*database.purge(2'000, 0, 1), 2);
  EXPECT_EQ(*database.purge(2'000, 0, 1), 0);
  EXPECT_EQ(database.cards_of("p1", 0)->size(), 1U);
}

TEST_P(DatabaseTest, TextOfAClientIsOnlyText) {
  Database database(target());
  CallRow row = call("p'1\"; drop table cards; --", 1'000, {card()});
  row.tenant = std::string("nul\0in it", 9);
  row.refusal = std::string(10'000, 'x') + "\xC3\xA4";
  ASSERT_TRUE(database.add_calls(std::vector{row}));
  EXPECT_EQ(database.cards_of(row.patient, 0)->size(), 1U);
}

TEST_P(DatabaseTest, SeveralMayStartOnAnEmptyDatabaseAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      Database database(target());
      const auto status = database.open();
      EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().internal_text);
      if (status.ok()) ++opened;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
}

TEST_P(DatabaseTest, AnUnreachableDatabaseIsAnErrorWithoutValues) {
  Target nowhere = target();
  nowhere.location = base::Secret<std::string>(GetParam() == Kind::kSqlite
                                                   ? (folder_ / "no such folder" / "x").string()
                                                   : std::string("host=/nowhere password=hunter2"));
  Database database(std::move(nowhere));
  const auto status = database.add_calls(std::vector{call("planted", 1, {})});
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().internal_text, Not(HasSubstr("planted")));
  EXPECT_THAT(status.error().internal_text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(status.error().public_text, IsEmpty());
}

TEST_P(DatabaseTest, ARollbackLeavesNothing) {
  Database database(target());
  CallRow wrong = call("p1", 1'000, {card()});
  std::vector calls{call("p1", 999, {card()}), wrong};
  calls[1].cards[0].rules = "\xFF";  // no UTF-8: PostgreSQL refuses it
  const auto status = database.add_calls(calls);
  EXPECT_EQ(status.ok(), GetParam() == Kind::kSqlite);
  EXPECT_EQ(database.cards_of("p1", 0)->size(), status.ok() ? 2U : 0U);
}

TEST(Sqlite, TheFileIsForItsOwnerOnly) {
  std::string name = std::filesystem::temp_directory_path() / "cramp-store-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name.data());
  {
    Database database({Kind::kSqlite, base::Secret<std::string>(folder / "s"), true});
    ASSERT_TRUE(database.add_calls(std::vector{call("p", 1, {})}));
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      struct stat found {};
      ASSERT_EQ(stat(entry.path().c_str(), &found), 0);
      EXPECT_EQ(found.st_mode & 0777U, 0600U) << entry.path();
    }
  }
  std::filesystem::remove_all(folder);
}

TEST(Postgresql, ADatabaseThatDiedIsUsedAgainWhenItIsBack) {
  if (cluster() == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  Database database(
      {Kind::kPostgresql, base::Secret<std::string>(cluster()->new_database()), true});
  const std::string shown = base::new_uuid();
  ASSERT_TRUE(database.add_calls(std::vector{call("p", 1, {card(shown)})}));
  ASSERT_TRUE(database.add_feedback(std::vector{event(shown, "accepted", 2)}).ok());
  cluster()->kill();
  EXPECT_FALSE(database.add_calls(std::vector{call("p", 2, {card()})}).ok());
  cluster()->restart();
  EXPECT_TRUE(database.add_calls(std::vector{call("p", 3, {card()})}));
  EXPECT_EQ(database.cards_of("p", 0)->size(), 2U);
  EXPECT_EQ(database.cards_of("p", 0)->back().outcome, "accepted");
}

TEST(Postgresql, AServerThatStandsStillCanBeLeft) {
  if (cluster() == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  Database database(
      {Kind::kPostgresql, base::Secret<std::string>(cluster()->new_database()), true});
  ASSERT_TRUE(database.open());
  cluster()->freeze();
  std::atomic<bool> ended = false;
  std::thread stuck([&] {
    EXPECT_FALSE(database.add_calls(std::vector{call("p", 1, {})}).ok());
    ended = true;
  });
  while (!ended) database.interrupt();
  stuck.join();
  cluster()->thaw();
  EXPECT_TRUE(database.add_calls(std::vector{call("p", 2, {})}));
}

TEST(Postgresql, AServerThatFallsSilentWhileItIsOpenedCanBeLeft) {
  std::string folder = std::filesystem::temp_directory_path() / "cramp-silent-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder + "/.s.PGSQL.5432";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 4), 0);
  std::atomic<bool> ended = false;
  std::thread silent([&] {
    const int connection = accept(listener, nullptr, nullptr);
    std::array<char, 512> bytes{};
    EXPECT_GT(read(connection, bytes.data(), bytes.size()), 0);
    // AuthenticationOk and ReadyForQuery of the protocol, and then nothing.
    constexpr std::string_view kHello("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", 15);
    EXPECT_EQ(write(connection, kHello.data(), kHello.size()), 15);
    while (!ended) std::this_thread::yield();
    close(connection);
  });
  Database database({Kind::kPostgresql,
                     base::Secret<std::string>("host=" + folder + " user=x sslmode=disable"),
                     true});
  std::thread opening([&] {
    EXPECT_FALSE(database.open().ok());
    ended = true;
  });
  while (!ended) database.interrupt();
  opening.join();
  silent.join();
  close(listener);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cramp::store
