#include "app/fetch/fetcher.hpp"

#include "app/fetch/gathering.hpp"

namespace cramp::app {

boost::asio::awaitable<void> Fetcher::fetch(const State& state, const Caller& caller,
                                            CallRecord::Clock::time_point received, Call& call,
                                            CallRecord& record) const {
  auto missing = cdshooks::to_fetch(call.states());
  if (missing.empty()) co_return;
  std::optional<Access> access;
  const FetchOutcome outcome = give_access(state, caller, call.request(), received, access);
  if (access) {
    record.fhir_server = access->server.origin();
    Gathering gathering({client_, state, *access, call, record});
    co_await gathering.run(std::move(missing));
    record.finish(Stage::kFetch);
  } else if (outcome != FetchOutcome::kNoServer) {
    record.no_fetch = word(outcome);
  }
}

}  // namespace cramp::app
