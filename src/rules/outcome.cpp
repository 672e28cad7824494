#include "rules/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "time/temporal.hpp"

namespace cramp::rules {

namespace {

constexpr std::array<std::string_view, 3> kOutcomes{"shown", "overridden", "accepted"};

base::Error wrong(const std::string& where, std::string_view text) {
  return {base::Code::kContent, "", std::string(text), where};
}

}  // namespace

base::Result<std::vector<Outcome>> read_outcomes(json::View list) {
  if (list && !list.is_array()) return wrong("", "must be an array of earlier outcomes");
  std::vector<Outcome> outcomes;
  outcomes.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::View item = list.at(i);
    const std::string where = fmt::format("[{}]", i);
    const std::string_view kind = item.string("outcome");
    if (item.string("rule").empty()) return wrong(where + ".rule", "must be the id of a rule");
    if (std::find(kOutcomes.begin(), kOutcomes.end(), kind) == kOutcomes.end()) {
      return wrong(where + ".outcome", "must be shown, overridden or accepted");
    }
    const auto time = time::parse_datetime(item.string("time"), 0);
    if (!time || time->precision < time::Precision::kDay) {
      return wrong(where + ".time", "must be a date and time like 2026-03-01T12:00:00Z");
    }
    outcomes.push_back({std::string(item.string("rule")), std::string(kind),
                        std::string(item.string("reason")), std::string(item.string("time")),
                        std::string(item.string("cardKey"))});
  }
  return outcomes;
}

}  // namespace cramp::rules
