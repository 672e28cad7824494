#include "app/pages.hpp"

#include "site/respond.hpp"

namespace cramp::app {

std::optional<net::Response> respond_page(const State&, const net::Request& request) {
  return site::respond(request);
}

}  // namespace cramp::app
