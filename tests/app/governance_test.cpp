// The read side of governance: which weeks a path names, the JSON of a report, the sample year.

#include "app/governance/governance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/governance/report_json.hpp"
#include "app/governance/sample_year.hpp"
#include "json/document.hpp"

namespace cramp::app {
namespace {

using store::Counts;
using store::Millis;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr Millis kDay = 86'400'000, kWeek = 7 * kDay;
constexpr Millis kMonday = 1'772'409'600'000;  // 2026-03-02

TEST(Governance, KnowsItsPathsAndLeavesThePage) {
  EXPECT_TRUE(Governance::knows("/governance/report"));
  EXPECT_TRUE(Governance::knows("/governance/sample/2026-01-01/2026-02-01"));
  EXPECT_FALSE(Governance::knows("/governance"));
  EXPECT_FALSE(Governance::knows("/governance/reports"));
  EXPECT_FALSE(Governance::knows("/governance/med-statin"));
}

TEST(Governance, AReportHasWholeWeeks) {
  EXPECT_THAT(*weeks_of("/2026-03-02/2026-03-02", kMonday), ElementsAre(kMonday, kMonday + kWeek));
  EXPECT_THAT(*weeks_of("/2026-03-01/2026-03-08", 0),
              ElementsAre(kMonday - kWeek, kMonday, kMonday + kWeek));
  EXPECT_THAT(*weeks_of("/2026-03-08/2026-03-09", 0),
              ElementsAre(kMonday, kMonday + kWeek, kMonday + 2 * kWeek));
  const auto year = *weeks_of("", kMonday);
  ASSERT_THAT(year, SizeIs(54));
  EXPECT_EQ(year[52], kMonday);
}

TEST(Governance, DaysThatAreNoneAndTooManyWeeksAreRefused) {
  for (const char* rest : {"/", "/2026-03-02", "/2026-03-02/", "/2026-03-02/2026-03-01",
                           "/2026-02-30/2026-03-02", "/2026-03/2026-04", "/2026-03-02/2026-03-021",
                           "2026-03-02/2026-03-02", "/1969-12-31/1970-01-09", "//"}) {
    EXPECT_FALSE(weeks_of(rest, kMonday).ok()) << rest;
  }
  EXPECT_THAT(*weeks_of("/2024-02-26/2026-03-08", 0), SizeIs(107));
  EXPECT_FALSE(weeks_of("/2024-02-25/2026-03-08", 0).ok());
}

store::ReportRow row(Millis from, const std::string& rule, Counts counts) {
  return {from, "s", "1.0.0", "patient-view", "ehr", rule, std::move(counts)};
}

TEST(ReportJson, HasASeriesForEachGroup) {
  const std::vector<Millis> edges{kMonday, kMonday + kWeek, kMonday + 2 * kWeek};
  store::Report report;
  Counts first{.calls = 10,
               .shown = 4,
               .accepted = 1,
               .overridden = 2,
               .repeats = 1,
               .reasons = {{"not-relevant", 1}}};
  report.rows = {row(kMonday, "", first), row(kMonday, "r", first),
                 row(kMonday + kWeek, "",
                     {.calls = 7, .silent = 3, .suppressed = 2, .capped = 1, .reasons = {}})};
  report.visits = {{kMonday + kWeek, "ehr", "", 5}, {kMonday, "ehr", "patient-view", 6}};
  report.versions = {{"s", "1.0.0", kMonday + 90'000}};
  report.unmatched = 3;
  EXPECT_EQ(
      report_json(report, edges, "records", kMonday + kWeek),
      R"({"source":"records","weeks":[{"name":"2026-W10","from":"2026-03-02"},)"
      R"({"name":"2026-W11","from":"2026-03-09"}],"completeWeeks":1,"groups":[)"
      R"({"rule":null,"service":"s","version":"1.0.0","hook":"patient-view","client":"ehr",)"
      R"("accepted":[1,0],"calls":[10,7],"capped":[0,1],"ignored":[1,0],"overridden":[2,0],)"
      R"("repeats":[1,0],"shown":[4,0],"silent":[0,3],"suppressed":[0,2],)"
      R"("reasons":{"not-relevant":[1,0]}},)"
      R"({"rule":"r","service":"s","version":"1.0.0","hook":"patient-view","client":"ehr",)"
      R"("accepted":[1,0],"ignored":[1,0],"overridden":[2,0],"repeats":[1,0],"shown":[4,0],)"
      R"("reasons":{"not-relevant":[1,0]}}],)"
      R"("visits":[{"hook":null,"client":"ehr","visits":[0,5]},)"
      R"({"hook":"patient-view","client":"ehr","visits":[6,0]}],)"
      R"("versions":[{"service":"s","version":"1.0.0","since":"2026-03-02T00:01:30.000+00:00"}],)"
      R"("unmatchedFeedback":3})");
}

class SampleYear : public ::testing::Test {
 protected:
  /// Cards made for each 1000 calls of the rule's hook in the given weeks.
  static std::int64_t rate(const store::Report& report, const std::string& rule,
                           const std::string& client, Millis from, Millis to) {
    std::int64_t cards = 0, calls = 0;
    for (const store::ReportRow& row : report.rows) {
      if (row.rule != rule || row.client != client || row.from < from || row.from >= to) continue;
      cards += row.counts.shown + row.counts.silent + row.counts.suppressed + row.counts.capped;
      calls += row.counts.calls;
    }
    return calls == 0 ? -1 : 1000 * cards / calls;
  }
  const Millis now_ = kMonday + 3 * kDay;
  const std::vector<Millis> year_ = *weeks_of("", now_);
  const store::Report report_ = sample_report(year_, now_);
};

TEST_F(SampleYear, IsTheSameAtEveryCallAndWeekByWeek) {
  const auto text = [&](std::span<const Millis> edges, Millis now) {
    return report_json(sample_report(edges, now), edges, "sample", now);
  };
  EXPECT_EQ(text(year_, now_), text(year_, now_));
  const std::span<const Millis> part = std::span(year_).subspan(10, 2);
  const store::Report of_part = sample_report(part, now_);
  const auto same = std::ranges::find(report_.rows, part.front(), &store::ReportRow::from);
  ASSERT_NE(same, report_.rows.end());
  EXPECT_EQ(of_part.rows.front().counts.calls, same->counts.calls);
  EXPECT_EQ(of_part.rows.front().counts.shown, same->counts.shown);
  const std::vector<Millis> before{kMonday - 60 * kWeek, kMonday - 59 * kWeek};
  EXPECT_TRUE(sample_report(before, now_).rows.empty());
}

TEST_F(SampleYear, OneRuleGoesQuietWithAVersionAndOneGoesLoudAtOneClient) {
  const Millis second = report_.versions.back().first_seen;
  EXPECT_EQ(report_.versions.back().version, "1.1.0");
  const std::string city = "sample-city-hospital", practice = "sample-family-practice";
  const Millis begin = year_.front(), end = year_.back();
  EXPECT_GT(rate(report_, "med-statin", city, begin, second),
            4 * rate(report_, "med-statin", city, second, end));
  const Millis loud = kMonday - 11 * kWeek;
  EXPECT_GT(rate(report_, "lab-hypokalaemia", city, loud, end),
            2 * rate(report_, "lab-hypokalaemia", city, begin, loud));
  EXPECT_LT(rate(report_, "lab-hypokalaemia", practice, loud, end),
            2 * rate(report_, "lab-hypokalaemia", practice, begin, loud));
}

TEST_F(SampleYear, ItsFiguresFitTogether) {
  for (const store::ReportRow& row : report_.rows) {
    const Counts& counts = row.counts;
    EXPECT_LE(counts.accepted + counts.overridden, counts.shown);
    EXPECT_LE(counts.repeats, counts.shown);
    std::int64_t with_reason = 0;
    for (const auto& [code, count] : counts.reasons) with_reason += count;
    EXPECT_LE(with_reason, counts.overridden);
    EXPECT_TRUE(row.client.starts_with("sample-"));
  }
}

}  // namespace
}  // namespace cramp::app
