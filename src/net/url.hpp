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

  /// Nothing for any other scheme, for a user, a fragment, or a character that no URL has. The
  /// host is read in lower case.
  static std::optional<Url> parse(std::string_view text);
  /// As in a Host header.
  std::string authority() const;
  /// "https://ehr.example:8443": scheme, host and port; the port only where it is not the scheme's.
  std::string origin() const;
  /// The target without its query.
  std::string_view path() const;
  bool same_origin(const Url& other) const;
};

/// What a link found in a document at `from` means (RFC 3986, 5.2). Nothing for what Url::parse
/// refuses, and for a path with "." or ".." as a segment, or a slash, however they are encoded: it
/// must mean the same to every server on the way.
std::optional<Url> follow(const Url& from, std::string_view link);

}  // namespace cramp::net
