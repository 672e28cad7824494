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

}  // namespace cramp::net
