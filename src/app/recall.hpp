#pragma once
// The store, as calls use it: what earlier cards of a patient came to, and records of this one.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/call_record.hpp"
#include "app/state.hpp"
#include "cdshooks/feedback.hpp"
#include "store/memory.hpp"
#include "store/pseudonym.hpp"

namespace cramp::app {

/// Any thread.
class Recall {
 public:
  /// See store::Memory::Options.
  using Observer = std::function<void(bool healthy, const std::string& fault)>;

  /// nullptr without a store, by configuration or with a fault. A database that cannot be reached
  /// is no fault: advice is given without it. `clock` must outlive it.
  static std::unique_ptr<Recall> open(const StoreConfig& config, const base::Clock& clock,
                                      Observer observer, base::Faults& faults);

  /// The hash of the request's patient.
  std::string patient_of(const Caller& caller, const cdshooks::Request& request) const;

  /// Cards that were shown for the patient of `record`, keys as the rules know them. None when the
  /// store does not say so within `patience`: then record.recall tells.
  boost::asio::awaitable<std::vector<store::PastCard>> past_cards(
      std::chrono::milliseconds patience, CallRecord& record) const;

  /// The call as it ended, written behind.
  void record(const CallRecord& call, const State& state) const;
  /// Durable when it returns a value: for each event whether its card was shown to the caller.
  boost::asio::awaitable<base::Result<std::vector<bool>>> add_feedback(
      const Caller& caller, std::string_view service, const std::vector<cdshooks::Feedback>& events,
      bool keep_comments) const;

  store::Memory& memory() const { return *memory_; }

 private:
  Recall(const store::Memory::Options& options, store::HashKey key, const base::Clock& clock)
      : clock_(clock),
        key_(std::move(key)),
        memory_(std::make_unique<store::Memory>(options, clock)) {}

  const base::Clock& clock_;
  store::HashKey key_;
  std::unique_ptr<store::Memory> memory_;
};

/// Where the records are, for `feedback export` too.
store::Target store_target(const StoreConfig& config);

/// `cards`, the newest first, without those that nobody answered and that are shown again later
/// with the same facts: a chart that is opened every day costs no more than one that is not.
std::vector<store::PastCard> without_repeats(std::vector<store::PastCard> cards);

/// As the rules take them: of each card that it was shown, and what came of it. `offset_minutes` is
/// that of the local day.
std::vector<rules::Outcome> outcomes_of(const std::vector<store::PastCard>& cards,
                                        std::int16_t offset_minutes);

}  // namespace cramp::app
