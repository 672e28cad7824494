#pragma once
// The HTTP face: which path and method do what, CORS, and the steps of a call in their order.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "app/fetch/fetcher.hpp"
#include "app/pages.hpp"
#include "app/recall.hpp"
#include "app/state.hpp"
#include "app/trust/authenticator.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// Any thread.
class Routes {
 public:
  /// After each request, on its thread. `service` is empty where no service was called.
  using Recorder = std::function<void(const State&, const CallRecord&)>;

  /// All must outlive it. `recall` is null without a store: then nothing is remembered, and there
  /// is no feedback endpoint.
  Routes(const StateHolder& states, Authenticator& authenticator, const Fetcher& fetcher,
         const base::Clock& clock, const Recall* recall, const Pages& pages, Recorder recorder);

  /// Every answer is JSON; every refusal an OperationOutcome (CH-001, CH-095). With --dev the pages
  /// are here too; they are not calls, and nobody records them.
  boost::asio::awaitable<net::Response> respond(net::Request request) const;

 private:
  /// `caller` is set once it is known.
  boost::asio::awaitable<net::Response> route(const State& state, net::Request& request,
                                              CallRecord& record, Caller& caller) const;
  /// The steps of a call; each is one line.
  boost::asio::awaitable<base::Result<std::string>> call(const State& state, const Caller& caller,
                                                         std::string_view service_id,
                                                         net::Request& request,
                                                         CallRecord& record) const;
  boost::asio::awaitable<base::Result<std::string>> feedback(const State& state,
                                                             const Caller& caller,
                                                             net::Request& request,
                                                             CallRecord& record) const;

  const StateHolder& states_;
  Authenticator& authenticator_;
  const Fetcher& fetcher_;
  const base::Clock& clock_;
  const Recall* recall_;
  const Pages& pages_;
  Recorder recorder_;
};

}  // namespace cramp::app
