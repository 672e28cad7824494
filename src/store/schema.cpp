// The tables, as the list of what was added to them. Texts and 64-bit numbers only, so that one SQL
// suits both databases. A migration only adds: programs of the version before go on beside it
// (docs/decisions/070).

#include <array>

#include "store/connection.hpp"

namespace cramp::store {

namespace {

constexpr std::array kTables{
    "create table rule_versions (service text not null, version text not null, "
    "first_seen bigint not null, primary key (service, version))",

    "create table calls (id text primary key, called_at bigint not null, trace text not null, "
    "service text not null, version text not null, hook text not null, "
    "hook_instance text not null, client text not null, tenant text not null, "
    "patient text not null, status bigint not null, refusal text not null, "
    "failures bigint not null, microseconds bigint not null)",
    "create index calls_by_time on calls (called_at)",

    "create table cards (uuid text primary key, call_id text not null, shown_at bigint not null, "
    "service text not null, version text not null, hook text not null, client text not null, "
    "tenant text not null, patient text not null, card_key text not null, "
    "visibility text not null, indicator text not null, rules text not null)",
    "create index cards_by_time on cards (shown_at)",
    "create index cards_by_patient on cards (patient, shown_at)",

    "create table feedback (id text primary key, card text not null, service text not null, "
    "client text not null, tenant text not null, outcome text not null, "
    "outcome_at bigint not null, received_at bigint not null, reason text not null, "
    "reason_system text not null, commented bigint not null, comment text not null, "
    "suggestions text not null)",
    "create index feedback_by_card on feedback (card)",
    "create index feedback_by_time on feedback (received_at)",

    "create table tokens (digest text primary key, expires_at bigint not null)",
    "create index tokens_by_expiry on tokens (expires_at)"};

using Migration = std::span<const char* const>;
constexpr std::array<Migration, 1> kMigrations{kTables};

long long version_of(const Connection& connection, soci::session& session) {
  long long tables = 0;
  const std::string name = "schema_version";
  session << connection.dialect().count_tables, soci::use(name), soci::into(tables);
  if (tables == 0) return -1;
  long long version = 0;
  session << "select coalesce(max(version), 0) from schema_version", soci::into(version);
  return version;
}

void apply(Connection& connection, soci::session& session) {
  if (*connection.dialect().lock_migrations != '\0') {
    session.once << connection.dialect().lock_migrations;
  }
  long long version = version_of(connection, session);  // another process may have been faster
  if (version < 0) {
    session.once << "create table schema_version (version bigint primary key)";
    version = 0;
  }
  for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
    for (const char* statement : kMigrations.at(next)) session.once << statement;
    const auto done = static_cast<long long>(next + 1);
    session << "insert into schema_version (version) values (:version)", soci::use(done);
  }
}

}  // namespace

void migrate(Connection& connection, soci::session& session) {
  if (version_of(connection, session) >= static_cast<long long>(kMigrations.size())) return;
  session.once << connection.dialect().begin;
  apply(connection, session);  // an error closes the connection, which takes it back
  session.once << "commit";
}

}  // namespace cramp::store
