#include "net/url.hpp"

#include <algorithm>
#include <charconv>

namespace cramp::net {

namespace {

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

/// "." or "..", also with %2e for a dot.
bool is_dots(std::string_view segment) {
  std::size_t dots = 0;
  while (!segment.empty()) {
    const bool encoded = segment.starts_with("%2e") || segment.starts_with("%2E");
    if (!encoded && segment.front() != '.') return false;
    segment.remove_prefix(encoded ? 3 : 1);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

/// Also what a server may take for a slash.
bool is_plain_path(std::string_view path) {
  if (path.find("%2f") != path.npos || path.find("%2F") != path.npos) return false;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    if (is_dots(path.substr(0, end))) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '@' && c != '#' && c != '\\' && c != '"';
  });
  Url url;
  url.secure = text.starts_with("https://");
  if (!plain || (!url.secure && !text.starts_with("http://"))) return std::nullopt;
  text.remove_prefix(url.secure ? 8 : 7);
  const auto end = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, end);
  const std::string_view rest = text.substr(end);
  url.target = std::string(rest.starts_with('/') ? "" : "/").append(rest);

  const bool bracket = authority.starts_with('[');
  const auto host_end =
      bracket ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == authority.npos) return std::nullopt;
  url.host = authority.substr(bracket ? 1 : 0, host_end - (bracket ? 1 : 0));
  std::transform(url.host.begin(), url.host.end(), url.host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  authority.remove_prefix(host_end + (bracket ? 1 : 0));
  url.port = url.secure ? "443" : "80";
  if (!authority.empty()) {
    if (authority.front() != ':' || !is_port(authority.substr(1))) return std::nullopt;
    url.port = authority.substr(1);
  }
  if (url.host.empty()) return std::nullopt;
  return url;
}

std::string Url::authority() const {
  const bool bracket = host.find(':') != host.npos;
  std::string text(bracket ? "[" : "");
  text.append(host).append(bracket ? "]" : "");
  if (port != (secure ? "443" : "80")) text.append(":").append(port);
  return text;
}

std::string Url::origin() const {
  return (secure ? "https://" : "http://") + authority();
}

std::string_view Url::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

bool Url::same_origin(const Url& other) const {
  return secure == other.secure && host == other.host && port == other.port;
}

std::optional<Url> follow(const Url& from, std::string_view link) {
  if (link.empty()) return std::nullopt;
  std::string text(link);
  if (link.starts_with("//")) {
    text.insert(0, from.secure ? "https:" : "http:");
  } else if (link.find(':') >= link.find_first_of("/?")) {  // without a scheme
    std::string_view base = from.path();
    if (link.front() == '/') {
      base = {};
    } else if (link.front() != '?') {
      base = base.substr(0, base.rfind('/') + 1);
    }
    text.insert(0, from.origin().append(base));
  }
  auto url = Url::parse(text);
  return url && is_plain_path(url->path()) ? url : std::nullopt;
}

}  // namespace cramp::net
