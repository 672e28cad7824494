#pragma once
// CQL's calendar words for durations (CQL 1.5 Author's Guide §Quantities).

#include <cstdint>
#include <string_view>

#include "ucum/factor.hpp"

namespace cramp::ucum {

struct CalendarWord {
  std::string_view singular;
  std::string_view code;  // the UCUM unit that it is equal to, or equivalent for year and month
  std::int64_t days;      // of the variable ones in conversions between calendar words, else 0
};

/// "day" or "days" and so on; null for anything else.
const CalendarWord* calendar_word(std::string_view text);

/// Years and months: not comparable with UCUM's 'a' and 'mo'.
inline bool is_variable(const CalendarWord* word) {
  return word != nullptr && word->days != 0;
}

/// One `from` in `to`, at least one of them variable: 12 months or 365 days, 30 days.
Factor calendar_ratio(const CalendarWord& from, const CalendarWord& to);

}  // namespace cramp::ucum
