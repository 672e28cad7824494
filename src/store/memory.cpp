#include "store/memory.hpp"

#include <algorithm>
#include <array>

#include "store/worker.hpp"

namespace cramp::store {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kGroup = 500;
constexpr milliseconds kLinger{20};
constexpr std::size_t kFeedbackQueue = 1'000, kFeedbackGroup = 50;
constexpr std::size_t kLookupQueue = 256;
/// A database that takes longer than this is left and asked anew.
constexpr std::chrono::seconds kStuck{5};
/// What reads months of records may take longer.
constexpr std::chrono::seconds kStuckReport{60};
constexpr std::size_t kReportQueue = 4;
constexpr milliseconds kWatch{250};
constexpr milliseconds kFirstPause{50}, kLongestPause{2'000};
/// A database that is there and refuses a group as often has something against its content.
constexpr int kAttempts = 4;
constexpr std::chrono::seconds kHousekeeping{60};
constexpr std::int64_t kPurgeBatch = 1'000;
constexpr int kPurgeBatches = 20;

base::Error away() {
  return {base::Code::kOverloaded, "The service's memory is not available.",
          "the store does not answer", ""};
}

struct FeedbackJob {
  std::vector<FeedbackRow> events;
  Memory::Done<std::vector<bool>> done;
};

/// A question of one call; handed an error where it is not asked.
struct Question {
  std::function<base::Status(Database&)> ask;
  std::function<void(base::Error)> refuse;
  SteadyTime until;
};

/// Several jobs' events in one commit.
base::Result<std::vector<bool>> add_together(Database& database,
                                             const std::vector<FeedbackJob>& jobs) {
  std::vector<FeedbackRow> events;
  for (const FeedbackJob& job : jobs) {
    events.insert(events.end(), job.events.begin(), job.events.end());
  }
  return database.add_feedback(events);
}

}  // namespace

struct Memory::Threads {
  using Questions = Worker<Question>;

  Worker<CallRow> writer;
  Worker<FeedbackJob> feedback;
  std::array<Questions, 2> readers;
  Questions tokens, reports;
  std::mutex mutex;
  std::condition_variable ending;
  bool ended = false;  // under mutex
  std::thread watchdog;

  template <class F>
  void each(F&& f) {
    f(writer);
    f(feedback);
    for (Questions& reader : readers) f(reader);
    f(tokens);
    f(reports);
  }

  /// Leaves a database that has stood still for too long.
  void watch(const std::function<void()>& observe) {
    std::unique_lock lock(mutex);
    while (!ending.wait_for(lock, kWatch, [this] { return ended; })) {
      observe();
      each([this](auto& worker) {
        const bool is_report = static_cast<void*>(&worker) == &reports;
        if (worker.busy() > (is_report ? kStuckReport : kStuck)) worker.interrupt();
      });
    }
  }
};

Memory::Memory(Options options, const base::Clock& clock)
    : clock_(clock), retention_(options.retention), token_bound_(options.tokens) {
  const auto target = [&](bool durable) { return Target{options.kind, options.location, durable}; };
  const auto answer = [this](Statistics::Count& failures) {
    return [this, &failures](Database& database, std::vector<Question>& questions) {
      bool good = true;
      for (Question& question : questions) {
        if (std::chrono::steady_clock::now() > question.until) {
          question.refuse(away());
          continue;
        }
        const auto asked = question.ask(database);
        good = asked.ok();
        if (good) continue;
        ++failures;
        note(asked.error());
        question.refuse(away());
      }
      return good;
    };
  };
  const auto fault = [this](const base::Error& error) { note(error); };
  const Worker<Question>::Options one_by_one{kLookupQueue, 1, milliseconds(0), fault};
  threads_.reset(new Threads{{target(false),
                              {options.queue, kGroup, kLinger, fault},
                              [this](Database& database, std::vector<CallRow>& calls) {
                                return write_calls(database, calls);
                              },
                              [this](Database& database) { housekeep(database); }},
                             {target(true),
                              {kFeedbackQueue, kFeedbackGroup, milliseconds(0), fault},
                              [this](Database& database, std::vector<FeedbackJob>& jobs) {
                                const auto matched = add_together(database, jobs);
                                if (!matched) {
                                  ++statistics_.feedback_failures;
                                  note(matched.error());
                                  for (const FeedbackJob& job : jobs) job.done(away());
                                  return false;
                                }
                                auto next = matched->begin();
                                for (const FeedbackJob& job : jobs) {
                                  const auto end =
                                      next + static_cast<std::ptrdiff_t>(job.events.size());
                                  statistics_.feedback_written += job.events.size();
                                  statistics_.feedback_unmatched +=
                                      static_cast<std::uint64_t>(std::count(next, end, false));
                                  job.done(std::vector<bool>(next, end));
                                  next = end;
                                }
                                return true;
                              }},
                             {{{target(false), one_by_one, answer(statistics_.lookup_failures)},
                               {target(false), one_by_one, answer(statistics_.lookup_failures)}}},
                             {target(false), one_by_one, answer(statistics_.token_failures)},
                             {Target{options.kind, options.location, false, kStuckReport},
                              {kReportQueue, 1, milliseconds(0), fault},
                              answer(statistics_.report_failures)},
                             {},
                             {},
                             false,
                             {}});
  threads_->each([](auto& worker) { worker.start(); });
  threads_->watchdog =
      std::thread([this, observer = std::move(options.observer), was_healthy = true]() mutable {
        threads_->watch([&] {
          const bool is_healthy = healthy();
          if (observer && is_healthy != was_healthy) observer(is_healthy, last_fault());
          was_healthy = is_healthy;
        });
      });
}

Memory::~Memory() {
  stop(milliseconds(0));
}

void Memory::stop(milliseconds grace) {
  Threads& threads = *threads_;
  if (!threads.watchdog.joinable()) return;
  threads.each([](auto& worker) { worker.end(); });
  const auto end = std::chrono::steady_clock::now() + grace;
  const auto all_ended = [&] {
    bool all = true;
    threads.each([&](auto& worker) { all = all && worker.ended(); });
    return all;
  };
  while (!all_ended()) {
    if (std::chrono::steady_clock::now() > end) {
      threads.each([](auto& worker) { worker.interrupt(); });
    }
    std::this_thread::sleep_for(milliseconds(2));
  }
  threads.each([](auto& worker) { worker.join(); });
  {
    const std::lock_guard lock(threads.mutex);
    threads.ended = true;
    threads.ending.notify_all();
  }
  threads.watchdog.join();
}

void Memory::record(CallRow call) {
  if (!threads_->writer.push(std::move(call))) ++statistics_.calls_dropped;
}

void Memory::add_feedback(std::vector<FeedbackRow> events, Done<std::vector<bool>> done) {
  FeedbackJob job{std::move(events), std::move(done)};
  if (!threads_->feedback.push(std::move(job))) job.done(away());
}

void Memory::cards_of(std::string patient, Millis since, milliseconds patience,
                      Done<std::vector<PastCard>> done) {
  auto* best = &threads_->readers.front();
  for (auto& reader : threads_->readers) {
    if (reader.failing() != best->failing()
            ? best->failing()
            : reader.waiting() < best->waiting() ||
                  (reader.busy().count() == 0 && best->busy().count() != 0)) {
      best = &reader;
    }
  }
  if (best->failing() || best->busy() > patience) {
    ++statistics_.lookup_failures;
    return done(away());
  }
  Question question{
      [patient = std::move(patient), since, done](Database& database) -> base::Status {
        auto cards = database.cards_of(patient, since);
        if (!cards) return std::move(cards).error();
        done(std::move(*cards));
        return base::Ok{};
      },
      [done](base::Error error) { done(std::move(error)); },
      std::chrono::steady_clock::now() + patience};
  if (!best->push(std::move(question))) {
    ++statistics_.lookup_failures;
    question.refuse(away());
  }
}

void Memory::first_use(TokenRow token, milliseconds patience, Done<bool> done) {
  if (tokens_ >= token_bound_) {
    ++statistics_.token_failures;
    return done(base::Error{base::Code::kOverloaded, "", "too many tokens to remember", ""});
  }
  Question question{[this, token = std::move(token), done](Database& database) -> base::Status {
                      auto is_new = database.first_use(token);
                      if (!is_new) return std::move(is_new).error();
                      if (*is_new) ++tokens_;
                      done(*is_new);
                      return base::Ok{};
                    },
                    [done](base::Error error) { done(std::move(error)); },
                    std::chrono::steady_clock::now() + patience};
  const auto& worker = threads_->tokens;
  if (worker.failing() || worker.busy() > patience || !threads_->tokens.push(std::move(question))) {
    ++statistics_.token_failures;
    question.refuse(away());
  }
}

void Memory::add_rule_versions(std::vector<RuleVersionRow> versions) {
  const std::lock_guard lock(mutex_);
  versions_.insert(versions_.end(), std::move_iterator(versions.begin()),
                   std::move_iterator(versions.end()));
}

void Memory::report(std::vector<Millis> edges, Done<Report> done) {
  Question question{[edges = std::move(edges), done](Database& database) -> base::Status {
                      auto report = database.report(edges);
                      if (!report) return std::move(report).error();
                      done(std::move(*report));
                      return base::Ok{};
                    },
                    [done](base::Error error) { done(std::move(error)); },
                    std::chrono::steady_clock::now() + kStuckReport};
  if (threads_->reports.failing() || !threads_->reports.push(std::move(question))) {
    ++statistics_.report_failures;
    question.refuse(away());
  }
}

bool Memory::healthy() const {
  bool good = true;
  threads_->each([&](const auto& worker) {
    const bool is_report = static_cast<const void*>(&worker) == &threads_->reports;
    good = good && !worker.failing() && (is_report || worker.busy() < std::chrono::seconds(1));
  });
  return good;
}

std::string Memory::last_fault() const {
  const std::lock_guard lock(mutex_);
  return last_fault_;
}

std::size_t Memory::waiting() const {
  return threads_->writer.waiting();
}

void Memory::note(const base::Error& error) {
  const std::lock_guard lock(mutex_);
  last_fault_ = error.internal_text;
}

void Memory::count_written(const std::vector<CallRow>& calls) {
  ++statistics_.groups;
  statistics_.calls_written += calls.size();
  for (const CallRow& call : calls) statistics_.cards_written += call.cards.size();
}

bool Memory::write_calls(Database& database, std::vector<CallRow>& calls) {
  Worker<CallRow>& writer = threads_->writer;
  milliseconds pause = kFirstPause;
  for (int refused = 0; refused < kAttempts;) {
    const auto written = database.add_calls(calls);
    if (written) {
      count_written(calls);
      return true;
    }
    ++statistics_.write_failures;
    note(written.error());
    writer.set_failing(true);
    if (!writer.pause(pause)) break;
    pause = std::min(pause * 2, kLongestPause);
    if (database.open()) ++refused;  // it is there, and still does not take them
  }
  if (writer.ending() || !database.open()) {
    if (const auto last = database.add_calls(calls)) {
      count_written(calls);
    } else {
      statistics_.calls_dropped += calls.size();
    }
    return false;
  }
  write_singly(database, calls);
  return true;
}

void Memory::write_singly(Database& database, const std::vector<CallRow>& calls) {
  for (const CallRow& call : calls) {
    if (database.add_calls(std::span(&call, 1))) {
      count_written({call});
    } else {
      ++statistics_.calls_dropped;
    }
  }
}

void Memory::housekeep(Database& database) {
  std::vector<RuleVersionRow> versions;
  {
    const std::lock_guard lock(mutex_);
    versions.swap(versions_);
  }
  if (!database.add_rule_versions(versions)) add_rule_versions(std::move(versions));
  if (std::chrono::steady_clock::now() < next_housekeeping_) return;
  next_housekeeping_ = std::chrono::steady_clock::now() + kHousekeeping;
  const Millis now = clock_.now().time_since_epoch().count();
  for (int i = 0; i < kPurgeBatches; ++i) {
    const auto purged = database.purge(now - retention_.load().count(), now, kPurgeBatch);
    if (!purged) return note(purged.error());
    statistics_.purged += static_cast<std::uint64_t>(*purged);
    if (*purged == 0) break;
  }
  if (const auto count = database.count_tokens()) tokens_ = *count;
}

}  // namespace cramp::store
