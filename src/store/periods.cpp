#include <fmt/format.h>

#include <chrono>

#include "store/report.hpp"

namespace cramp::store {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

sys_days day_of(Millis at) {
  return std::chrono::floor<days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(at)));
}

Millis millis_of(sys_days day) {
  return std::chrono::sys_time<std::chrono::milliseconds>(day).time_since_epoch().count();
}

sys_days monday_of(sys_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

std::chrono::year_month month_of(sys_days day) {
  const std::chrono::year_month_day date(day);
  return date.year() / date.month();
}

}  // namespace

std::vector<Millis> weeks(Millis since, Millis until) {
  std::vector<Millis> edges;
  if (since >= until) return edges;
  for (sys_days monday = monday_of(day_of(since));; monday += days(7)) {
    edges.push_back(millis_of(monday));
    if (edges.back() >= until) return edges;
  }
}

std::vector<Millis> months(Millis since, Millis until) {
  std::vector<Millis> edges;
  if (since >= until) return edges;
  for (auto month = month_of(day_of(since));; month += std::chrono::months(1)) {
    edges.push_back(millis_of(sys_days(month / 1)));
    if (edges.back() >= until) return edges;
  }
}

std::string week_name(Millis at) {
  // The year of a week is that of its Thursday (ISO 8601).
  const sys_days thursday = monday_of(day_of(at)) + days(3);
  const auto year = std::chrono::year_month_day(thursday).year();
  const auto week = (thursday - sys_days(year / 1 / 1)).count() / 7 + 1;
  return fmt::format("{}-W{:02}", static_cast<int>(year), week);
}

std::string month_name(Millis at) {
  const auto month = month_of(day_of(at));
  return fmt::format("{}-{:02}", static_cast<int>(month.year()),
                     static_cast<unsigned>(month.month()));
}

}  // namespace cramp::store
