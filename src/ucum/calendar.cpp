#include "ucum/calendar.hpp"

#include "ucum/unit.hpp"

namespace cramp::ucum {

namespace {

constexpr CalendarWord kWords[] = {
    {"year", "a", 365}, {"month", "mo", 30},  {"week", "wk", 0},  {"day", "d", 0},
    {"hour", "h", 0},   {"minute", "min", 0}, {"second", "s", 0}, {"millisecond", "ms", 0},
};

/// Of the days of a variable word, as UCUM has it for the others.
Factor seconds(const CalendarWord& word) {
  constexpr std::uint64_t kSecondsPerDay = 86'400;
  if (word.days == 0) return parse_unit(word.code)->factor;
  return {static_cast<std::uint64_t>(word.days) * kSecondsPerDay, 1, 0};
}

}  // namespace

const CalendarWord* calendar_word(std::string_view text) {
  if (text.size() < 3) return nullptr;
  if (text.back() == 's') text.remove_suffix(1);
  for (const CalendarWord& word : kWords) {
    if (word.singular == text) return &word;
  }
  return nullptr;
}

Factor calendar_ratio(const CalendarWord& from, const CalendarWord& to) {
  if (from.days != 0 && to.days != 0) {
    if (from.days == to.days) return {};
    return from.days > to.days ? Factor(12, 1, 0) : Factor(1, 12, 0);
  }
  Factor result = seconds(from);
  result.multiply(seconds(to), -1);
  return result;
}

}  // namespace cramp::ucum
