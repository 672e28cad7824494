#include <gtest/gtest.h>

#include <limits>
#include <span>

#include "time/temporal.hpp"

namespace cramp::time {
namespace {

constexpr Precision kYear = Precision::kYear;
constexpr Precision kMonth = Precision::kMonth;
constexpr Precision kWeek = Precision::kWeek;
constexpr Precision kDay = Precision::kDay;
constexpr Precision kHour = Precision::kHour;
constexpr Precision kMinute = Precision::kMinute;
constexpr Precision kSecond = Precision::kSecond;
constexpr Precision kMillisecond = Precision::kMillisecond;

struct AddCase {
  std::string_view value;
  std::int64_t amount;
  Precision unit;
  std::string_view expected;
};

constexpr AddCase kAddCases[] = {
    {"2005-10-10", 5, kYear, "2010-10-10"},
    {"2005-05-10", 10, kMonth, "2006-03-10"},
    {"2005-05-10", -6, kMonth, "2004-11-10"},
    {"2023-03-02", 52, kWeek, "2024-02-29"},
    {"2024-03-01", -52, kWeek, "2023-03-03"},
    {"2016-06-10", 21, kDay, "2016-07-01"},
    {"2005-05-10", 23, kHour, "2005-05-10"},
    {"2005-05-10", 25, kHour, "2005-05-11"},
    {"2005-05-10", -25, kHour, "2005-05-09"},
    {"2016-06-10T05:00-05:00", 19, kHour, "2016-06-11T00:00-05:00"},
    {"2016-06-10T05:05:05.005Z", -6, kMillisecond, "2016-06-10T05:05:04.999+00:00"},
    {"2016-06-10T05:05:05Z", 999, kMillisecond, "2016-06-10T05:05:05+00:00"},
    // A finer unit is truncated to the value's precision.
    {"2014", 24, kMonth, "2016"},
    {"2014", 25, kMonth, "2016"},
    {"2014", -25, kMonth, "2012"},
    {"2014", 730, kDay, "2016"},
    {"2014", 729, kDay, "2015"},
    {"2014", 52, kWeek, "2014"},
    {"2014", 53, kWeek, "2015"},
    {"2014-06", 33, kDay, "2014-07"},
    {"2014-06", -33, kDay, "2014-05"},
    {"2014-06", 29, kDay, "2014-06"},
    {"2014-06", 5, kWeek, "2014-07"},
    {"2016-05", -31'535'999, kSecond, "2015-05"},
    // The last day of the month where the day does not exist.
    {"2012-02-29", 1, kYear, "2013-02-28"},
    {"2012-02-29", 4, kYear, "2016-02-29"},
    {"2014-01-31", 1, kMonth, "2014-02-28"},
    {"2016-03-31", -1, kMonth, "2016-02-29"},
    // The limits of the calendar.
    {"2005-10-10", 8000, kYear, "null"},
    {"2005-10-10", -2005, kYear, "null"},
    {"2005-10-10", -2004, kYear, "0001-10-10"},
    {"9999-12-31", 1, kDay, "null"},
    {"9999-12-30", 1, kDay, "9999-12-31"},
    {"0001-01-01", -1, kDay, "null"},
    {"0001-01", -1, kMonth, "null"},
    {"2005-10-10", std::numeric_limits<std::int64_t>::max(), kWeek, "null"},
    {"2005-10-10", std::numeric_limits<std::int64_t>::min(), kMillisecond, "null"},
    {"2005-10-10", 300'000'000'000'000, kYear, "null"},
    {"2005-10-10", 4'294'967'296, kYear, "null"},
    {"2005-10-10", 1, Precision::kNone, "null"},
};

TEST(Add, FollowsTheCalendar) {
  for (const auto& c : kAddCases) {
    const auto result = add(parse_datetime(c.value, 0).value(), c.amount, c.unit);
    EXPECT_EQ(result ? datetime_text(*result) : "null", c.expected)
        << c.value << " + " << c.amount << " " << name(c.unit);
  }
}

TEST(Add, LeavesAnAssumedOffsetAssumed) {
  const auto assumed = parse_datetime("2014-12-31T23:30:15", 60).value();
  EXPECT_EQ(stated_datetime_text(*add(assumed, 1, kHour)), "2015-01-01T00:30:15");
  EXPECT_EQ(stated_datetime_text(*add(assumed, 1, kMonth)), "2015-01-31T23:30:15");
  EXPECT_EQ(stated_datetime_text(truncated(assumed, kHour)), "2014-12-31T23");
}

TEST(Add, TimesWrapAroundMidnight) {
  const auto sum = [](std::string_view value, std::int64_t amount, Precision unit) {
    const auto result = add(*parse_time(value), amount, unit, Kind::kTime);
    return result ? time_text(*result) : "null";
  };
  EXPECT_EQ(sum("15:59:59.999", 5, kHour), "20:59:59.999");
  EXPECT_EQ(sum("15:59:59.999", 1, kMillisecond), "16:00:00.000");
  EXPECT_EQ(sum("23:30:00", 1, kHour), "00:30:00");
  EXPECT_EQ(sum("00:30:00", -1, kHour), "23:30:00");
  EXPECT_EQ(sum("01:00:00", -50, kHour), "23:00:00");
  EXPECT_EQ(sum("10", 119, kMinute), "11");
  EXPECT_EQ(sum("10:30", std::numeric_limits<std::int64_t>::max(), kHour), "17:30");
  EXPECT_EQ(sum("10:30", 1, kDay), "null");
}

struct SpanCase {
  std::string_view from;
  std::string_view to;
  Precision unit;
  Range expected;
};

void expect_spans(std::span<const SpanCase> cases, Kind kind, bool boundaries) {
  for (const auto& c : cases) {
    const auto parse = [kind](std::string_view text) {
      return (kind == Kind::kTime ? parse_time(text) : parse_datetime(text, 0)).value();
    };
    const auto range = boundaries ? difference(parse(c.from), parse(c.to), c.unit)
                                  : duration(parse(c.from), parse(c.to), c.unit, kind);
    ASSERT_TRUE(range) << c.from;
    EXPECT_EQ(range->low, c.expected.low) << name(c.unit) << " " << c.from << " " << c.to;
    EXPECT_EQ(range->high, c.expected.high) << name(c.unit) << " " << c.from << " " << c.to;
  }
}

constexpr SpanCase kDifferences[] = {
    {"2000", "2005-12", kYear, {5, 5}},
    {"2016", "1998", kYear, {-18, -18}},
    {"2012-12-31", "2013-01-01", kYear, {1, 1}},
    {"2019-01-01T14:40:30", "2018-12-31T13:30:45", kYear, {-1, -1}},
    {"2000-02", "2000-10", kMonth, {8, 8}},
    {"2005", "2006-07", kMonth, {7, 18}},
    {"2012-01-02", "2012", kMonth, {0, 11}},
    {"2013-05-30T12:15:15", "2013-01-15T13:01:45", kMonth, {-4, -4}},
    // 15 October 2000 and 25 March 2012 were Sundays.
    {"2000-10-15", "2000-10-28", kWeek, {1, 1}},
    {"2000-10-15", "2000-10-29", kWeek, {2, 2}},
    {"2000-10-14", "2000-10-15", kWeek, {1, 1}},
    {"2012-03-10T22:05:09", "2012-03-24T07:19:33", kWeek, {2, 2}},
    {"2012-03-24", "2012-03-25", kWeek, {1, 1}},
    {"1969-12-28", "1969-12-27", kWeek, {-1, -1}},
    {"2000-10-15T10:30", "2000-10-25T10:00", kDay, {10, 10}},
    {"2017-11-14T11:30:00", "2017-11-12T13:00:00", kDay, {-2, -2}},
    // Days count on the calendar of each value, hours by elapsed time.
    {"2017-03-12T00:00:00-07:00", "2017-03-13T00:00:00-06:00", kDay, {1, 1}},
    {"2017-03-12T01:00:00-07:00", "2017-03-12T03:00:00-06:00", kHour, {1, 1}},
    {"2011-06-29T15:45:59-05:00", "2011-06-29T13:30:12-04:00", kHour, {-3, -3}},
    {"2017-11-05T01:30:00-06:00", "2017-11-05T01:15:00-07:00", kMinute, {45, 45}},
    {"2016-10-31T04:30:17-04:00", "2016-10-31T02:45:55-05:00", kMinute, {-45, -45}},
    {"2000-04-01T12", "2000-04-01T20", kHour, {8, 8}},
    {"2000-04-01", "2000-04-01T20", kHour, {-3, 20}},
    {"2020-07-01T09:29:59.999", "2020-07-01T10:30:00.0", kHour, {1, 1}},
    {"2000-10-10T10:05:45.500-06:00",
     "2000-10-10T10:05:45.900-07:00",
     kMillisecond,
     {3'600'400, 3'600'400}},
    {"2000-10-10T10:05:45", "2000-10-10T10:05:46.100", kMillisecond, {101, 1'100}},
    {"2000-10-10T10:05:45", "2000-10-10T10:05:46.100", kSecond, {1, 1}},
};

TEST(Difference, CountsBoundaries) {
  expect_spans(kDifferences, Kind::kDateTime, true);
}

TEST(Difference, Times) {
  constexpr SpanCase kCases[] = {
      {"20", "23:25:15.555", kHour, {3, 3}},
      {"20:20:15.555", "20:25:15.555", kMinute, {5, 5}},
      {"20:20:15.555", "20:20:15.550", kMillisecond, {-5, -5}},
      {"20", "20:30", kMinute, {-29, 30}},
  };
  expect_spans(kCases, Kind::kTime, true);
}

constexpr SpanCase kDateTimeDurations[] = {
    {"2005", "2010", kYear, {4, 5}},
    {"2005-05", "2010-04", kYear, {4, 4}},
    {"2012-03-10T10:20:00", "2013-03-10T09:20:00", kYear, {0, 0}},
    {"2012-03-10T10:20:00", "2013-03-10T10:20:00", kYear, {1, 1}},
    {"2012-02-29T10:18:56", "2014-02-28T19:02:34", kYear, {2, 2}},
    {"2012-02-29T10:18:56", "2014-02-28T10:18:55", kYear, {1, 1}},
    {"2012-02-20T10:20:56", "2011-03-19T19:16:02", kYear, {0, 0}},
    {"2013-05-11T20:06:10", "2012-05-11T20:06:10", kYear, {-1, -1}},
    {"2013-03-20T05:01:30", "2011-03-30T06:45:50", kYear, {-1, -1}},
    {"2015-11-05T05:50:45", "2013-03-29T11:01:05", kYear, {-2, -2}},
    {"2012-03-10T22:05:09", "2013-06-30T13:00:23", kMonth, {15, 15}},
    {"2012-03-10T22:05:09", "2013-01-09T07:19:33", kMonth, {9, 9}},
    {"2013-10-15T13:07:40", "2013-10-02T10:13:59", kMonth, {0, 0}},
    {"2014-05-10T21:02:45", "2013-01-08T11:13:06", kMonth, {-16, -16}},
    {"2012-06-11T12:16:17", "2011-08-21T05:48:02", kMonth, {-9, -9}},
    {"2005", "2006-05", kMonth, {4, 16}},
    {"2005", "2006-07", kMonth, {6, 18}},
    {"2012-03-10T22:05:09", "2012-03-24T07:19:33", kWeek, {1, 1}},
    {"2012-03-10T06:05:09", "2012-03-24T07:19:33", kWeek, {2, 2}},
    {"2013-05-26T23:06:11", "2013-05-12T20:25:30", kWeek, {-2, -2}},
    // A DateTime of a day can be any time of it.
    {"2014-01-15", "2014-02", kDay, {16, 44}},
    {"2014-01-15", "2014-01-16", kDay, {0, 1}},
    {"2010-10-12T12:05", "2008-08-15T08:08", kDay, {-788, -788}},
    {"2012-01-31T12:30:00", "2012-02-01T09:00:00", kDay, {0, 0}},
    {"2011-12-05T05:00:00", "2011-12-04T08:45:00", kDay, {0, 0}},
    {"2011-12-05T05:00:00", "2011-12-04T01:30:00", kDay, {-1, -1}},
    // Elapsed time at the offset of the first value.
    {"2017-03-12T00:00:00-07:00", "2017-03-13T00:00:00-06:00", kDay, {0, 0}},
    {"2020-01-31T23:00:00-05:00", "2020-03-01T04:00:00Z", kMonth, {1, 1}},
    {"2017-11-05T01:30:00-06:00", "2017-11-05T01:15:00-07:00", kMinute, {45, 45}},
    {"2013-10-10T12:30:00", "2013-10-10T08:40:00", kHour, {-3, -3}},
    {"2012-03-01T03:10:00", "2012-03-01T05:09:00", kHour, {1, 1}},
    {"2012-03-01T03:10:00.5", "2012-03-01T03:10:02", kSecond, {1, 1}},
    {"2012-03-01T03:10:00", "2012-03-01T03:10:02", kMillisecond, {1'001, 2'999}},
    {"2012-03-01T03:10:00.0", "2012-03-01T03:10:02.0", kMillisecond, {2'000, 2'000}},
    {"2012-03-01T03:10:00", "2012-03-01T03:11", kMillisecond, {59'001, 119'999}},
    {"2012-03-01T03:10:00", "2012-03-01T03:11", kSecond, {60, 119}},
};

TEST(Duration, CountsWholePeriods) {
  expect_spans(kDateTimeDurations, Kind::kDateTime, false);
}

TEST(Duration, DatesHaveNoTimeOfDay) {
  constexpr SpanCase kCases[] = {
      {"2014-01-15", "2014-02", kDay, {17, 44}},    {"2014-01-15", "2014-01-16", kDay, {1, 1}},
      {"2014-01-31", "2014-02-01", kMonth, {0, 0}}, {"2014-01-31", "2014-02-28", kMonth, {1, 1}},
      {"2012-01-02", "2012", kMonth, {0, 11}},      {"2012-03-31", "2012-02-29", kMonth, {-1, -1}},
      {"2012-03-10", "2013-03-10", kYear, {1, 1}},  {"2012-03-10", "2013-03-09", kYear, {0, 0}},
      {"2012-02-29", "2013-02-28", kYear, {1, 1}},  {"2013-02-28", "2012-02-29", kYear, {0, 0}},
      {"1950", "2020-06-15", kYear, {69, 70}},
  };
  expect_spans(kCases, Kind::kDate, false);
}

TEST(Duration, Times) {
  constexpr SpanCase kCases[] = {
      {"20:26:15.555", "23:25:15.555", kHour, {2, 2}},
      {"06", "07:00:00", kHour, {0, 1}},
      {"23:20:16.555", "23:25:15.555", kMinute, {4, 4}},
      {"23:25:25.555", "23:25:25.560", kMillisecond, {5, 5}},
  };
  expect_spans(kCases, Kind::kTime, false);
}

TEST(Duration, RefusesUnitsThatTheTypeDoesNotHave) {
  const Temporal date = *parse_date("2014-01-15");
  EXPECT_EQ(duration(date, date, kHour, Kind::kDate), std::nullopt);
  EXPECT_EQ(duration(*parse_time("10"), *parse_time("11"), kDay, Kind::kTime), std::nullopt);
  EXPECT_EQ(duration(date, date, Precision::kNone), std::nullopt);
  EXPECT_EQ(difference(date, date, Precision::kNone), std::nullopt);
}

}  // namespace
}  // namespace cramp::time
