#pragma once
// What people look at with a browser: the embedded pages, and what these ask the service for.

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "app/governance/governance.hpp"
#include "app/workbench.hpp"

namespace cramp::app {

/// Knows nobody: for a listener that only those reach who may see it. Any thread.
class Pages {
 public:
  /// `recall` is null without a store; both must outlive it.
  Pages(const base::Clock& clock, const Recall* recall)
      : workbench_(clock, recall), governance_(clock, recall) {}

  /// The answer to a request of a browser; nothing when the path is none of the pages'. Of the
  /// request the body may be moved away.
  boost::asio::awaitable<std::optional<net::Response>> respond(const State& state,
                                                               net::Request& request) const;

 private:
  Workbench workbench_;
  Governance governance_;
};

}  // namespace cramp::app
