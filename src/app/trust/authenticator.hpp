#pragma once
// Who calls: the step before anything of a request is read.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/state.hpp"
#include "app/trust/claims.hpp"
#include "app/trust/key_source.hpp"
#include "app/trust/refusal.hpp"
#include "app/trust/replay.hpp"
#include "net/fetch.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// A caller, or why there is none.
struct Identity {
  std::optional<Caller> caller;
  Refusal refusal = Refusal::kNoToken;
  std::string detail;  ///< what was wrong about the token; nothing out of it
  std::string client;  ///< id of the client that it claimed to be; empty: of none

  /// For the operator: "malformed-token: claim aud".
  std::string reason() const;
};

/// The one answer to every refusal but one: the same bytes whatever the reason (CH-170). Only a
/// client whose token is good is told that the service is overloaded.
net::Response refuse(const Identity& identity);

/// Checks tokens and certificates against the clients of the State. What is cheap is done on the
/// caller's thread; signatures, fetching of keys and the memory of used tokens on a pool of its
/// own, so that a listener's thread goes on reading and answering. Any thread.
class Authenticator {
 public:
  /// After each fetch of a key set; any thread.
  using Observer =
      std::function<void(const std::string& url, const std::string& fault, std::size_t keys)>;

  /// All must outlive it.
  Authenticator(const base::Clock& clock, ReplayGuard& replay, Observer observer,
                unsigned threads = 0);
  ~Authenticator();  ///< after the end of all calls

  /// Everybody is let in under --dev. State and request must live until the end.
  boost::asio::awaitable<Identity> identify(const State& state, const net::Request& request);
  /// Forgets key sets that no client of the State has.
  void adopt(const State& state);

 private:
  struct Candidate;

  static std::optional<Identity> by_certificate(const State& state, const net::Request& request);
  std::optional<Identity> examine(const State& state, const net::Request& request,
                                  Candidate& candidate) const;
  boost::asio::awaitable<Identity> prove(const State& state, Candidate& candidate);
  boost::asio::awaitable<KeySource::Keys> keys_of(const State& state, const Candidate& candidate);
  std::shared_ptr<KeySource> source(const std::string& url, const State& state);

  const base::Clock& clock_;
  ReplayGuard& replay_;
  Observer observer_;
  boost::asio::io_context pool_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<KeySource>> sources_;  // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace cramp::app
