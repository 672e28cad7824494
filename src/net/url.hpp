#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cramp::net {

/// An absolute http or https URL, as far as a request needs it.
struct Url {
  bool secure = true;  ///< https
  std::string host;    ///< an IPv6 address without its brackets
  std::string port;    ///< "443" where none was written
  std::string target;  ///< path and query, "/" where there is none

  /// Nothing for any other scheme, for a user, a fragment, or a character that no URL has.
  static std::optional<Url> parse(std::string_view text);
  /// As in a Host header.
  std::string authority() const;
};

}  // namespace cramp::net
