// Figures for governance, on both databases.

#include "store/report.hpp"

#include "support.hpp"

namespace cramp::store {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr Millis kDay = 86'400'000;
constexpr Millis kMonday = 1'772'409'600'000;  // 2026-03-02

TEST(Periods, WeeksBeginOnMondaysAndCoverTheTime) {
  EXPECT_THAT(weeks(kMonday, kMonday + 1), ElementsAre(kMonday, kMonday + 7 * kDay));
  EXPECT_THAT(weeks(kMonday - 1, kMonday), ElementsAre(kMonday - 7 * kDay, kMonday));
  EXPECT_THAT(weeks(kMonday + 3 * kDay, kMonday + 7 * kDay + 1),
              ElementsAre(kMonday, kMonday + 7 * kDay, kMonday + 14 * kDay));
  EXPECT_THAT(weeks(kMonday, kMonday), IsEmpty());
  EXPECT_THAT(weeks(-kDay, 0), SizeIs(2));
  EXPECT_EQ(week_name(kMonday), "2026-W10");
  EXPECT_EQ(week_name(kMonday + 7 * kDay - 1), "2026-W10");
  EXPECT_EQ(week_name(1'767'225'600'000), "2026-W01");  // 2026-01-01, a Thursday
  EXPECT_EQ(week_name(1'798'761'600'000), "2026-W53");  // 2027-01-01, a Friday
}

TEST(Periods, MonthsBeginOnTheFirst) {
  const auto edges = months(kMonday, kMonday + 31 * kDay);
  ASSERT_THAT(edges, SizeIs(3));
  EXPECT_EQ(month_name(edges[0]), "2026-03");
  EXPECT_EQ(edges[0], kMonday - kDay);
  EXPECT_EQ(month_name(edges[1]), "2026-04");
  EXPECT_EQ(month_name(edges[1] - 1), "2026-03");
  EXPECT_THAT(months(5, 5), IsEmpty());
}

class ReportTest : public OnBoth {
 protected:
  static CardRow of(const std::string& rules, const std::string& visibility = "shown",
                    const std::string& uuid = base::new_uuid()) {
    CardRow row = card(uuid, visibility);
    row.rules = rules;
    return row;
  }
  /// The row of a rule in the n-th week; a row of zeros where there is none.
  static Counts counts(const Report& report, const std::string& rule, int week = 0,
                       const std::string& client = "ehr") {
    for (const ReportRow& row : report.rows) {
      if (row.rule == rule && row.client == client && row.from == kMonday + week * 7 * kDay) {
        return row.counts;
      }
    }
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Both, ReportTest, ::testing::Values(Kind::kSqlite, Kind::kPostgresql),
                         name_of);

TEST_P(ReportTest, CountsCallsCardsAndAnswersByRuleAndWeek) {
  Database database(target());
  const std::string accepted = base::new_uuid(), overridden = base::new_uuid(),
                    commented = base::new_uuid();
  CallRow refused = call("p", kMonday, {});
  refused.status = 412;
  CallRow other = call("p", kMonday, {of("r1")});
  other.client = "other";
  CallRow newer = call("p", kMonday + 7 * kDay, {of("r2")});
  newer.version = "1.1.0";
  ASSERT_TRUE(database.add_calls(std::vector{
      call("p", kMonday, {of("r1,r2", "shown", accepted), of("r1", "shown", overridden)}),
      call("p", kMonday + 7 * kDay - 1,
           {of("r1", "shown", commented), of("r2"), of("r1", "silent"), of("r2,r1", "suppressed"),
            of("r3", "capped")}),
      call("p", kMonday, {}), call("p", kMonday - 1, {of("r1")}), refused, other, newer}));
  ASSERT_TRUE(database
                  .add_feedback(
                      std::vector{event(accepted, "overridden", kMonday + 10, "patient-declined"),
                                  event(accepted, "accepted", kMonday + 30 * kDay),
                                  event(overridden, "overridden", kMonday + 20, "patient-declined"),
                                  event(overridden, "overridden", kMonday + 20, "patient-declined"),
                                  event(commented, "overridden", kMonday + 20),
                                  event(base::new_uuid(), "accepted", kMonday + 20)})
                  .ok());
  const auto report = database.report(weeks(kMonday, kMonday + 8 * kDay));
  ASSERT_TRUE(report.ok());

  const Counts r1 = counts(*report, "r1");
  EXPECT_EQ(r1.calls, 3);
  EXPECT_EQ(r1.shown, 3);
  EXPECT_EQ(r1.accepted, 1) << "an answer of a later week belongs to the week of the card";
  EXPECT_EQ(r1.overridden, 2);
  EXPECT_THAT(r1.reasons, ElementsAre(Pair("patient-declined", 1)));
  EXPECT_EQ(r1.silent, 1);
  EXPECT_EQ(r1.suppressed, 1);
  EXPECT_EQ(r1.capped, 0);
  const Counts r2 = counts(*report, "r2");
  EXPECT_EQ(r2.shown, 2);
  EXPECT_EQ(r2.accepted, 1);
  EXPECT_EQ(r2.suppressed, 1);
  EXPECT_EQ(counts(*report, "r3").capped, 1);
  const Counts all = counts(*report, "");
  EXPECT_EQ(all.calls, 3);
  EXPECT_EQ(all.shown, 4) << "a card with two rules is one card";
  EXPECT_EQ(all.accepted + all.overridden, 3);
  EXPECT_EQ(all.silent + all.suppressed + all.capped, 3);
  EXPECT_EQ(counts(*report, "r1", 0, "other").shown, 1);
  EXPECT_EQ(counts(*report, "r2", 1).calls, 1);
  EXPECT_EQ(report->rows.back().version, "1.1.0");
  EXPECT_EQ(report->unmatched, 1);
}

TEST_P(ReportTest, CallsWithoutCardsHaveARowOfTheirOwn) {
  Database database(target());
  ASSERT_TRUE(database.add_calls(std::vector{call("p", kMonday, {}), call("p", kMonday + 1, {})}));
  const auto report = database.report(weeks(kMonday, kMonday + 1));
  ASSERT_TRUE(report.ok());
  ASSERT_THAT(report->rows, SizeIs(1));
  EXPECT_EQ(report->rows[0].rule, "");
  EXPECT_EQ(report->rows[0].hook, "patient-view");
  EXPECT_EQ(report->rows[0].counts.calls, 2);
  EXPECT_EQ(report->rows[0].counts.shown, 0);
}

TEST_P(ReportTest, ARepeatIsTheSameCardForThePatientWithinNinetyDays) {
  Database database(target());
  const auto again = [](const std::string& key, const std::string& visibility = "shown") {
    CardRow row = of("r1", visibility);
    row.key = key;
    return row;
  };
  const Millis begin = kMonday;
  ASSERT_TRUE(database.add_calls(std::vector{
      call("p", begin - 90 * kDay, {again("a")}), call("p", begin - 90 * kDay, {again("b")}),
      call("p", begin - kDay, {again("hidden", "silent")}),
      call("p", begin, {again("a"), again("hidden"), again("new"), again("x", "silent")}),
      call("p", begin + 1, {again("b")}),  // a millisecond too late
      call("q", begin + 2, {again("a")}),  // another patient
      call("p", begin + 3, {again("a"), again("a", "capped")})}));
  const auto report = database.report(weeks(kMonday, kMonday + 1));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(counts(*report, "r1").shown, 6);
  EXPECT_EQ(counts(*report, "r1").repeats, 2);
  EXPECT_EQ(counts(*report, "").repeats, 2);
}

TEST_P(ReportTest, AVisitIsAPatientOnADay) {
  Database database(target());
  CallRow ordering = call("p", kMonday + 1, {});
  ordering.hook = "order-select";
  CallRow refused = call("r", kMonday, {});
  refused.status = 422;
  CallRow other = call("q", kMonday, {});
  other.client = "other";
  ASSERT_TRUE(database.add_calls(
      std::vector{call("p", kMonday, {}), call("p", kMonday + kDay - 1, {}), ordering,
                  call("p", kMonday + kDay, {}), call("", kMonday, {}), refused, other}));
  const auto report = database.report(weeks(kMonday, kMonday + 1));
  ASSERT_TRUE(report.ok());
  std::vector<std::string> visits;
  for (const VisitRow& row : report->visits) {
    EXPECT_EQ(row.from, kMonday);
    visits.push_back(row.client + " " + row.hook + " " + std::to_string(row.visits));
  }
  EXPECT_THAT(visits, ElementsAre("ehr  2", "other  1", "ehr order-select 1", "ehr patient-view 2",
                                  "other patient-view 1"));
}

TEST_P(ReportTest, VersionsHaveTheirFirstDay) {
  Database database(target());
  EXPECT_TRUE(database.add_rule_versions(std::vector<RuleVersionRow>{{"s", "1.0.0", 5}}));
  EXPECT_TRUE(database.add_rule_versions(
      std::vector<RuleVersionRow>{{"s", "1.0.0", 9}, {"s", "1.1.0", 9}}));
  const auto report = database.report(weeks(0, 1));
  ASSERT_TRUE(report.ok());
  ASSERT_THAT(report->versions, SizeIs(2));
  EXPECT_EQ(report->versions[0].version, "1.0.0");
  EXPECT_EQ(report->versions[0].first_seen, 5);
  EXPECT_EQ(report->versions[1].version, "1.1.0");
  EXPECT_THAT(database.report({})->rows, IsEmpty());
}

}  // namespace
}  // namespace cramp::store
