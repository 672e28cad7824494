#include <gtest/gtest.h>

#include "time/temporal.hpp"

namespace cramp::time {
namespace {

Temporal at(std::string_view text) {
  return parse_datetime(text, 0).value();
}

std::string show(const std::optional<Temporal>& value) {
  return value ? datetime_text(*value) : "null";
}

TEST(Calendar, DayNumbersGoBothWaysOverEveryDay) {
  std::int64_t expected = days_from_civil(1, 1, 1);
  EXPECT_EQ(expected, -719'162);
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= days_in_month(year, month); ++day, ++expected) {
        ASSERT_EQ(days_from_civil(year, month, day), expected);
        const CivilDate date = civil_from_days(expected);
        ASSERT_TRUE(date.year == year && date.month == month && date.day == day) << expected;
      }
    }
  }
}

TEST(Calendar, InstantsAndOffsets) {
  EXPECT_EQ(instant(at("1970-01-01T00:00:00.000Z")), 0);
  EXPECT_EQ(instant(at("1970-01-01T01:00:00+01:00")), 0);
  EXPECT_EQ(instant(at("1969-12-31T23:59:59.999Z")), -1);
  EXPECT_EQ(datetime_text(from_instant(-1, -300)), "1969-12-31T18:59:59.999-05:00");
  EXPECT_EQ(datetime_text(at_offset(at("2020-01-01T00:30+01:00"), 0)), "2019-12-31T23:30+00:00");
  EXPECT_EQ(at_offset(at("2020-01-01"), 300), at("2020-01-01"));
  EXPECT_EQ(date_text(date_from_day_number(day_number(at("2024-02-29")))), "2024-02-29");
}

TEST(Calendar, EarliestAndLatestMeaning) {
  EXPECT_EQ(show(latest(at("2014"), Precision::kMonth)), "2014-12");
  EXPECT_EQ(show(latest(at("2014-02"), Precision::kDay)), "2014-02-28");
  EXPECT_EQ(show(latest(at("2016-02"), Precision::kMillisecond)), "2016-02-29T23:59:59.999+00:00");
  EXPECT_EQ(show(latest(at("2014-01-01T08"), Precision::kMillisecond)),
            "2014-01-01T08:59:59.999+00:00");
  EXPECT_EQ(show(earliest(at("2014-01-01T08"), Precision::kMillisecond)),
            "2014-01-01T08:00:00.000+00:00");
  EXPECT_EQ(show(earliest(at("2014-05-07"), Precision::kMonth)), "2014-05");
  EXPECT_EQ(show(truncated(at("2014-05-07T10:00:01Z"), Precision::kMinute)),
            "2014-05-07T10:00+00:00");
  EXPECT_EQ(truncated(at("2014-05"), Precision::kMinute), at("2014-05"));
  EXPECT_EQ(time_text(latest(*parse_time("10:30"), Precision::kMillisecond)), "10:30:59.999");
}

TEST(Calendar, LimitsOfTheTypes) {
  EXPECT_EQ(date_text(min_value(Kind::kDate)), "0001-01-01");
  EXPECT_EQ(date_text(max_value(Kind::kDate)), "9999-12-31");
  EXPECT_EQ(show(min_value(Kind::kDateTime)), "0001-01-01T00:00:00.000+00:00");
  EXPECT_EQ(show(max_value(Kind::kDateTime)), "9999-12-31T23:59:59.999+00:00");
  EXPECT_EQ(time_text(min_value(Kind::kTime)), "00:00:00.000");
  EXPECT_EQ(time_text(max_value(Kind::kTime)), "23:59:59.999");
  EXPECT_EQ(max_value(Kind::kTime).year, 1);
}

TEST(Calendar, SuccessorAndPredecessorStepByPrecision) {
  EXPECT_EQ(show(successor(at("2000-01-01"), Kind::kDateTime)), "2000-01-02");
  EXPECT_EQ(show(predecessor(at("2000-01-01"), Kind::kDate)), "1999-12-31");
  EXPECT_EQ(show(successor(at("2000-12"), Kind::kDate)), "2001-01");
  EXPECT_EQ(show(predecessor(at("2000"), Kind::kDate)), "1999");
  EXPECT_EQ(show(successor(at("1999-12-31T23:59:59Z"), Kind::kDateTime)),
            "2000-01-01T00:00:00+00:00");
  EXPECT_EQ(show(predecessor(at("2000-01-01T00:00:00.000-05:00"), Kind::kDateTime)),
            "1999-12-31T23:59:59.999-05:00");
  EXPECT_EQ(successor(max_value(Kind::kDateTime), Kind::kDateTime), std::nullopt);
  EXPECT_EQ(predecessor(min_value(Kind::kDateTime), Kind::kDateTime), std::nullopt);
  EXPECT_EQ(successor(max_value(Kind::kDate), Kind::kDate), std::nullopt);
  EXPECT_EQ(predecessor(at("0001"), Kind::kDate), std::nullopt);
}

TEST(Calendar, TimesDoNotStepOverMidnight) {
  EXPECT_EQ(time_text(*successor(*parse_time("12:00:00.000"), Kind::kTime)), "12:00:00.001");
  EXPECT_EQ(time_text(*predecessor(*parse_time("12:00"), Kind::kTime)), "11:59");
  EXPECT_EQ(successor(max_value(Kind::kTime), Kind::kTime), std::nullopt);
  EXPECT_EQ(successor(*parse_time("23"), Kind::kTime), std::nullopt);
  EXPECT_EQ(predecessor(min_value(Kind::kTime), Kind::kTime), std::nullopt);
}

}  // namespace
}  // namespace cramp::time
