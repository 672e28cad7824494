// What `feedback export` reads: cards with the event that counts, and events about no card.

#include <algorithm>

#include "store/rows.hpp"

namespace cramp::store {

namespace {

// One row for each event of a card, the one that counts first; cards without an event once.
constexpr const char* kCards =
    "select c.uuid, c.service, c.version, c.hook, c.client, c.tenant, c.indicator, c.rules, "
    "c.visibility, c.shown_at, coalesce(f.outcome, ''), coalesce(f.reason, ''), "
    "coalesce(f.reason_system, ''), coalesce(f.suggestions, ''), coalesce(f.commented, 0), "
    "coalesce(f.outcome_at, 0) "
    "from cards c left join feedback f on f.card = c.uuid and f.client = c.client and "
    "f.tenant = c.tenant and c.visibility = 'shown' "
    "where c.shown_at >= :since and c.shown_at < :until "
    "order by c.shown_at, c.uuid, " CRAMP_LAST_EVENT_FIRST;
constexpr const char* kUnmatched =
    "select f.card, f.service, '', '', f.client, f.tenant, '', '', '', 0, f.outcome, f.reason, "
    "f.reason_system, f.suggestions, f.commented, f.outcome_at from feedback f "
    "where f.received_at >= :since and f.received_at < :until and not exists (select 1 from cards "
    "c "
    "where c.uuid = f.card and c.client = f.client and c.tenant = f.tenant and "
    "c.visibility = 'shown') order by f.card, f.client, f.tenant, " CRAMP_LAST_EVENT_FIRST;

/// Brings rows of one card together: the first counts, the others are only counted.
class Folder {
 public:
  explicit Folder(const std::function<void(const ExportRow&)>& sink) : sink_(sink) {}

  void add(const ExportRow& row) {
    if (current_.card == row.card && current_.client == row.client &&
        current_.tenant == row.tenant) {
      ++current_.events;
      return;
    }
    flush();
    current_ = row;
    current_.events = row.outcome.empty() ? 0 : 1;
  }
  void flush() {
    if (!current_.card.empty()) sink_(current_);
    current_ = {};
  }

 private:
  const std::function<void(const ExportRow&)>& sink_;
  ExportRow current_;
};

}  // namespace

Millis earliest_record(soci::session& session) {
  long long card = 0, event = 0;
  constexpr const char* kNever = "9000000000000000";
  session << "select coalesce(min(shown_at), " << kNever << ") from cards", soci::into(card);
  session << "select coalesce(min(received_at), " << kNever << ") from feedback", soci::into(event);
  return std::min(card, event);
}

Millis latest_record(soci::session& session) {
  long long card = 0, event = 0;
  session << "select coalesce(max(shown_at), 0) from cards", soci::into(card);
  session << "select coalesce(max(received_at), 0) from feedback", soci::into(event);
  return std::max(card, event);
}

void export_rows(soci::session& session, Millis since, Millis until,
                 const std::function<void(const ExportRow&)>& sink) {
  for (const char* query : {kCards, kUnmatched}) {
    ExportRow row;
    long long shown_at = 0, outcome_at = 0, commented = 0;
    const long long from = since, to = until;
    soci::statement select =
        (session.prepare << query, soci::use(from), soci::use(to), soci::into(row.card),
         soci::into(row.service), soci::into(row.version), soci::into(row.hook),
         soci::into(row.client), soci::into(row.tenant), soci::into(row.indicator),
         soci::into(row.rules), soci::into(row.visibility), soci::into(shown_at),
         soci::into(row.outcome), soci::into(row.reason), soci::into(row.reason_system),
         soci::into(row.suggestions), soci::into(commented), soci::into(outcome_at));
    Folder folder(sink);
    for (bool found = select.execute(true); found; found = select.fetch()) {
      row.shown_at = shown_at;
      row.outcome_at = outcome_at;
      row.commented = commented != 0;
      folder.add(row);
    }
    folder.flush();
  }
}

}  // namespace cramp::store
