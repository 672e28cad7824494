#pragma once
// What the operator may know of a call: for the log and the metrics. Nothing of the patient: no
// value, text or id out of the request, except what is checked to be a random id of the client's.

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/trace.hpp"
#include "base/sensitive.hpp"
#include "cdshooks/prefetch.hpp"
#include "cdshooks/request.hpp"
#include "rules/apply.hpp"

namespace cramp::app {

/// The stages of a call in their order.
enum class Stage : std::uint8_t { kReceive, kTrust, kRead, kFetch, kRecall, kEvaluate, kAnswer };
inline constexpr std::array<std::string_view, 7> kStageNames{
    "receive", "trust", "read", "fetch", "recall", "evaluate", "answer"};

struct CardRecord {
  std::string_view indicator;
  std::vector<std::string> rules;
  std::string uuid = {};
  base::Phi<std::string> key{{}};
};

/// A card that was made and not shown.
struct WithheldCard {
  std::string_view reason;  ///< "silent", "suppressed", "capped"
  std::string_view indicator;
  std::vector<std::string> rules;
  base::Phi<std::string> key{{}};
};

/// One item of feedback that was stored.
struct FeedbackRecord {
  bool accepted = false;
  bool matched = false;  ///< its card was shown to this client
};

/// The data of one prefetch key that was fetched, or not.
struct FetchRecord {
  std::string_view key;
  std::string_view outcome;  ///< a FetchOutcome
  std::chrono::steady_clock::duration time{};
  std::size_t bytes = 0;  ///< of bodies as they came
  unsigned pages = 0;
};

struct CallRecord {
  using Clock = std::chrono::steady_clock;

  std::string service;
  std::string hook;           ///< once it is known to be the service's
  std::string hook_instance;  ///< once it is known to be a UUID
  std::string client;         ///< id of the client record; empty: nobody was recognised
  std::string tenant;         ///< of its token, or empty
  std::string patient;        ///< hash (store/pseudonym.hpp); empty without a store
  std::string_view recall;    ///< of earlier cards: "ok", "late", "unavailable"; empty: not asked
  bool is_feedback = false;   ///< not a call: a report on earlier cards
  std::vector<FeedbackRecord> feedback;
  Trace trace;
  /// Why the caller was not let in, a word of ours, and the client that it claimed to be.
  std::string_view not_let_in;
  std::string claimed_client;
  int status = 0;
  std::string refusal;  ///< why it was refused, in words of ours
  std::vector<cdshooks::Warning> warnings;
  std::vector<rules::Failure> failures;  ///< cards that were lost to an error in the content
  std::size_t dropped = 0;               ///< resources of other patients
  std::vector<std::string> unavailable;  ///< keys of prefetch that brought nothing to rely on
  std::vector<std::pair<std::string, cdshooks::DataState>> prefetch;
  std::string fhir_server;    ///< origin that data was fetched from, one of the client's record
  std::string_view no_fetch;  ///< why nothing was, although fhirServer was there: a FetchOutcome
  std::vector<FetchRecord> fetches;
  std::vector<CardRecord> cards;
  std::size_t system_actions = 0;
  std::vector<WithheldCard> withheld;
  std::array<Clock::duration, kStageNames.size()> stages{};
  Clock::time_point last = Clock::now();  ///< end of the stage before

  /// Ends a stage: what passed since the one before is its time.
  void finish(Stage stage) {
    const auto now = Clock::now();
    stages[static_cast<std::size_t>(stage)] += now - last;
    last = now;
  }
};

}  // namespace cramp::app
