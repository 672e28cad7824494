#pragma once
// What the application sees of HTTP: no Beast here, so that only net pays for compiling it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cramp::net {

struct Request {
  std::string method;  ///< "GET", "POST", ... as sent
  std::string path;    ///< of the target, without query
  std::string content_type;
  std::string origin;  ///< CORS
  std::string access_control_request_method;
  std::string body;    ///< whole; the handler may move it away
};

struct Response {
  int status = 200;
  std::string body;
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string_view, std::string>> headers;
};

}  // namespace cramp::net
