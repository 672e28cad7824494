#include "base/similar.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace cramp::base {

namespace {

constexpr std::size_t kMost = 3;
constexpr std::size_t kLongest = 200;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string folded(std::string_view text) {
  std::string out(text.substr(0, kLongest));
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

/// Characters to insert, remove or replace (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = corner + (a[i] == b[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, corner + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string wanted = folded(name);
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view candidate : candidates) {
    const std::string other = folded(candidate);
    const bool is_part =
        wanted.size() > 3 && other.size() > 3 &&
        (other.find(wanted) != std::string::npos || wanted.find(other) != std::string::npos);
    const std::size_t edits = distance(wanted, other);
    const std::size_t limit = std::max<std::size_t>(2, wanted.size() / 3);
    if (is_part || edits <= limit) near.emplace_back(edits, candidate);
  }
  std::ranges::stable_sort(near, {}, &std::pair<std::size_t, std::string_view>::first);
  if (near.size() > kMost) near.resize(kMost);
  std::string out;
  for (std::size_t i = 0; i < near.size(); ++i) {
    out += i == 0 ? "; did you mean " : i + 1 == near.size() ? " or " : ", ";
    out += '"' + std::string(near[i].second) + '"';
  }
  return out.empty() ? out : out + "?";
}

}  // namespace cramp::base
