#include "cli/test_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <set>

namespace cramp::cli {

namespace {

constexpr std::size_t kPlaceWidth = 20;
constexpr std::size_t kTextWidth = 44;

/// Lines of at most kTextWidth bytes, broken at blanks where there are some.
std::vector<std::string_view> wrapped(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    if (end > kTextWidth) {
      const std::size_t blank = text.rfind(' ', kTextWidth);
      end = blank == std::string_view::npos || blank == 0 ? kTextWidth : blank;
    }
    lines.push_back(text.substr(0, end));
    const bool breaks = end < text.size() && (text[end] == ' ' || text[end] == '\n');
    text.remove_prefix(std::min(text.size(), end + (breaks ? 1 : 0)));
  }
  return lines;
}

void print_row(std::ostream& out, std::string_view place, std::string_view expected,
               std::string_view actual) {
  const auto left = wrapped(expected);
  const auto right = wrapped(actual);
  for (std::size_t i = 0; i < std::max({left.size(), right.size(), std::size_t{1}}); ++i) {
    const std::string line =
        fmt::format("     {:<{}} | {:<{}} | {}", i == 0 ? place : "", kPlaceWidth,
                    i < left.size() ? left[i] : "", kTextWidth, i < right.size() ? right[i] : "");
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
}

}  // namespace

void print_differences(std::ostream& out, const std::vector<Difference>& differences) {
  if (differences.empty()) return;
  print_row(out, "", "expected", "actual");
  for (const Difference& one : differences) print_row(out, one.place, one.expected, one.actual);
}

void RuleTable::expect(std::string_view rule) {
  if (!rows_.contains(rule)) order_.emplace_back(rule);
  row(rule);
}

RuleTable::Row& RuleTable::row(std::string_view rule) {
  const auto found = rows_.find(rule);
  return found != rows_.end() ? found->second : rows_.emplace(rule, Row{}).first->second;
}

void RuleTable::add(json::View test, bool passed) {
  const json::View expected = test.find("expected");
  std::set<std::string_view> counted;
  const auto count = [&](json::View rules, std::size_t Row::*kind) {
    for (const json::View rule : rules.items()) {
      if (!counted.insert(rule.text()).second) continue;
      Row& row = this->row(rule.text());
      ++(row.*kind);
      ++(passed ? row.passed : row.failed);
    }
  };
  for (const json::View card : expected.find("cards").items())
    count(card.find("rules"), &Row::positive);
  count(expected.find("suppressed"), &Row::suppressed);
  count(expected.find("unknown"), &Row::unknown);
  // What stays away while data is missing, or after earlier cards, stays away because of that.
  const bool is_unknown = test.find("unavailable").size() > 0;
  const bool is_suppressed = test.find("history").size() > 0;
  count(expected.find("notRules"), is_unknown      ? &Row::unknown
                                   : is_suppressed ? &Row::suppressed
                                                   : &Row::negative);
}

void RuleTable::print(std::ostream& out) const {
  if (rows_.empty()) return;
  std::vector<std::string> names = order_;
  for (const auto& [name, row] : rows_) {
    if (std::find(order_.begin(), order_.end(), name) == order_.end()) names.push_back(name);
  }
  std::size_t width = 4;
  for (const std::string& name : names) width = std::max(width, name.size());
  out << fmt::format("{:<{}}  positive  negative   unknown  suppressed    passed  failed\n", "rule",
                     width);
  for (const std::string& name : names) {
    const Row& row = rows_.find(name)->second;
    out << fmt::format("{:<{}}  {:>8}  {:>8}  {:>8}  {:>10}  {:>8}  {:>6}\n", name, width,
                       row.positive, row.negative, row.unknown, row.suppressed, row.passed,
                       row.failed);
  }
}

}  // namespace cramp::cli
