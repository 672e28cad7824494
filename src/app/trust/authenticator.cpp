#include "app/trust/authenticator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cramp::app {

namespace asio = boost::asio;
using net::jose::Jws;

namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

Identity refused(Refusal refusal, const ClientConfig* client = nullptr, std::string detail = {}) {
  return {{}, refusal, std::move(detail), client == nullptr ? std::string() : client->id};
}

/// RFC 6750 §2.1; the scheme's case does not matter (CH-155).
std::optional<std::string_view> bearer_token(std::string_view header) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!equal_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  header.remove_prefix(kScheme.size());
  while (header.starts_with(' ')) header.remove_prefix(1);
  return header;
}

/// What is wrong with the header's members that every token has (CH-156); empty: nothing.
std::string header_fault(json::View header, const ClientConfig& client) {
  if (header.string("kid").empty()) return "kid";
  const json::View type = header.find("typ");
  if (!type && client.untyped_tokens) return {};
  return equal_ignoring_case(header.string("typ"), "JWT") ? std::string() : "typ";
}

/// The record of this issuer that has the tenant, else the one that takes any.
const ClientConfig* client_of(const State& state, const Claims& claims, bool& known_issuer) {
  const auto [first, last] = state.by_issuer.equal_range(claims.issuer);
  known_issuer = first != last;
  const ClientConfig* any = nullptr;
  for (auto at = first; at != last; ++at) {
    const auto& tenants = at->second->tenants;
    if (tenants.empty()) any = at->second;
    if (std::find(tenants.begin(), tenants.end(), claims.tenant) != tenants.end())
      return at->second;
  }
  return any;
}

/// What a source depends on: a reload that changes one of these begins a new one.
std::string source_name(const std::string& url, const State& state) {
  return fmt::format("{}\n{}\n{}", url, state.config.fhir.ca.string(),
                     state.config.trust.keys_timeout.count());
}

}  // namespace

std::string Identity::reason() const {
  std::string text(word(refusal));
  return detail.empty() ? text : text + ": " + detail;
}

net::Response refuse(const Identity& identity) {
  if (identity.refusal == Refusal::kReplayFull) {
    return net::error_response({base::Code::kOverloaded, "Too many requests.", {}, {}});
  }
  return net::error_response({base::Code::kUnauthorized, "The caller is not recognised.", {}, {}});
}

/// A token that is in order as far as can be told without its key.
struct Authenticator::Candidate {
  const ClientConfig* client = nullptr;
  std::optional<Jws> jws;
  Claims claims;
  Algorithm algorithm{};
  std::string key_id;
};

Authenticator::Authenticator(const base::Clock& clock, ReplayGuard& replay, Observer observer,
                             unsigned threads)
    : clock_(clock),
      replay_(replay),
      observer_(std::move(observer)),
      work_(asio::make_work_guard(pool_)) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { pool_.run(); });
}

Authenticator::~Authenticator() {
  pool_.stop();
  for (std::thread& thread : threads_) thread.join();
}

asio::awaitable<Identity> Authenticator::identify(const State& state, const net::Request& request) {
  if (state.dev) co_return Identity{Caller{}, {}, {}, {}};
  if (auto known = by_certificate(state, request)) co_return std::move(*known);
  Candidate candidate;
  if (auto refusal = examine(state, request, candidate)) co_return std::move(*refusal);
  co_return co_await asio::co_spawn(pool_, prove(state, candidate), asio::use_awaitable);
}

std::optional<Identity> Authenticator::by_certificate(const State& state,
                                                      const net::Request& request) {
  const std::string& certificate = request.peer->certificate_sha256;
  const auto found = state.by_certificate.find(certificate);
  if (found != state.by_certificate.end() &&
      found->second->authentication == Authentication::kCertificate) {
    return Identity{Caller{found->second, {}}, {}, {}, {}};
  }
  return std::nullopt;
}

std::optional<Identity> Authenticator::examine(const State& state, const net::Request& request,
                                               Candidate& candidate) const {
  if (request.authorization_repeated) return refused(Refusal::kRepeatedHeader);
  const std::string& header = request.authorization.expose();
  if (header.empty()) {
    const bool bare = request.peer->certificate_sha256.empty();
    return refused(Refusal::kNoToken, nullptr,
                   bare ? "no client certificate either" : "and the certificate is of no client");
  }
  const auto text = bearer_token(header);
  if (!text) return refused(Refusal::kNotBearer);
  auto jws = Jws::parse(*text);
  if (!jws) return refused(Refusal::kMalformed, nullptr, jws.error().internal_text);
  const auto payload = jws->claims();
  if (!payload) return refused(Refusal::kMalformed, nullptr, payload.error().internal_text);
  auto claims = Claims::read(payload->root());
  if (!claims) return refused(Refusal::kMalformed, nullptr, claims.error().internal_text);

  bool known_issuer = false;
  const ClientConfig* client = client_of(state, *claims, known_issuer);
  if (client == nullptr) return refused(known_issuer ? Refusal::kTenant : Refusal::kIssuer);
  if (client->authentication == Authentication::kJwtAndCertificate) {
    const auto own = state.by_certificate.find(request.peer->certificate_sha256);
    if (own == state.by_certificate.end() || own->second != client)
      return refused(Refusal::kCertificate, client);
  }
  const json::View head = jws->header();
  if (std::string fault = header_fault(head, *client); !fault.empty())
    return refused(Refusal::kMalformed, client, "header " + fault);
  const auto algorithm = net::jose::algorithm_of(head.string("alg"));
  const auto& allowed = client->algorithms;
  if (!algorithm || std::find(allowed.begin(), allowed.end(), *algorithm) == allowed.end())
    return refused(Refusal::kAlgorithm, client);
  if (head.find("jku") && (client->jku.empty() || head.string("jku") != client->jku))
    return refused(Refusal::kJku, client);
  if (!is_meant_for(*claims, *client, state.config.server.public_url, request.path))
    return refused(Refusal::kAudience, client);
  if (const auto late = check_times(*claims, state.config.trust, clock_.now()))
    return refused(*late, client);

  candidate.key_id = head.string("kid");
  candidate.client = client;
  candidate.algorithm = *algorithm;
  candidate.claims = std::move(*claims);
  candidate.jws = std::move(*jws);
  return std::nullopt;
}

asio::awaitable<Identity> Authenticator::prove(const State& state, Candidate& candidate) {
  const ClientConfig* client = candidate.client;
  const KeySource::Keys keys = co_await keys_of(state, candidate);
  if (!keys) co_return refused(Refusal::kKey, client, "there are no keys");
  const net::jose::Key* key = keys->find(candidate.key_id, candidate.algorithm);
  if (key == nullptr) co_return refused(Refusal::kKey, client);
  if (!candidate.jws->verify(*key, candidate.algorithm))
    co_return refused(Refusal::kSignature, client);
  const Claims& claims = candidate.claims;
  const Novelty novelty =
      co_await replay_.see(token_digest(claims.issuer, claims.id),
                           claims.expires + state.config.trust.clock_skew, clock_.now());
  switch (novelty) {
    case Novelty::kSeen:
      co_return refused(Refusal::kReplay, client);
    case Novelty::kUnknown:
      co_return refused(Refusal::kReplayFull, client);
    case Novelty::kNew:
      break;
  }
  co_return Identity{Caller{client, claims.tenant}, {}, {}, {}};
}

/// The file's keys where they have the one that is asked for, else those at the client's URL.
asio::awaitable<KeySource::Keys> Authenticator::keys_of(const State& state,
                                                        const Candidate& candidate) {
  const auto found = state.file_keys.find(candidate.client);
  const KeySource::Keys in_file = found == state.file_keys.end() ? nullptr : found->second;
  if (candidate.client->jku.empty() ||
      (in_file && in_file->find(candidate.key_id, candidate.algorithm) != nullptr)) {
    co_return in_file;
  }
  const auto fetched = source(candidate.client->jku, state);
  if (auto keys = fetched->at_hand(candidate.key_id, candidate.algorithm, state.config.trust))
    co_return keys;
  co_return co_await fetched->ask(candidate.key_id, candidate.algorithm, state.config.trust);
}

std::shared_ptr<KeySource> Authenticator::source(const std::string& url, const State& state) {
  const std::lock_guard lock(mutex_);
  auto& place = sources_[source_name(url, state)];
  if (!place) {
    const net::FetchOptions options{state.config.fhir.ca, state.config.trust.keys_timeout,
                                    net::jose::KeySet::kMostBytes};
    const auto fetch = [target = *net::Url::parse(url), options] {
      return net::fetch(target, options);
    };
    const auto observe = [this, url](const std::string& fault, const KeySource::Keys& keys) {
      if (observer_) observer_(url, fault, keys ? keys->size() : 0);
    };
    place = std::make_shared<KeySource>(pool_.get_executor(), fetch, clock_, observe);
  }
  return place;
}

void Authenticator::adopt(const State& state) {
  const auto& clients = state.config.clients;
  const std::lock_guard lock(mutex_);
  std::erase_if(sources_, [&](const auto& source) {
    return std::none_of(clients.begin(), clients.end(), [&](const ClientConfig& client) {
      return source_name(client.jku, state) == source.first;
    });
  });
}

}  // namespace cramp::app
