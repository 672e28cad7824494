#pragma once
// Fetches from the caller's FHIR server what the call did not bring: between Call::read and
// Call::evaluate.

#include <boost/asio/awaitable.hpp>

#include "app/pipeline.hpp"
#include "app/state.hpp"
#include "net/http_client.hpp"

namespace cramp::app {

/// Any thread.
class Fetcher {
 public:
  /// Must outlive it.
  explicit Fetcher(net::HttpClient& client) : client_(client) {}

  /// All missing keys at the same time, the pages of each one after the other, within one deadline:
  /// the earliest of `fhir.deadline` from now and the end of the token. What came is in the call's
  /// states, also when it is not all; how each key ended is in `record`. Bodies of one call
  /// together are no larger than `fhir.response`. Never fails: what is missing stays missing.
  boost::asio::awaitable<void> fetch(const State& state, const Caller& caller,
                                     CallRecord::Clock::time_point received, Call& call,
                                     CallRecord& record) const;

 private:
  net::HttpClient& client_;
};

}  // namespace cramp::app
