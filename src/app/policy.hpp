#pragma once
// Which of the cards that the rules made are shown (docs/decisions/071).

#include <string_view>
#include <vector>

#include "app/call_record.hpp"
#include "app/state.hpp"
#include "store/records.hpp"

namespace cramp::app {

/// Of one call; the arguments must outlive it. One thread.
class Policy {
 public:
  Policy(const State& state, const Caller& caller, const cdshooks::Offer& offer);

  /// Takes cards out of `applied` and records them with the reason, in this order:
  ///   silent      the client, the service, or all rules behind the card are
  ///   suppressed  the same card, by its key, was shown, or overridden with a reason, not long ago;
  ///               never a critical one. Overrides count only for content that is not told of them.
  ///   capped      more than policy.cards; the least severe go
  /// Critical cards, and warnings on orders that are being made, are neither capped nor suppressed
  /// as shown before. What is left keeps its order. Keys in `past` are as the rules know them; keys
  /// in the record are without the patient.
  void withhold(const std::vector<store::PastCard>& past, store::Millis now,
                rules::Applied& applied, CallRecord& record) const;

  /// For each card why it is withheld; empty: it is shown.
  std::vector<std::string_view> reasons(const std::vector<rules::AppliedAction>& cards,
                                        const std::vector<store::PastCard>& past,
                                        store::Millis now) const;

 private:
  bool is_silent(const rules::AppliedAction& card) const;
  bool is_repeat(const rules::AppliedAction& card, const std::vector<store::PastCard>& past,
                 store::Millis now) const;

  const PolicyConfig& config_;
  const cdshooks::Hook& hook_;
  bool service_is_silent_;
  bool answers_count_;
};

}  // namespace cramp::app
