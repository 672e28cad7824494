#pragma once
// The store's one interface to a database: SQLite or PostgreSQL, the same tables and the same SQL.
//
// Every operation waits for the database; call it on a thread that may (memory.hpp has those). An
// error closes the connection; the next operation opens it again.

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "store/records.hpp"
#include "store/report.hpp"

namespace cramp::store {

enum class Kind { kSqlite, kPostgresql };

/// Which database, and how much a commit must promise.
struct Target {
  Kind kind = Kind::kSqlite;
  /// File, or connection string (keywords or URI, libpq 15).
  base::Secret<std::string> location{{}};
  /// A commit is on disk before it returns; else it may be lost with the machine, never half.
  bool durable = true;
  /// PostgreSQL gives up a statement after this long.
  std::chrono::milliseconds statement_timeout{5'000};
};

/// Whether libpq can read the connection string; nothing is connected to.
bool is_conninfo(const std::string& text);

/// One line of `feedback export`: a card that was made, with the event that counts, or an event
/// about a card that nobody of that client was shown.
struct ExportRow {
  std::string card, service, version, hook, client, tenant, indicator, rules, visibility;
  Millis shown_at = 0;  ///< 0: no such card
  std::string outcome, reason, reason_system, suggestions;
  bool commented = false;
  Millis outcome_at = 0;
  std::int64_t events = 0;
};

class Database {
 public:
  explicit Database(Target target);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Opens and migrates.
  base::Status open();

  /// All or nothing. A call that is there already is left as it is.
  base::Status add_calls(std::span<const CallRow> calls);
  /// All or nothing; returns for each row whether its card was shown to its client.
  base::Result<std::vector<bool>> add_feedback(std::span<const FeedbackRow> events);
  base::Status add_rule_versions(std::span<const RuleVersionRow> versions);

  /// Cards that were shown for the patient since then, newest first, at most 500.
  base::Result<std::vector<PastCard>> cards_of(const std::string& patient, Millis since);

  /// True for a token that was not seen before and is remembered from now on.
  base::Result<bool> first_use(const TokenRow& token);
  base::Result<std::int64_t> count_tokens();

  /// Deletes at most `batch` rows of each table that are older, and tokens that expired before
  /// `now`. Returns how many.
  base::Result<std::int64_t> purge(Millis before, Millis now, std::int64_t batch);

  /// Day by day: each card made in [since, until), then each event about no card that came then.
  base::Status export_feedback(Millis since, Millis until,
                               const std::function<void(const ExportRow&)>& row);

  /// What happened in each period between two of these, in order (store/report.hpp).
  base::Result<Report> report(std::span<const Millis> edges);

  /// Ends the operation that another thread waits for. Any thread.
  void interrupt();

 private:
  template <class F>
  auto attempt(F&& operation) -> base::Result<decltype(operation())>;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::store
