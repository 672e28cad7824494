#pragma once
// What became of earlier cards of this patient: the rules decide by it what to say again
// (docs/content.md, "Earlier Outcomes").

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"

namespace cramp::rules {

/// The CQL parameter that takes them.
inline constexpr std::string_view kEarlierOutcomes = "Earlier Outcomes";

/// One rule of one card that was shown to somebody.
struct Outcome {
  std::string rule;      ///< id, as in the card's list of rules
  std::string outcome;   ///< "shown", "overridden" or "accepted"
  std::string reason;    ///< code of the override reason, or empty
  std::string time;      ///< DateTime, at least to the day
  std::string card_key;  ///< as the card had it, or empty
};

/// From `[{"rule", "outcome", "reason", "time", "cardKey"}]`; nothing is an empty list. The error
/// names the item and what it must be.
base::Result<std::vector<Outcome>> read_outcomes(json::View list);

}  // namespace cramp::rules
