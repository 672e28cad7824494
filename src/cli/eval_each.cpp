#include "cli/eval_each.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace cramp::cli {

namespace {

constexpr std::size_t kHeldByThread = 4;

class Workers {
 public:
  Workers(unsigned threads, const std::function<std::string(const Chart&)>& work) : work_(work) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    to_do_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  bool is_full() const { return jobs_.size() >= threads_.size() * kHeldByThread; }
  bool is_empty() const { return jobs_.empty(); }

  void add(Chart chart) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back({std::move(chart), {}, {}, false});
    }
    to_do_.notify_one();
  }

  /// The result of the oldest job, when it is there.
  std::string take() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return jobs_.front().is_done; });
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    --next_;
    if (job.error) std::rethrow_exception(job.error);
    return std::move(job.result);
  }

 private:
  struct Job {
    Chart chart;
    std::string result;
    std::exception_ptr error;
    bool is_done = false;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      to_do_.wait(lock, [this] { return is_over_ || next_ < jobs_.size(); });
      if (is_over_) return;
      Job& job = jobs_[next_++];  // stays in its place: only the first is taken out, when done
      lock.unlock();
      try {
        job.result = work_(job.chart);
      } catch (...) {
        job.error = std::current_exception();
      }
      lock.lock();
      job.is_done = true;
      done_.notify_one();
    }
  }

  const std::function<std::string(const Chart&)>& work_;
  std::mutex mutex_;
  std::condition_variable to_do_, done_;
  std::deque<Job> jobs_;
  std::size_t next_ = 0;  ///< the first job that nobody has begun
  bool is_over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

void for_each_chart(Charts& charts, unsigned threads,
                    const std::function<std::string(const Chart&)>& work,
                    const std::function<void(const std::string&)>& use) {
  Chart chart;
  if (threads < 2) {
    while (charts.next(chart)) use(work(chart));
    return;
  }
  Workers workers(threads, work);
  while (charts.next(chart)) {
    if (workers.is_full()) use(workers.take());
    workers.add(std::move(chart));
  }
  while (!workers.is_empty()) use(workers.take());
}

}  // namespace cramp::cli
