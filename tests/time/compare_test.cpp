#include <gtest/gtest.h>

#include "time/temporal.hpp"

namespace cramp::time {
namespace {

constexpr auto kUncertain = std::nullopt;

struct Case {
  std::string_view a;
  std::string_view b;
  Precision limit;
  std::optional<int> expected;
};

constexpr Precision kNone = Precision::kNone;

constexpr Case kCases[] = {
    {"2014", "2015", kNone, -1},
    {"2014", "2014", kNone, 0},
    {"2014", "2014-01", kNone, kUncertain},
    {"2013-12", "2014", kNone, -1},
    {"2014-12", "2014-11-30", kNone, 1},
    {"2014-12-20", "2014-12", Precision::kDay, kUncertain},
    {"2014-12-20", "2014-12", Precision::kMonth, 0},
    {"2014", "2014", Precision::kMonth, kUncertain},
    {"2005-10-10", "2005-09", Precision::kDay, 1},
    {"2014-12-20", "2014-12-20T15", Precision::kMinute, kUncertain},
    {"2014-12-20", "2014-12-20T15", Precision::kDay, 0},
    {"2014-12-20T15", "2014-12-20T16:30", kNone, -1},
    {"2014-12-20T15:30:10.100", "2014-12-20T15:30:10.900", Precision::kSecond, 0},
    {"2014-12-20T15:30:10.100", "2014-12-20T15:30:10.900", Precision::kMillisecond, -1},
    {"2014-12-20", "2014-12-27", Precision::kWeek, kUncertain},
    // Seconds and milliseconds are one decimal.
    {"2014-12-20T15:30:10", "2014-12-20T15:30:10.000", kNone, 0},
    {"2014-12-20T15:30:10", "2014-12-20T15:30:10.001", kNone, -1},
    {"2014-12-20T15:30:10.5", "2014-12-20T15:30:10", kNone, 1},
    {"2014-12-20T15:30:10.5", "2014-12-20T15:30:10", Precision::kSecond, 0},
    // By the millisecond they are two.
    {"2014-12-20T15:30:10.5", "2014-12-20T15:30:10", Precision::kMillisecond, kUncertain},
    {"2014-12-20T15:30:10", "2014-12-20T15:30:10", Precision::kMillisecond, kUncertain},
    {"2014-12-20T15:30:10.5", "2014-12-20T15:30:09", Precision::kMillisecond, 1},
    {"2014-12-20T15:30", "2014-12-20T15:30:10", kNone, kUncertain},
    // Different offsets.
    {"2012-03-10T10:20:00.999+07:00", "2012-03-10T08:20:00.999+06:00", Precision::kHour, 1},
    {"2012-03-10T10:20:00.999+07:00", "2012-03-10T09:20:00.999+06:00", Precision::kHour, 0},
    {"2012-03-10T10:20:00.999+07:00", "2012-03-10T10:20:00.999+06:00", Precision::kHour, -1},
    {"2012-03-10T23:00:00-05:00", "2012-03-11T04:00:00Z", kNone, 0},
    {"2012-03-10T23:00:00-05:00", "2012-03-11T04:00:00Z", Precision::kDay, -1},
    {"2012-03-10T10+05:30", "2012-03-10T04Z", kNone, kUncertain},
    {"2012-03-10T10+05:30", "2012-03-10T06Z", kNone, -1},
    {"2012-03-10T10+05:00", "2012-03-10T05Z", kNone, 0},
    // A date stands at the default offset: the other value moves there.
    {"2012-03-10", "2012-03-09T23:00:00-05:00", kNone, kUncertain},
    {"2012-03-10", "2012-03-10T23:00:00-05:00", kNone, -1},
};

TEST(Compare, StopsAtTheFirstDifferenceOrMissingComponent) {
  for (const auto& c : kCases) {
    const Temporal a = parse_datetime(c.a, 0).value();
    const Temporal b = parse_datetime(c.b, 0).value();
    EXPECT_EQ(compare(a, b, c.limit), c.expected) << c.a << " and " << c.b;
    const auto reversed = c.expected ? std::optional<int>(-*c.expected) : std::nullopt;
    EXPECT_EQ(compare(b, a, c.limit), reversed) << c.b << " and " << c.a;
  }
}

TEST(Compare, Times) {
  EXPECT_EQ(compare(*parse_time("12:30"), *parse_time("11:55"), Precision::kHour), 1);
  EXPECT_EQ(compare(*parse_time("12:30"), *parse_time("12"), Precision::kNone), std::nullopt);
  EXPECT_EQ(compare(*parse_time("12:30"), *parse_time("12"), Precision::kHour), 0);
}

}  // namespace
}  // namespace cramp::time
