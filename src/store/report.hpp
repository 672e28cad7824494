#pragma once
// Figures for governance: what each rule said, to whom, and what became of it.
//
// Denominators. A rate is only meant over the counts of one row, or sums of them:
//   cards per call    shown / calls
//   coverage          (accepted + overridden) / shown: of the cards shown, those that anybody
//                     answered. Low coverage makes every rate below a guess.
//   acceptance        accepted / (accepted + overridden): of the answered, never of the shown
//   override reasons  reasons[x] / overridden; what is missing to overridden had no coded reason
//   withheld          (silent + suppressed + capped) / (shown + silent + suppressed + capped)
//   repeats           repeats / shown: the same card, by its key
// A card counts in the period in which it was made, also where its answer came later, and once,
// whatever the number of its events: the last event by its own time counts (CH-147). A card with
// several rules counts in the row of each, so rows of rules do not add up to cards: the row with
// the empty rule counts each card once.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/records.hpp"

namespace cramp::store {

struct Counts {
  std::int64_t calls = 0;  ///< answered with 200, of this service, version, hook and client
  std::int64_t shown = 0, accepted = 0, overridden = 0;
  std::int64_t silent = 0, suppressed = 0, capped = 0;
  std::int64_t repeats = 0;  ///< of shown: had been shown for the patient in the 90 days before
  std::map<std::string, std::int64_t> reasons;  ///< of overrides that count, by code
};

/// Of one period, service, version, hook, client and rule; rule "" stands for all cards.
struct ReportRow {
  Millis from = 0;  ///< begin of the period
  std::string service, version, hook, client, rule;
  Counts counts;
};

/// Patients who were seen, each once a day (UTC): what comes nearest to encounters, of which the
/// store knows nothing. Hook "" is any hook, for which the others do not add up.
struct VisitRow {
  Millis from = 0;  ///< begin of the period
  std::string client, hook;
  std::int64_t visits = 0;
};

struct Report {
  std::vector<ReportRow> rows;           ///< by period, then service, version, hook, client, rule
  std::vector<VisitRow> visits;          ///< by period, then hook and client
  std::vector<RuleVersionRow> versions;  ///< by first day: the marks on the time axis
  std::int64_t unmatched = 0;            ///< events that came in the time, about no card shown
};

/// Begins of ISO weeks (Mondays) or months, in UTC, that cover [since, until), and the end of the
/// last: the edges of the periods. Empty when there is no time between the two.
std::vector<Millis> weeks(Millis since, Millis until);
std::vector<Millis> months(Millis since, Millis until);

/// "2026-W48" and "2026-11".
std::string week_name(Millis at);
std::string month_name(Millis at);

}  // namespace cramp::store
