// The counts of store/report.hpp: grouped by the database as far as it goes, by rule here.

#include "store/report.hpp"

#include <string_view>
#include <tuple>

#include "store/rows.hpp"

namespace cramp::store {

namespace {

constexpr const char* kCalls =
    "select service, version, hook, client, count(*) from calls "
    "where called_at >= :since and called_at < :until and status = 200 "
    "group by service, version, hook, client";

// The events of each card, the one that counts first; cards without an event once.
constexpr const char* kCards =
    "select service, version, hook, client, rules, visibility, outcome, reason, count(*) from ("
    "select c.service, c.version, c.hook, c.client, c.rules, c.visibility, "
    "coalesce(f.outcome, '') as outcome, coalesce(f.reason, '') as reason, "
    "row_number() over (partition by c.uuid order by " CRAMP_LAST_EVENT_FIRST
    ") as place from cards c left join feedback f on f.card = c.uuid and f.client = c.client and "
    "f.tenant = c.tenant and c.visibility = 'shown' "
    "where c.shown_at >= :since and c.shown_at < :until) as answered where place = 1 "
    "group by service, version, hook, client, rules, visibility, outcome, reason";

// 7776000000 ms: 90 days.
constexpr const char* kRepeats =
    "select service, version, hook, client, rules, count(*) from cards c "
    "where c.shown_at >= :since and c.shown_at < :until and c.visibility = 'shown' and exists ("
    "select 1 from cards p where p.patient = c.patient and p.shown_at < c.shown_at and "
    "p.shown_at >= c.shown_at - 7776000000 and p.card_key = c.card_key and p.visibility = 'shown') "
    "group by service, version, hook, client, rules";

constexpr const char* kVisits =
    "select client, hook, count(*) from ("
    "select distinct client, hook, patient, called_at / 86400000 as day from calls "
    "where called_at >= :since and called_at < :until and status = 200 and patient <> '' "
    "union select distinct client, '', patient, called_at / 86400000 as day from calls "
    "where called_at >= :again and called_at < :to and status = 200 and patient <> '') as seen "
    "group by client, hook order by hook, client";

constexpr const char* kUnmatched =
    "select count(*) from feedback f where f.received_at >= :since and f.received_at < :until and "
    "not exists (select 1 from cards c where c.uuid = f.card and c.client = f.client and "
    "c.tenant = f.tenant and c.visibility = 'shown')";

constexpr const char* kVersions =
    "select service, version, first_seen from rule_versions order by first_seen, service, version";

struct Source {
  std::string service, version, hook, client;
  auto operator<=>(const Source&) const = default;
};
using Table = std::map<std::pair<Source, std::string>, Counts>;

struct Group {
  Source source;
  std::string rules, visibility, outcome, reason;
  long long count = 0;
};

void add(Counts& counts, const Group& group) {
  static const std::map<std::string_view, std::int64_t Counts::*> kWithheld{
      {"silent", &Counts::silent},
      {"suppressed", &Counts::suppressed},
      {"capped", &Counts::capped}};
  if (const auto why = kWithheld.find(group.visibility); why != kWithheld.end()) {
    counts.*why->second += group.count;
    return;
  }
  counts.shown += group.count;
  if (group.outcome == "accepted") counts.accepted += group.count;
  if (group.outcome != "overridden") return;
  counts.overridden += group.count;
  if (!group.reason.empty()) counts.reasons[group.reason] += group.count;
}

/// Calls `count` for all cards and for each of the rules.
template <class F>
void each_row(Table& table, const Source& source, std::string_view rules, F&& count) {
  count(table[{source, ""}]);
  while (!rules.empty()) {
    const std::string_view rule = rules.substr(0, rules.find(','));
    rules.remove_prefix(std::min(rules.size(), rule.size() + 1));
    count(table[{source, std::string(rule)}]);
  }
}

void count_cards(soci::session& session, long long from, long long to, Table& table) {
  Group group;
  soci::statement select =
      (session.prepare << kCards, soci::use(from), soci::use(to), soci::into(group.source.service),
       soci::into(group.source.version), soci::into(group.source.hook),
       soci::into(group.source.client), soci::into(group.rules), soci::into(group.visibility),
       soci::into(group.outcome), soci::into(group.reason), soci::into(group.count));
  for (bool found = select.execute(true); found; found = select.fetch()) {
    each_row(table, group.source, group.rules, [&](Counts& counts) { add(counts, group); });
  }
}

void count_repeats(soci::session& session, long long from, long long to, Table& table) {
  Group group;
  soci::statement select = (session.prepare << kRepeats, soci::use(from), soci::use(to),
                            soci::into(group.source.service), soci::into(group.source.version),
                            soci::into(group.source.hook), soci::into(group.source.client),
                            soci::into(group.rules), soci::into(group.count));
  for (bool found = select.execute(true); found; found = select.fetch()) {
    each_row(table, group.source, group.rules,
             [&](Counts& counts) { counts.repeats += group.count; });
  }
}

void count_calls(soci::session& session, long long from, long long to, Table& table) {
  Source source;
  long long count = 0;
  std::map<Source, long long> calls;
  soci::statement select = (session.prepare << kCalls, soci::use(from), soci::use(to),
                            soci::into(source.service), soci::into(source.version),
                            soci::into(source.hook), soci::into(source.client), soci::into(count));
  for (bool found = select.execute(true); found; found = select.fetch()) {
    calls[source] = count;
    table[{source, ""}];
  }
  for (auto& [key, counts] : table) counts.calls = calls[key.first];
}

void count_visits(soci::session& session, long long from, long long to, Report& report) {
  VisitRow row;
  row.from = from;
  long long count = 0;
  soci::statement select =
      (session.prepare << kVisits, soci::use(from), soci::use(to), soci::use(from), soci::use(to),
       soci::into(row.client), soci::into(row.hook), soci::into(count));
  for (bool found = select.execute(true); found; found = select.fetch()) {
    row.visits = count;
    report.visits.push_back(row);
  }
}

}  // namespace

Report read_report(soci::session& session, std::span<const Millis> edges) {
  Report report;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    Table table;
    count_cards(session, edges[i], edges[i + 1], table);
    count_repeats(session, edges[i], edges[i + 1], table);
    count_calls(session, edges[i], edges[i + 1], table);
    count_visits(session, edges[i], edges[i + 1], report);
    for (auto& [key, counts] : table) {
      const auto& [source, rule] = key;
      report.rows.push_back({edges[i], source.service, source.version, source.hook, source.client,
                             rule, std::move(counts)});
    }
  }
  if (edges.empty()) return report;
  const long long from = edges.front(), to = edges.back();
  long long unmatched = 0;
  session << kUnmatched, soci::use(from), soci::use(to), soci::into(unmatched);
  report.unmatched = unmatched;
  RuleVersionRow version;
  long long first_seen = 0;
  soci::statement select = (session.prepare << kVersions, soci::into(version.service),
                            soci::into(version.version), soci::into(first_seen));
  for (bool found = select.execute(true); found; found = select.fetch()) {
    version.first_seen = first_seen;
    report.versions.push_back(version);
  }
  return report;
}

}  // namespace cramp::store
