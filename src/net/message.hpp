#pragma once
// What the application sees of HTTP: no Beast here, so that only net pays for compiling it.

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/sensitive.hpp"

namespace cramp::net {

/// Who is at the other end of a connection, as far as the connection tells.
struct Peer {
  bool tls = false;
  std::string certificate_sha256;  ///< of the verified client certificate, 64 lower-case digits
};

struct Request {
  using Time = std::chrono::steady_clock::time_point;

  std::string method;  ///< "GET", "POST", ... as sent
  std::string path;    ///< of the target, without query
  std::string host;    ///< as sent; decides nothing but whether a browser was led here
  std::string content_type;
  std::string origin;                           ///< CORS
  base::Secret<std::string> authorization{{}};  ///< empty also when the header came twice
  bool authorization_repeated = false;
  std::string traceparent;  ///< W3C Trace Context
  std::string if_none_match, accept_encoding;
  std::string body;            ///< whole; the handler may move it away
  const Peer* peer = nullptr;  ///< never null in a handler; lives as long as the connection
  Time begun;                  ///< when its first byte was seen
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
