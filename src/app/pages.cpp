#include "app/pages.hpp"

#include "site/respond.hpp"

namespace cramp::app {

boost::asio::awaitable<std::optional<net::Response>> Pages::respond(const State& state,
                                                                    net::Request& request) const {
  net::Response response;
  if (request.path.starts_with(Workbench::kPath)) {
    response = co_await workbench_.respond(state, request);
  } else if (Governance::knows(request.path)) {
    response = co_await governance_.respond(state, request);
  } else {
    co_return site::respond(request);
  }
  site::add_security_headers(response);
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

}  // namespace cramp::app
