#pragma once
// Small answers that the service's and the operators' routes share.

#include <string>
#include <string_view>

#include "net/message.hpp"

namespace cramp::app {

inline net::Response refuse(base::Code code, std::string text) {
  return net::error_response({code, std::move(text), {}, {}});
}

inline net::Response not_allowed(const std::string& allow) {
  net::Response response =
      refuse(base::Code::kMethodNotAllowed, "This path answers " + allow + ".");
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace cramp::app
