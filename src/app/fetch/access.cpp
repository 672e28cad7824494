#include "app/fetch/access.hpp"

#include <algorithm>

namespace cramp::app {

namespace {

using std::string_view;

bool is_on_this_machine(const net::Url& url) {
  return url.host == "localhost" || url.host == "127.0.0.1" || url.host == "::1";
}

bool is_listed(const ClientConfig& client, const net::Url& server) {
  return std::any_of(client.fhir_servers.begin(), client.fhir_servers.end(),
                     [&](const Origin& origin) {
                       const auto url = net::Url::parse(origin.text);
                       return url && url->same_origin(server);
                     });
}

/// What a header may hold (RFC 6750): no space, nothing that ends a line.
bool is_token(string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

/// The server as a base: a path without dots, no query, no slash at the end.
std::optional<net::Url> base_of(string_view text) {
  auto url = net::follow({}, text);
  if (!url || url->target.find('?') != std::string::npos) return std::nullopt;
  while (url->target.ends_with('/')) url->target.pop_back();
  return url;
}

bool is_below(string_view path, string_view base) {
  return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

}  // namespace

std::optional<net::Url> Access::query(string_view relative) const {
  return next(server, server.origin() + server.target + "/" + std::string(relative));
}

std::optional<net::Url> Access::next(const net::Url& page, string_view link) const {
  auto url = net::follow(page, link);
  if (!url || !url->same_origin(server) || !is_below(url->path(), server.target))
    return std::nullopt;
  return url;
}

FetchOutcome give_access(const State& state, const Caller& caller, const cdshooks::Request& request,
                         std::chrono::steady_clock::time_point received,
                         std::optional<Access>& access) {
  const ClientConfig* client = caller.client;
  if (request.fhir_server.empty()) return FetchOutcome::kNoServer;
  if (client != nullptr && client->prefetch_only) return FetchOutcome::kPrefetchOnly;
  auto server = base_of(request.fhir_server);
  const bool listed = server && ((client != nullptr && is_listed(*client, *server)) ||
                                 (state.dev && is_on_this_machine(*server)));
  if (!listed) return FetchOutcome::kNotListed;
  if (!request.authorization) {
    if (!state.dev && (client == nullptr || !client->open_fhir_servers))
      return FetchOutcome::kNoToken;
    access.emplace().server = std::move(*server);
    return FetchOutcome::kOk;
  }
  const cdshooks::Authorization& granted = *request.authorization;
  if (!is_token(granted.access_token.expose())) return FetchOutcome::kNoToken;
  constexpr long kDay = 86'400;
  const auto ends = received + std::chrono::seconds(std::clamp(granted.expires_in, 0L, kDay));
  if (ends <= std::chrono::steady_clock::now()) return FetchOutcome::kExpired;
  access.emplace();
  access->server = std::move(*server);
  access->bearer = base::Secret(std::string(granted.access_token.expose()));
  access->scopes.emplace(granted.scope);
  access->ends = ends;
  return FetchOutcome::kOk;
}

}  // namespace cramp::app
