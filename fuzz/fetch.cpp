// What servers and callers say about where data is, what was granted, and packed answers.

#include "app/fetch/scopes.hpp"
#include "net/gzip.hpp"
#include "net/url.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

std::string_view next_line(std::string_view& input) {
  const std::string_view line = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(line.size() + 1, input.size()));
  return line;
}

void check_url(const net::Url& url) {
  const std::string text = url.origin() + url.target;
  const auto again = net::Url::parse(text);
  require(again.has_value(), "what was read is a URL");
  require(again->same_origin(url) && again->target == url.target, "and is read as the same");
  require(text.find_first_of(" @#\\\r\n") == text.npos, "nothing that a request must not hold");
  require(url.target.starts_with('/') && !url.host.empty(), "it has a host and a path");
}

}  // namespace

/// Three lines: a URL, a link found there, scopes.
void run_links(std::string_view input) {
  const std::string_view from = next_line(input), link = next_line(input);
  const auto page = net::Url::parse(from);
  if (page) check_url(*page);
  if (page) {
    if (const auto url = net::follow(*page, link)) {
      check_url(*url);
      const std::string path = std::string(url->path()) + "/";
      require(path.find("/../") == path.npos, "no link climbs");
    }
  }
  const app::Scopes scopes(input);
  if (scopes.grant(link)) require(input.find('/') != input.npos, "a grant has a context");
}

void run_gzip(std::string_view input) {
  constexpr std::size_t kLimit = 100'000;
  const auto text = net::gunzip(input, kLimit);
  require(!text || text->size() <= kLimit, "no more than the limit is unpacked");
}

}  // namespace cramp::fuzz
