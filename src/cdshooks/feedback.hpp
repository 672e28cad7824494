#pragma once
// Feedback on cards, read and checked (CDS Hooks 2.0 and 3.0.0-ballot, "Feedback").

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"

namespace cramp::cdshooks {

/// Items of one request; more is 413.
inline constexpr std::size_t kMostFeedback = 1'000;

/// One item. Views into the body, which must outlive it.
struct Feedback {
  std::string_view card;        ///< UUID, in either case
  bool accepted = false;        ///< else overridden
  std::int64_t outcome_at = 0;  ///< milliseconds since the epoch, in UTC whatever was sent
  std::vector<std::string_view> suggestions;  ///< ids of those accepted
  std::string_view reason, reason_system;     ///< of overrideReason; may be one of the client's own
  std::string_view comment;                   ///< free text of a person: may name a patient
};

/// All items, or the first fault: Code::kUnprocessable (422) with the element path in `where`; the
/// public text never repeats a value. Unknown members are ignored; overrideReason counts only where
/// the card was overridden (CH-142 to CH-145).
base::Result<std::vector<Feedback>> read_feedback(json::View body);

}  // namespace cramp::cdshooks
