#include "store/opening.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <thread>

namespace cramp::store {

void Opening::connect(const std::shared_ptr<Attempt>& attempt, const std::string& conninfo) {
  std::unique_ptr<soci::session> session;
  std::exception_ptr fault;
  try {
    session = std::make_unique<soci::session>(soci::postgresql, conninfo);
  } catch (const std::exception&) {
    fault = std::current_exception();
  }
  const std::lock_guard lock(attempt->mutex);
  attempt->session = std::move(session);
  attempt->fault = fault;
  attempt->ended = true;
  attempt->change.notify_all();
}

std::unique_ptr<soci::session> Opening::wait(const std::string& conninfo,
                                             std::chrono::milliseconds patience) {
  std::shared_ptr<Attempt> attempt;
  {
    const std::lock_guard lock(mutex_);
    if (!attempt_) {
      attempt_ = std::make_shared<Attempt>();
      std::thread([of = attempt_, conninfo] { connect(of, conninfo); }).detach();
    }
    attempt = attempt_;
  }
  {
    std::unique_lock lock(attempt->mutex);
    attempt->left = false;
    attempt->change.wait_for(lock, patience, [&] { return attempt->ended || attempt->left; });
    if (!attempt->ended) throw soci::soci_error("the database does not answer");
  }
  {
    const std::lock_guard lock(mutex_);
    attempt_.reset();
  }
  if (attempt->fault) std::rethrow_exception(attempt->fault);
  return std::move(attempt->session);
}

void Opening::interrupt() {
  const std::lock_guard lock(mutex_);
  if (!attempt_) return;
  const std::lock_guard of_attempt(attempt_->mutex);
  attempt_->left = true;
  attempt_->change.notify_all();
}

}  // namespace cramp::store
