#pragma once
// Connecting to a server that may fall silent at any moment. Internal to store.

#include <soci/soci.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>

namespace cramp::store {

/// SOCI connects and asks its first question in one call that nobody can end from outside; so that
/// call has a thread of its own, which is left behind with it. One at a time for each Opening.
class Opening {
 public:
  /// The session, from this attempt or one before that was left. Throws soci::soci_error, also when
  /// it takes longer than `patience` or interrupt() is called.
  std::unique_ptr<soci::session> wait(const std::string& conninfo,
                                      std::chrono::milliseconds patience);
  /// Any thread.
  void interrupt();

 private:
  struct Attempt {
    std::mutex mutex;
    std::condition_variable change;
    std::unique_ptr<soci::session> session;
    std::exception_ptr fault;
    bool ended = false, left = false;
  };
  static void connect(const std::shared_ptr<Attempt>& attempt, const std::string& conninfo);

  std::mutex mutex_;
  std::shared_ptr<Attempt> attempt_;  // under mutex_
};

}  // namespace cramp::store
