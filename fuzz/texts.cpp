// The small parsers: whatever they accept, their own text is read back as the same value.

#include <algorithm>

#include "cdshooks/markdown.hpp"
#include "num/decimal.hpp"
#include "rules/service.hpp"
#include "target.hpp"
#include "time/temporal.hpp"
#include "ucum/ucum.hpp"

namespace cramp::fuzz {

namespace {

std::pair<std::string_view, std::string_view> two_lines(std::string_view input) {
  const auto end = input.find('\n');
  if (end == std::string_view::npos) return {input, input};
  return {input.substr(0, end), input.substr(end + 1)};
}

using Parse = std::optional<time::Temporal> (*)(std::string_view);
using Text = std::string (*)(const time::Temporal&);

std::optional<time::Temporal> parse_datetime(std::string_view text) {
  return time::parse_datetime(text, 60);
}

void check_steps(const time::Temporal& value, time::Kind kind) {
  const auto next = time::successor(value, kind);
  if (!next) return;
  const auto back = time::predecessor(*next, kind);
  require(back && *back == value, "predecessor undoes successor");
  require(time::compare(value, *next, time::Precision::kNone) == -1, "a successor is after");
}

void check_arithmetic(const time::Temporal& value, time::Kind kind, std::int64_t amount) {
  constexpr std::array kUnits = {time::Precision::kYear, time::Precision::kMonth,
                                 time::Precision::kWeek, time::Precision::kDay,
                                 time::Precision::kHour, time::Precision::kMillisecond};
  for (const time::Precision unit : kUnits) {
    const auto moved = time::add(value, amount, unit, kind);
    if (!moved || kind == time::Kind::kTime) continue;
    const auto distance = time::difference(value, *moved, unit);
    require(!distance || distance->low <= distance->high, "a range has its ends in order");
    const auto duration = time::duration(value, *moved, unit, kind);
    require(!duration || duration->low <= duration->high, "a range has its ends in order");
  }
}

void check_temporal(std::string_view input, Parse parse, Text text, time::Kind kind) {
  const auto value = parse(input);
  if (!value) return;
  const auto again = parse(text(*value));
  require(again && *again == *value, "the text of a date is read as that date");
  check_steps(*value, kind);
  for (const std::int64_t amount : {std::int64_t{1}, std::int64_t{-400}, INT64_MAX, INT64_MIN}) {
    check_arithmetic(*value, kind, amount);
  }
}

}  // namespace

void run_ucum(std::string_view input) {
  const auto [a, b] = two_lines(input);
  const auto one = num::Decimal::from_integer(1);
  const bool commensurable = ucum::commensurable(a, b);
  require(commensurable == ucum::commensurable(b, a), "commensurable is symmetric");
  require(!commensurable || (ucum::is_valid(a) && ucum::is_valid(b)), "only units are");
  require(!ucum::is_valid(a) || ucum::commensurable(a, a), "a unit goes with itself");
  const auto converted = ucum::convert(one, a, b);
  require(!converted || commensurable, "only commensurable units are converted");
  const auto order = ucum::compare(one, a, one, b);
  const auto reverse = ucum::compare(one, b, one, a);
  require(order.has_value() == reverse.has_value(), "both orders compare or neither");
  require(!order || *order == -*reverse, "the reverse order is the opposite");
  for (const auto& unit : {ucum::multiply_units(a, b), ucum::divide_units(a, b)}) {
    require(!unit || ucum::is_valid(*unit), "products of units are units");
  }
}

void run_time(std::string_view input) {
  check_temporal(input, &time::parse_date, &time::date_text, time::Kind::kDate);
  check_temporal(input, &parse_datetime, &time::stated_datetime_text, time::Kind::kDateTime);
  check_temporal(input, &time::parse_time, &time::time_text, time::Kind::kTime);
}

void run_decimal(std::string_view input) {
  const auto [first, second] = two_lines(input);
  const auto a = num::Decimal::parse(first);
  const auto b = num::Decimal::parse(second);
  if (!a || !b) return;
  require(num::Decimal::parse(a->text()) == a, "the text of a number is read as that number");
  require(num::add(*a, *b) == num::add(*b, *a), "addition commutes");
  require(num::multiply(*a, *b) == num::multiply(*b, *a), "multiplication commutes");
  if (const auto sum = num::add(*a, *b)) {
    require(num::subtract(*sum, *b) == a, "subtraction undoes addition");
  }
  const auto quotient = num::truncated_divide(*a, *b);
  const auto rest = num::modulo(*a, *b);
  if (quotient && rest) {
    const auto product = num::multiply(*quotient, *b);
    require(!product || num::add(*product, *rest) == a, "a = (a div b) * b + a mod b");
  }
  num::divide(*a, *b);
  for (int digits = -30; digits <= 30; digits += 3) num::round(*a, digits);
  const auto floor = num::floor(*a);
  require(!floor || *floor <= *a, "floor is not above");
  const auto ceiling = num::ceiling(*a);
  require(!ceiling || *ceiling >= *a, "ceiling is not below");
  num::to_integer(*a);
  num::from_double(num::to_double(*a));
}

void run_markdown(std::string_view input) {
  std::string safe;
  cdshooks::append_safe_markdown(safe, input);
  const std::string title = cdshooks::one_line(input);
  require(title.find_first_of("\r\n") == std::string::npos, "a title is one line");
  cdshooks::has_active_markup(input);
}

}  // namespace cramp::fuzz
