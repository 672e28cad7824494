#pragma once
// What is remembered: plain rows. A patient stands in them only as a keyed hash (pseudonym.hpp).

#include <cstdint>
#include <string>
#include <vector>

namespace cramp::store {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Millis = std::int64_t;

/// One card that was made for a call.
struct CardRow {
  std::string uuid;
  std::string key;         ///< names the facts; without the patient's id
  std::string visibility;  ///< "shown", or why it was not: "silent", "suppressed", "capped"
  std::string indicator;
  std::string rules;  ///< ids, with commas between, the one that gives the summary first
};

/// One call of a service by a known client, and its cards.
struct CallRow {
  std::string id;  ///< UUID
  Millis at = 0;
  std::string trace, service, version, hook, hook_instance, client, tenant;
  std::string patient;  ///< hash, or empty where the request was not understood
  std::int64_t status = 0;
  std::string refusal;
  std::int64_t failures = 0, microseconds = 0;
  std::vector<CardRow> cards;
};

/// One feedback event as it was reported.
struct FeedbackRow {
  std::string id;    ///< UUID of the event
  std::string card;  ///< UUID of a card, perhaps not one of ours
  std::string service, client, tenant;
  std::string outcome;  ///< "accepted" or "overridden"
  Millis outcome_at = 0, received_at = 0;
  std::string reason, reason_system;  ///< code of an override reason
  bool commented = false;             ///< there was a free text
  std::string comment;                ///< the text, where it is kept
  std::string suggestions;            ///< ids of those accepted, with commas between
};

/// A card that was shown, with the event about it that counts: the last one, by its own time.
struct PastCard {
  std::string rules, key;
  Millis shown_at = 0;
  std::string outcome;  ///< empty: nobody said
  std::string reason;
  bool commented = false;
  Millis outcome_at = 0;
};

/// Which rules were in force since when.
struct RuleVersionRow {
  std::string service, version;
  Millis first_seen = 0;
};

/// A token that must not be used twice.
struct TokenRow {
  std::string digest;  ///< of issuer and id; no text of a token is kept
  Millis expires_at = 0;
};

}  // namespace cramp::store
