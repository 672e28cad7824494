#pragma once
// A thread with a database of its own and a bounded queue of jobs. Internal to store.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace cramp::store {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Any thread, except where it is said.
template <class Job>
class Worker {
 public:
  struct Options {
    std::size_t bound = 1;                               ///< jobs that may wait
    std::size_t group = 1;                               ///< jobs that are handled at once, at most
    std::chrono::milliseconds linger{0};                 ///< waits this long for more of a group
    std::function<void(const base::Error&)> fault = {};  ///< told why the database does not open
  };
  /// What is to be done with a group; true when the database did its part. On the worker's thread.
  using Handle = std::function<bool(Database&, std::vector<Job>&)>;

  Worker(Target target, Options options, Handle handle, std::function<void(Database&)> idle = {})
      : database_(std::move(target)),
        options_(options),
        handle_(std::move(handle)),
        idle_(std::move(idle)) {}
  ~Worker() { join(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  /// False when the queue is full or the worker ends: the job is not taken.
  bool push(Job&& job) {
    const std::lock_guard lock(mutex_);
    if (ending_ || queue_.size() >= options_.bound) return false;
    queue_.push_back(std::move(job));
    if (queue_.size() == 1 || queue_.size() == options_.group) waiting_.notify_one();
    return true;
  }
  /// No further jobs; those that wait are handled.
  void end() {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_.notify_all();
  }
  /// Sleeps on the worker's own thread; ends early, with false, when there is no time left.
  bool pause(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return !waiting_.wait_for(lock, time, [this] { return ending_; });
  }
  void join() {
    end();
    if (thread_.joinable()) thread_.join();
  }
  void interrupt() { database_.interrupt(); }

  bool ended() const { return ended_; }
  bool ending() const {
    const std::lock_guard lock(mutex_);
    return ending_;
  }
  /// The database did not do its part the last time.
  bool failing() const { return failing_; }
  void set_failing(bool failing) { failing_ = failing; }
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }
  /// How long it has been at what it does; 0 when it waits for work.
  std::chrono::steady_clock::duration busy() const {
    const auto since = busy_since_.load();
    return since == SteadyTime() ? SteadyTime::duration(0)
                                 : std::chrono::steady_clock::now() - since;
  }

 private:
  static constexpr std::chrono::milliseconds kProbe{500};

  /// Empty: nothing came for a while, or the end.
  std::vector<Job> take() {
    std::unique_lock lock(mutex_);
    const auto comes = [this] { return ending_ || !queue_.empty(); };
    if (!waiting_.wait_for(lock, kProbe, comes)) return {};
    if (options_.linger.count() > 0 && queue_.size() < options_.group) {
      waiting_.wait_for(lock, options_.linger,
                        [this] { return ending_ || queue_.size() >= options_.group; });
    }
    const auto end =
        queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), options_.group));
    std::vector<Job> group(std::move_iterator(queue_.begin()), std::move_iterator(end));
    queue_.erase(queue_.begin(), end);
    return group;
  }

  void open() {
    const auto opened = database_.open();
    failing_ = !opened.ok();
    if (!opened && options_.fault) options_.fault(opened.error());
  }

  void run() {
    busy_since_ = std::chrono::steady_clock::now();
    open();
    for (;;) {
      busy_since_ = SteadyTime();
      std::vector<Job> group = take();
      busy_since_ = std::chrono::steady_clock::now();
      if (!group.empty()) {
        failing_ = !handle_(database_, group);
      } else if (ending()) {
        break;
      } else if (failing_) {
        open();  // nothing else would find out that it is back
      }
      if (idle_ && !failing_) idle_(database_);
    }
    ended_ = true;
  }

  Database database_;
  Options options_;
  Handle handle_;
  std::function<void(Database&)> idle_;
  mutable std::mutex mutex_;
  std::condition_variable waiting_;
  std::vector<Job> queue_;  // under mutex_
  bool ending_ = false;     // under mutex_
  std::atomic<bool> failing_ = false, ended_ = false;
  std::atomic<SteadyTime> busy_since_{SteadyTime()};
  std::thread thread_;
};

}  // namespace cramp::store
