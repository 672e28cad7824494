#pragma once
// What the workbench and the rules page ask for:
//   GET  /workbench/content            services, and what each package says of its rules
//   GET  /workbench/cql/LIBRARY        source of a library
//   GET  /workbench/value-sets/ID      listed codes of a value set
//   GET  /workbench/cases              test cases, without their charts
//   GET  /workbench/cases/ID           one, whole
//   POST /workbench/sets               {"chart"}: for each resource the value sets that its codes
//   are in POST /workbench/call               {"service", "chart", "context", "unavailable"}: the
//   request that an
//                                      EHR would send, the answer to it, and why
// Of a chart nothing is kept, logged or counted.

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "app/recall.hpp"
#include "app/state.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// Any thread.
class Workbench {
 public:
  static constexpr std::string_view kPath = "/workbench/";

  /// `recall` is null without a store; both must outlive it.
  Workbench(const base::Clock& clock, const Recall* recall) : clock_(clock), recall_(recall) {}

  /// The path begins with kPath.
  boost::asio::awaitable<net::Response> respond(const State& state, net::Request& request) const;

 private:
  /// {"request", "status", "response", "explanation" or null, "withheld": [{"reason", "rules"}]}
  boost::asio::awaitable<net::Response> call(const State& state, std::string body) const;
  boost::asio::awaitable<std::vector<store::PastCard>> past_cards(const State& state,
                                                                  std::string_view service,
                                                                  const std::string& request) const;

  const base::Clock& clock_;
  const Recall* recall_;
};

}  // namespace cramp::app
