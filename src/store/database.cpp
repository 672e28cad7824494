#include "store/database.hpp"

#include <algorithm>
#include <array>

#include "store/connection.hpp"
#include "store/rows.hpp"

namespace cramp::store {

namespace {

constexpr int kMostCards = 500;

constexpr const char* kInsertCall =
    "insert into calls (id, trace, service, version, hook, hook_instance, client, tenant, patient, "
    "refusal, called_at, status, failures, microseconds) values (:id, :trace, :service, :version, "
    ":hook, :instance, :client, :tenant, :patient, :refusal, :at, :status, :failures, :time) "
    "on conflict do nothing";
constexpr const char* kInsertCard =
    "insert into cards (uuid, call_id, service, version, hook, client, tenant, patient, card_key, "
    "visibility, indicator, rules, shown_at) values (:uuid, :call, :service, :version, :hook, "
    ":client, :tenant, :patient, :key, :visibility, :indicator, :rules, :at) on conflict do "
    "nothing";
constexpr const char* kInsertFeedback =
    "insert into feedback (id, card, service, client, tenant, outcome, reason, reason_system, "
    "comment, "
    "suggestions, outcome_at, received_at, commented) values (:id, :card, :service, :client, "
    ":tenant, :outcome, :reason, :system, :comment, :suggestions, :at, :received, :commented) "
    "on conflict do nothing";
constexpr const char* kInsertVersion =
    "insert into rule_versions (service, version, first_seen) values (:service, :version, :seen) "
    "on conflict do nothing";

constexpr const char* kSelectCards =
    "select c.uuid, c.rules, c.card_key, c.shown_at, coalesce(f.outcome, ''), coalesce(f.reason, "
    "''), "
    "coalesce(f.commented, 0), coalesce(f.outcome_at, 0), coalesce(f.received_at, 0) "
    "from cards c left join feedback f on f.card = c.uuid and f.client = c.client and "
    "f.tenant = c.tenant "
    "where c.patient = :patient and c.shown_at >= :since and c.visibility = 'shown' "
    "order by c.shown_at desc, c.uuid, " CRAMP_LAST_EVENT_FIRST " limit 2000";

}  // namespace

struct Database::Impl {
  explicit Impl(Target target) : connection(std::move(target)) {}

  Connection connection;
};

Database::Database(Target target) : impl_(std::make_unique<Impl>(std::move(target))) {}
Database::~Database() = default;

/// The edge at which SOCI's exceptions become errors.
template <class F>
auto Database::attempt(F&& operation) -> base::Result<decltype(operation())> {
  try {
    return operation();
  } catch (const std::exception& error) {
    base::Error found = failure(error);
    impl_->connection.close();
    return found;
  }
}

base::Status Database::open() {
  return attempt([&] {
    impl_->connection.session();
    return base::Ok{};
  });
}

void Database::interrupt() {
  impl_->connection.interrupt();
}

base::Status Database::add_calls(std::span<const CallRow> calls) {
  if (calls.empty()) return base::Ok{};
  Columns<10, 4> call;
  Columns<12, 1> card;
  for (const CallRow& row : calls) {
    call.add({row.id, row.trace, row.service, row.version, row.hook, row.hook_instance, row.client,
              row.tenant, row.patient, row.refusal},
             {row.at, row.status, row.failures, row.microseconds});
    for (const CardRow& made : row.cards) {
      card.add({made.uuid, row.id, row.service, row.version, row.hook, row.client, row.tenant,
                row.patient, made.key, made.visibility, made.indicator, made.rules},
               {row.at});
    }
  }
  return attempt([&] {
    Transaction transaction(impl_->connection);
    call.insert(impl_->connection.session(), kInsertCall);
    card.insert(impl_->connection.session(), kInsertCard);
    transaction.commit();
    return base::Ok{};
  });
}

base::Result<std::vector<bool>> Database::add_feedback(std::span<const FeedbackRow> events) {
  if (events.empty()) return std::vector<bool>();
  Columns<10, 3> columns;
  for (const FeedbackRow& row : events) {
    columns.add({row.id, row.card, row.service, row.client, row.tenant, row.outcome, row.reason,
                 row.reason_system, row.comment, row.suggestions},
                {row.outcome_at, row.received_at, row.commented ? 1 : 0});
  }
  return attempt([&] {
    Transaction transaction(impl_->connection);
    soci::session& session = impl_->connection.session();
    columns.insert(session, kInsertFeedback);
    std::vector<bool> matched;
    std::string card, client, tenant;
    long long count = 0;
    soci::statement find =
        (session.prepare << "select count(*) from cards where uuid = :card and "
                            "client = :client and tenant = :tenant and "
                            "visibility = 'shown'",
         soci::use(card), soci::use(client), soci::use(tenant), soci::into(count));
    for (const FeedbackRow& row : events) {
      card = row.card;
      client = row.client;
      tenant = row.tenant;
      find.execute(true);
      matched.push_back(count > 0);
    }
    transaction.commit();
    return matched;
  });
}

base::Status Database::add_rule_versions(std::span<const RuleVersionRow> versions) {
  if (versions.empty()) return base::Ok{};
  Columns<2, 1> columns;
  for (const RuleVersionRow& row : versions) {
    columns.add({row.service, row.version}, {row.first_seen});
  }
  return attempt([&] {
    Transaction transaction(impl_->connection);
    columns.insert(impl_->connection.session(), kInsertVersion);
    transaction.commit();
    return base::Ok{};
  });
}

base::Result<std::vector<PastCard>> Database::cards_of(const std::string& patient, Millis since) {
  return attempt([&] {
    PastCard card;
    std::string uuid, last;
    int commented = 0;
    long long shown_at = 0, outcome_at = 0, received_at = 0, from = since;
    soci::session& session = impl_->connection.session();
    soci::statement select =
        (session.prepare << kSelectCards, soci::use(patient), soci::use(from), soci::into(uuid),
         soci::into(card.rules), soci::into(card.key), soci::into(shown_at),
         soci::into(card.outcome), soci::into(card.reason), soci::into(commented),
         soci::into(outcome_at), soci::into(received_at));
    std::vector<PastCard> cards;
    for (bool found = select.execute(true); found && cards.size() < kMostCards;
         found = select.fetch()) {
      if (uuid == last) continue;  // an earlier event about the same card
      last = uuid;
      card.commented = commented != 0;
      card.shown_at = shown_at;
      card.outcome_at = std::min(outcome_at, received_at);
      cards.push_back(card);
    }
    return cards;
  });
}

base::Result<bool> Database::first_use(const TokenRow& token) {
  return attempt([&] {
    soci::session& session = impl_->connection.session();
    const long long expires = token.expires_at;
    soci::statement insert =
        (session.prepare << "insert into tokens (digest, expires_at) values (:digest, :at) "
                            "on conflict do nothing",
         soci::use(token.digest), soci::use(expires));
    insert.execute(true);
    return insert.get_affected_rows() == 1;
  });
}

base::Result<std::int64_t> Database::count_tokens() {
  return attempt([&] {
    long long count = 0;
    impl_->connection.session() << "select count(*) from tokens", soci::into(count);
    return static_cast<std::int64_t>(count);
  });
}

base::Result<std::int64_t> Database::purge(Millis before, Millis now, std::int64_t batch) {
  struct Purge {
    const char* statement;
    long long limit;
  };
  const std::array purges{
      Purge{"delete from calls where id in (select id from calls where called_at < :at "
            "order by called_at limit :batch)",
            before},
      Purge{"delete from cards where uuid in (select uuid from cards where shown_at < :at "
            "order by shown_at limit :batch)",
            before},
      Purge{"delete from feedback where id in (select id from feedback where received_at < :at "
            "order by received_at limit :batch)",
            before},
      Purge{"delete from tokens where digest in (select digest from tokens "
            "where expires_at < :at order by expires_at limit :batch)",
            now}};
  return attempt([&] {
    std::int64_t deleted = 0;
    const long long most = batch;
    for (const Purge& purge : purges) {
      soci::session& session = impl_->connection.session();
      soci::statement statement =
          (session.prepare << purge.statement, soci::use(purge.limit), soci::use(most));
      statement.execute(true);
      deleted += statement.get_affected_rows();
    }
    return deleted;
  });
}

base::Result<Report> Database::report(std::span<const Millis> edges) {
  return attempt([&] { return read_report(impl_->connection.session(), edges); });
}

base::Status Database::export_feedback(Millis since, Millis until,
                                       const std::function<void(const ExportRow&)>& row) {
  return attempt([&] {
    soci::session& session = impl_->connection.session();
    // A day at a time: libpq holds a whole result in memory.
    constexpr Millis kDay = 86'400'000;
    const Millis end = std::min(until, latest_record(session) + 1);
    for (Millis from = std::max(since, earliest_record(session)); from < end; from += kDay) {
      export_rows(session, from, std::min(end, from + kDay), row);
    }
    return base::Ok{};
  });
}

}  // namespace cramp::store
