#include <gtest/gtest.h>

#include "time/temporal.hpp"

namespace cramp::time {
namespace {

std::string shown(std::string_view text, std::int16_t offset = 0) {
  const auto value = parse_datetime(text, offset);
  return value ? datetime_text(*value) : "null";
}

TEST(TemporalText, DateTimes) {
  struct Case {
    std::string_view in;
    std::string_view out;
  };
  constexpr Case kCases[] = {
      {"2014", "2014"},
      {"2014T", "2014"},
      {"2014-12", "2014-12"},
      {"2014-12T", "2014-12"},
      {"2014-12-31", "2014-12-31"},
      {"2014-12-31T", "2014-12-31"},
      {"2014-12-31T05", "2014-12-31T05+00:00"},
      {"2014-12-31T05Z", "2014-12-31T05+00:00"},
      {"2014-12-31T23:59", "2014-12-31T23:59+00:00"},
      {"2014-12-31T23:59:59-05:00", "2014-12-31T23:59:59-05:00"},
      {"2014-12-31T23:59:59.1+05:30", "2014-12-31T23:59:59.100+05:30"},
      {"2014-12-31T23:59:59.9999999Z", "2014-12-31T23:59:59.999+00:00"},
      {"2014-12-31T00:00:00.000-00:30", "2014-12-31T00:00:00.000-00:30"},
      {"2014-12-31T00:00:00+14:00", "2014-12-31T00:00:00+14:00"},
      {"2016-02-29", "2016-02-29"},
      {"2000-02-29", "2000-02-29"},
      {"0001-01-01", "0001-01-01"},
      {"9999-12-31", "9999-12-31"},
  };
  for (const auto& c : kCases) EXPECT_EQ(shown(c.in), c.out) << c.in;
}

TEST(TemporalText, DefaultOffsetOnlyWhereTheTextHasNone) {
  EXPECT_EQ(shown("2014-12-31T05:00", -300), "2014-12-31T05:00-05:00");
  EXPECT_EQ(shown("2014-12-31T05:00Z", -300), "2014-12-31T05:00+00:00");
  EXPECT_EQ(parse_datetime("2014", 60)->offset_minutes, 60);
}

TEST(TemporalText, LeavesOutAnOffsetThatIsAssumed) {
  const auto stated = [](std::string_view text) {
    return stated_datetime_text(*parse_datetime(text, 60));
  };
  EXPECT_EQ(stated("2014-12-31T05:00"), "2014-12-31T05:00");
  EXPECT_EQ(stated("2014-12-31T05:00Z"), "2014-12-31T05:00+00:00");
  EXPECT_EQ(stated("2014-12-31T05:00+01:00"), "2014-12-31T05:00+01:00");
  EXPECT_EQ(stated("2014-12-31"), "2014-12-31");
}

TEST(TemporalText, RefusesWrongDateTimes) {
  for (std::string_view text : {"",
                                "T",
                                "14",
                                "214",
                                "20140",
                                "0000",
                                "0000-01-01",
                                "2014-",
                                "2014-1",
                                "2014-00",
                                "2014-13",
                                "2014-12-",
                                "2014-12-0",
                                "2014-12-00",
                                "2014-12-32",
                                "2014-02-29",
                                "1900-02-29",
                                "2014-02-30",
                                "2014-04-31",
                                "2014-12T10",
                                "2014T10",
                                "2014-12-31 10:00",
                                "2014-12-31T1",
                                "2014-12-31T24:00:00",
                                "2014-12-31T10:",
                                "2014-12-31T10:60",
                                "2014-12-31T10:00:60",
                                "2014-12-31T10:00:00.",
                                "2014-12-31T10:00:00.Z",
                                "2014-12-31T10:00:00,5",
                                "2014-12-31T10:00:00+",
                                "2014-12-31T10:00:00+5:00",
                                "2014-12-31T10:00:00+05",
                                "2014-12-31T10:00:00+0500",
                                "2014-12-31T10:00:00+14:01",
                                "2014-12-31T10:00:00+15:00",
                                "2014-12-31T10:00:00+05:60",
                                "2014-12-31T10:00:00Zx",
                                "2014-12-31T10:00:00+05:00x",
                                "2014-12-31TZ",
                                "2014-12-31Z",
                                "-014-12-31",
                                "+014-12-31",
                                "@2014",
                                "2014-12-31x",
                                " 2014"}) {
    EXPECT_EQ(parse_datetime(text, 0), std::nullopt) << text;
  }
  EXPECT_EQ(parse_datetime(std::string_view("2014-12-31\0", 11), 0), std::nullopt);
}

TEST(TemporalText, DatesHaveNoTime) {
  EXPECT_EQ(date_text(*parse_date("2014-02")), "2014-02");
  EXPECT_EQ(date_text(*parse_date("2012-02-29")), "2012-02-29");
  for (std::string_view text :
       {"2014T", "2014-02-03T", "2014-02-03T10:00", "2014-02-29", "20140203"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(TemporalText, Times) {
  EXPECT_EQ(time_text(*parse_time("T10:30:00.5")), "10:30:00.500");
  EXPECT_EQ(time_text(*parse_time("10:30")), "10:30");
  EXPECT_EQ(time_text(*parse_time("23")), "23");
  for (std::string_view text :
       {"", "T", "24", "10:30Z", "10:30:00+01:00", "TT10", "1030", "10:3"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(PrecisionNames, ReadsTheFormsOfElmAndCql) {
  EXPECT_EQ(precision_from("Year"), Precision::kYear);
  EXPECT_EQ(precision_from("years"), Precision::kYear);
  EXPECT_EQ(precision_from("Week"), Precision::kWeek);
  EXPECT_EQ(precision_from("millisecond"), Precision::kMillisecond);
  for (std::string_view text : {"", "s", "yr", "YEAR", "daily", "dayss", "hour "}) {
    EXPECT_EQ(precision_from(text), Precision::kNone) << text;
  }
  EXPECT_EQ(name(Precision::kMonth), "month");
  EXPECT_EQ(name(Precision::kNone), "");
}

}  // namespace
}  // namespace cramp::time
