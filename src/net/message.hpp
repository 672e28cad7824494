#pragma once
// What the application sees of HTTP: no Beast here, so that only net pays for compiling it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace cramp::net {

struct Request {
  std::string method;  ///< "GET", "POST", ... as sent
  std::string path;    ///< of the target, without query
  std::string content_type;
  std::string origin;  ///< CORS
  std::string body;    ///< whole; the handler may move it away
};

struct Response {
  int status = 200;
  std::string body;
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string_view, std::string>> headers;
};

/// An error as the caller sees it: its status, and an OperationOutcome without internals (CH-095,
/// CH-096).
Response error_response(const base::Error& error);

}  // namespace cramp::net
