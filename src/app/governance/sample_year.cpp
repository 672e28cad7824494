#include "app/governance/sample_year.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace cramp::app {

namespace {

using store::Counts;
using store::Millis;

constexpr Millis kWeek = 7LL * 86'400'000;
constexpr int kWeeks = 53;
/// The second version of the rules comes with this week; the weeks are counted from the oldest, 0.
constexpr int kSecondVersion = 29;
/// With it this rule goes quiet, as after a value set that lost its codes.
constexpr std::string_view kQuietRule = "med-statin";
/// At one client this rule goes loud, as after a laboratory that changed its units.
constexpr std::string_view kLoudRule = "lab-hypokalaemia";
constexpr int kLoudFrom = 41;
/// This rule is tried in silent mode first.
constexpr std::string_view kTriedRule = "draft-magnesium-renal";
constexpr int kTriedUntil = 36;

struct Client {
  std::string_view id;
  double size;      ///< calls, against the first client
  double answered;  ///< share of the cards shown that get an answer
};
constexpr std::array<Client, 2> kClients{
    {{"sample-city-hospital", 1.0, 0.62}, {"sample-family-practice", 0.55, 0.34}}};

struct Hook {
  std::string_view name;
  int calls;      ///< a week at the first client
  double visits;  ///< patients and days among them
};
constexpr std::array<Hook, 5> kHooks{{{"patient-view", 420, 0.86},
                                      {"encounter-start", 130, 0.97},
                                      {"problem-list-item-create", 30, 0.95},
                                      {"order-select", 110, 0.55},
                                      {"order-sign", 85, 0.7}}};

constexpr unsigned kChart = 0b00111, kDrafts = 0b11000;  // bits of kHooks

struct Reason {
  std::string_view code;
  int weight;
};

struct Rule {
  std::string_view id;
  unsigned hooks;
  double rate;      ///< cards for each call
  double accepted;  ///< share of the cards that are answered
  double repeated;  ///< share of the cards shown
  std::array<Reason, 3> reasons;
};
constexpr std::array<Rule, 14> kRules{{
    {"med-statin",
     kChart,
     0.062,
     0.41,
     0.12,
     {{{"benefit-outweighs-risk", 5}, {"already-evaluated", 3}, {"other-cause", 1}}}},
    {"med-thiazide-diuretic",
     kChart,
     0.048,
     0.52,
     0.10,
     {{{"benefit-outweighs-risk", 3}, {"already-evaluated", 3}, {"managed-elsewhere", 2}}}},
    {"med-loop-diuretic",
     kChart,
     0.027,
     0.47,
     0.11,
     {{{"managed-elsewhere", 4}, {"benefit-outweighs-risk", 3}, {"already-evaluated", 1}}}},
    {"baseline-labs",
     kChart,
     0.055,
     0.58,
     0.16,
     {{{"already-evaluated", 6}, {"patient-declined", 1}, {"not-relevant", 1}}}},
    {"complaint-needs-assessment",
     kChart,
     0.041,
     0.45,
     0.14,
     {{{"complaint-resolved", 4}, {"already-evaluated", 3}, {"goals-of-care", 1}}}},
    {"lab-hypokalaemia",
     kChart,
     0.024,
     0.74,
     0.06,
     {{{"already-evaluated", 5}, {"managed-elsewhere", 2}, {"not-relevant", 1}}}},
    {"lab-severe-hypokalaemia",
     kChart,
     0.0025,
     0.91,
     0.02,
     {{{"already-evaluated", 1}, {"managed-elsewhere", 0}, {"not-relevant", 0}}}},
    {"dx-ckd",
     kChart,
     0.033,
     0.36,
     0.18,
     {{{"managed-elsewhere", 5}, {"already-evaluated", 3}, {"not-relevant", 1}}}},
    {"dx-diabetes",
     kChart,
     0.044,
     0.31,
     0.21,
     {{{"managed-elsewhere", 4}, {"not-relevant", 4}, {"already-evaluated", 3}}}},
    {"dx-hypothyroidism",
     kChart,
     0.016,
     0.49,
     0.09,
     {{{"already-evaluated", 4}, {"other-cause", 1}, {"managed-elsewhere", 2}}}},
    {"dx-peripheral-artery-disease",
     kChart,
     0.012,
     0.55,
     0.08,
     {{{"managed-elsewhere", 3}, {"already-evaluated", 2}, {"goals-of-care", 1}}}},
    {"mod-older-age",
     kChart,
     0.052,
     0.17,
     0.24,
     {{{"not-relevant", 7}, {"goals-of-care", 2}, {"complaint-resolved", 1}}}},
    {"draft-statin",
     kDrafts,
     0.058,
     0.28,
     0.04,
     {{{"benefit-outweighs-risk", 8}, {"patient-declined", 1}, {"not-relevant", 1}}}},
    {"draft-magnesium-renal",
     kDrafts,
     0.031,
     0.66,
     0.03,
     {{{"benefit-outweighs-risk", 2}, {"already-evaluated", 1}, {"goals-of-care", 1}}}},
}};

/// Numbers that look random and are the same everywhere (splitmix64, Steele et al. 2014).
class Dice {
 public:
  Dice(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d)
      : state_(a * 0x1F3D5B79U + b * 0x9E37U + c * 0x85EBCA6BU + d * 0xC2B2AE35U) {
    next();
  }
  double share() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  std::int64_t of(std::int64_t count, double probability) {
    std::int64_t hits = 0;
    for (std::int64_t i = 0; i < count; ++i) hits += share() < probability ? 1 : 0;
    return hits;
  }
  /// Around 1; weeks differ by more than chance alone.
  double around(double spread) { return 1 + spread * (share() + share() + share() - 1.5); }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

struct Week {
  int number = 0;
  Millis from = 0;
  double passed = 1;  ///< of the week, until now
};

double rate_of(const Rule& rule, const Client& client, int week) {
  if (rule.id == kQuietRule && week >= kSecondVersion) return rule.rate * 0.14;
  if (rule.id == kLoudRule && week >= kLoudFrom && &client == kClients.data())
    return rule.rate * 2.7;
  return rule.rate;
}

void answer(const Rule& rule, const Client& client, Counts& counts, Dice& dice) {
  const std::int64_t answered = dice.of(counts.shown, client.answered);
  counts.accepted = dice.of(answered, rule.accepted);
  counts.overridden = answered - counts.accepted;
  counts.repeats = dice.of(counts.shown, rule.repeated);
  int weights = 1;  // one part has no code
  for (const Reason& reason : rule.reasons) weights += reason.weight;
  std::int64_t left = counts.overridden;
  for (const Reason& reason : rule.reasons) {
    const std::int64_t with = dice.of(left, static_cast<double>(reason.weight) / weights);
    if (with > 0) counts.reasons[std::string(reason.code)] = with;
    weights -= reason.weight;
    left -= with;
  }
}

Counts cards_of(const Rule& rule, const Client& client, const Week& week, std::int64_t calls,
                Dice& dice) {
  Counts counts;
  std::int64_t cards = dice.of(calls, rate_of(rule, client, week.number) * dice.around(0.2));
  if (rule.id == kTriedRule && week.number < kTriedUntil) {
    counts.silent = cards;
    return counts;
  }
  counts.suppressed = dice.of(cards, rule.repeated / 3);
  counts.capped = rule.hooks == kChart ? dice.of(cards - counts.suppressed, 0.02) : 0;
  counts.shown = cards - counts.suppressed - counts.capped;
  answer(rule, client, counts, dice);
  return counts;
}

/// Each card of the sample has one rule, so that all cards are the sum of the rules.
void add(Counts& all, const Counts& one) {
  for (const auto count : {&Counts::shown, &Counts::accepted, &Counts::overridden, &Counts::silent,
                           &Counts::suppressed, &Counts::capped, &Counts::repeats}) {
    all.*count += one.*count;
  }
  for (const auto& [code, count] : one.reasons) all.reasons[code] += count;
}

void add_hook(const Week& week, std::size_t c, std::size_t h, store::Report& report) {
  const Client& client = kClients.at(c);
  const Hook& hook = kHooks.at(h);
  Dice dice(static_cast<std::uint64_t>(week.number), c, h, 99);
  const double season = 1 + 0.06 * std::sin(week.number / 8.3);
  const double expected = hook.calls * client.size * season * dice.around(0.12) * week.passed;
  store::ReportRow row;
  row.from = week.from;
  row.service = "leg-cramp-" + std::string(hook.name);
  row.version = week.number < kSecondVersion ? "1.0.0" : "1.1.0";
  row.hook = hook.name;
  row.client = client.id;
  row.counts.calls = std::llround(expected);
  const std::size_t all = report.rows.size();
  report.rows.push_back(row);
  for (std::size_t r = 0; r < kRules.size(); ++r) {
    const Rule& rule = kRules.at(r);
    if (((rule.hooks >> h) & 1U) == 0) continue;
    Dice of_rule(static_cast<std::uint64_t>(week.number), c, h, r);
    row.rule = rule.id;
    row.counts = cards_of(rule, client, week, report.rows[all].counts.calls, of_rule);
    add(report.rows[all].counts, row.counts);
    row.counts.calls = report.rows[all].counts.calls;
    report.rows.push_back(row);
  }
  report.visits.push_back({week.from, row.client, row.hook,
                           std::llround(static_cast<double>(row.counts.calls) * hook.visits)});
}

void add_week(const Week& week, store::Report& report) {
  for (std::size_t c = 0; c < kClients.size(); ++c) {
    std::int64_t visits = 0;
    for (std::size_t h = 0; h < kHooks.size(); ++h) {
      add_hook(week, c, h, report);
      // Orders are made for patients whose chart was opened.
      if (h < 2) visits += report.visits.back().visits;
    }
    report.visits.push_back({week.from, std::string(kClients.at(c).id), "", visits});
  }
}

}  // namespace

store::Report sample_report(std::span<const Millis> edges, Millis now) {
  store::Report report;
  const Millis this_week = store::weeks(now, now + 1).front();
  const Millis oldest = this_week - (kWeeks - 1) * kWeek;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    if (edges[i] < oldest || edges[i] > this_week) continue;
    const double passed = std::min(1.0, static_cast<double>(now - edges[i]) / kWeek);
    add_week({static_cast<int>((edges[i] - oldest) / kWeek), edges[i], passed}, report);
  }
  for (const Hook& hook : kHooks) {
    const std::string service = "leg-cramp-" + std::string(hook.name);
    report.versions.push_back({service, "1.0.0", oldest});
    report.versions.push_back({service, "1.1.0", oldest + kSecondVersion * kWeek});
  }
  report.unmatched = 7;
  return report;
}

}  // namespace cramp::app
