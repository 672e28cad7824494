#pragma once
// The service's memory: the store behind threads of its own, so that no call waits for a database
// that is slow or dead.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

namespace cramp::store {

/// What the operator is told.
struct Statistics {
  using Count = std::atomic<std::uint64_t>;
  Count calls_written = 0, cards_written = 0;
  Count calls_dropped = 0;  ///< the queue was full, or the database refused them for good
  Count groups = 0;         ///< commits that wrote calls
  Count write_failures = 0, feedback_failures = 0, lookup_failures = 0, token_failures = 0,
        report_failures = 0;
  Count feedback_written = 0, feedback_unmatched = 0, purged = 0;
};

/// Any thread. A callback is called exactly once, on a thread of the store's or the caller's, and
/// must neither wait nor throw.
class Memory {
 public:
  struct Options {
    Kind kind = Kind::kSqlite;
    base::Secret<std::string> location{{}};
    std::size_t queue = 10'000;       ///< calls that may wait to be written
    std::int64_t tokens = 1'000'000;  ///< remembered at most
    std::chrono::milliseconds retention{0};
    /// When it becomes healthy or ceases to be, with what the database said; on a thread of its
    /// own.
    std::function<void(bool healthy, const std::string& fault)> observer = {};
  };
  template <class T>
  using Done = std::function<void(base::Result<T>)>;

  /// `clock` must outlive it. Opens the database in the background, now and whenever it was lost.
  Memory(Options options, const base::Clock& clock);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  /// Written behind, in groups. Never waits: what finds the queue full is dropped and counted.
  void record(CallRow call);
  /// Durable when `done` gets a value: for each event whether its card was shown to its client.
  void add_feedback(std::vector<FeedbackRow> events, Done<std::vector<bool>> done);
  /// An error at once while the database is known to be away, or when the threads that read have
  /// been busy for longer than `patience`; past it the question is not asked any more.
  void cards_of(std::string patient, Millis since, std::chrono::milliseconds patience,
                Done<std::vector<PastCard>> done);
  /// Whether the token is new, for all that share the database. Patience as of cards_of.
  void first_use(TokenRow token, std::chrono::milliseconds patience, Done<bool> done);
  void add_rule_versions(std::vector<RuleVersionRow> versions);
  /// Of the periods between these edges (store/report.hpp). One report at a time, on a thread of
  /// its own; an error at once where others wait already.
  void report(std::vector<Millis> edges, Done<Report> done);

  void set_retention(std::chrono::milliseconds retention) { retention_ = retention; }
  /// Whether everything was written and read the last time it was tried.
  bool healthy() const;
  /// What the database said when it failed last; nothing of a patient. Empty before.
  std::string last_fault() const;
  std::size_t waiting() const;
  const Statistics& statistics() const { return statistics_; }

  /// Writes what waits, for at most this long; then it is dropped and counted. Once.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Threads;

  bool write_calls(Database& database, std::vector<CallRow>& calls);
  void write_singly(Database& database, const std::vector<CallRow>& calls);
  void count_written(const std::vector<CallRow>& calls);
  void housekeep(Database& database);
  void note(const base::Error& error);

  const base::Clock& clock_;
  Statistics statistics_;
  std::atomic<std::chrono::milliseconds> retention_;
  std::int64_t token_bound_;
  std::atomic<std::int64_t> tokens_ = 0;
  std::chrono::steady_clock::time_point next_housekeeping_{};  // the writing thread's
  mutable std::mutex mutex_;
  std::string last_fault_;                // under mutex_
  std::vector<RuleVersionRow> versions_;  // under mutex_
  std::unique_ptr<Threads> threads_;
};

}  // namespace cramp::store
