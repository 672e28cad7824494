#pragma once
// What the governance page asks for (docs/governance.md):
//   GET /governance/report[/FROM/TO]   what was recorded, by rule, hook, client and ISO week
//   GET /governance/sample[/FROM/TO]   the same of a generated year; only with --dev
// FROM and TO are days, both included; the answer has the whole weeks around them, 106 at most.
// Without them it has this week and the 52 before.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "app/recall.hpp"
#include "app/state.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// Any thread. The database is asked on a thread of the store's own; no call waits for it.
class Governance {
 public:
  /// `recall` is null without a store; both must outlive it.
  Governance(const base::Clock& clock, const Recall* recall) : clock_(clock), recall_(recall) {}

  /// Whether the path is one of the above, also where its days are not.
  static bool knows(std::string_view path);
  boost::asio::awaitable<net::Response> respond(const State& state,
                                                const net::Request& request) const;

 private:
  boost::asio::awaitable<net::Response> recorded(std::vector<store::Millis> edges) const;

  const base::Clock& clock_;
  const Recall* recall_;
};

/// The edges of the weeks that the rest of a path after "/governance/report" names: "" or
/// "/2026-01-01/2026-03-31". Any thread.
base::Result<std::vector<store::Millis>> weeks_of(std::string_view rest, store::Millis now);

}  // namespace cramp::app
