#include "app/state.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/config/load.hpp"
#include "app/content.hpp"
#include "base/file.hpp"
#include "rules/rule_sources.hpp"

namespace cramp::app {

namespace {

/// "AB:CD:..." as net::Peer has it.
std::string plain_fingerprint(std::string text) {
  std::erase(text, ':');
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Config read_config(const Overrides& overrides, base::Faults& faults) {
  Config config;
  if (!overrides.config.empty()) {
    config = load_config(overrides.config, overrides.dev, faults).config;
  }
  // A developer's container may have nowhere to write.
  if (overrides.config.empty() && access(".", W_OK) != 0) config.store.kind = StoreKind::kNone;
  if (overrides.listen) config.server.listen = *overrides.listen;
  if (overrides.admin_listen) config.admin.listen = *overrides.admin_listen;
  if (overrides.threads) config.server.threads = *overrides.threads;
  if (!overrides.content.empty()) config.content.directory = overrides.content;
  return config;
}

/// A file that is not there has been told of at the place of its setting.
bool is_there(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored);
}

void load_tls(State& state, base::Faults& faults) {
  const TlsConfig& tls = state.config.server.tls;
  if (!is_there(tls.certificate) || !is_there(tls.key)) return;
  if (!tls.client_ca.empty() && !is_there(tls.client_ca)) return;
  auto context =
      net::TlsContext::load({.certificate = tls.certificate,
                             .key = tls.key,
                             .client_ca = tls.client_ca,
                             .require_client_certificate = tls.require_client_certificate,
                             .only_tls13 = tls.minimum_version == TlsVersion::kTls13});
  if (context) {
    state.tls = std::move(*context);
  } else {
    faults.push_back(context.error());
  }
}

void load_fhir_tls(State& state, base::Faults& faults) {
  auto tls = net::ClientTls::load(state.config.fhir.ca);
  if (tls) {
    state.fhir_tls = std::move(*tls);
  } else {
    faults.push_back(tls.error());
  }
}

void load_keys(State& state, const ClientConfig& client, base::Faults& faults) {
  if (!is_there(client.keys)) return;
  auto text = base::read_file(client.keys);
  if (!text) {
    faults.push_back(text.error());
  } else if (auto set = net::jose::KeySet::parse(std::move(*text)); !set) {
    faults.push_back({base::Code::kContent, {}, set.error().internal_text, client.keys.string()});
  } else {
    state.file_keys.emplace(&client, std::make_shared<net::jose::KeySet>(std::move(*set)));
  }
}

void index_clients(State& state, base::Faults& faults) {
  for (const ClientConfig& client : state.config.clients) {
    load_keys(state, client, faults);
    if (client.authentication != Authentication::kCertificate)
      state.by_issuer.emplace(client.issuer, &client);
    for (const std::string& fingerprint : client.certificates) {
      state.by_certificate.emplace(plain_fingerprint(fingerprint), &client);
    }
    for (const Origin& origin : client.cors_origins) state.cors_origins.insert(origin.text);
  }
}

void must_be_known(bool known, const std::string& setting, const std::string& name,
                   base::Faults& faults) {
  if (known) return;
  const std::string text = "the rules have no " + name;
  faults.push_back({base::Code::kContent, text, text, setting});
}

/// What policy names must be in the content. Rules are looked for where the CQL names any.
void check_policy(const PolicyConfig& policy, const cdshooks::Catalog& catalog,
                  base::Faults& faults) {
  for (const std::string& service : policy.silent_services) {
    must_be_known(catalog.knows(service), "policy.silent_services", "service " + service, faults);
  }
  if (policy.silent_rules.empty()) return;
  std::set<std::string> rules;
  for (const cdshooks::Offer& offer : catalog.offers()) {
    for (rules::RuleSource& source : rules::rule_sources(*offer.service->program)) {
      rules.insert(std::move(source.rule));
    }
  }
  for (const std::string& rule : policy.silent_rules) {
    must_be_known(rules.empty() || rules.contains(rule), "policy.silent_rules", "rule " + rule,
                  faults);
  }
}

}  // namespace

std::shared_ptr<const cdshooks::Catalog> TracedCatalog::get() const {
  std::call_once(once_, [this] {
    base::Faults ignored;
    catalog_ = cdshooks::load(folder_, ignored, engine::Tracing::kOn);
  });
  return catalog_;
}

std::shared_ptr<const State> State::load(const Overrides& overrides, base::Faults& faults) {
  auto state = std::make_shared<State>();
  state->dev = overrides.dev;
  state->config = read_config(overrides, faults);
  load_tls(*state, faults);
  load_fhir_tls(*state, faults);
  state->content = content_directory(state->config.content.directory.string());
  state->traced = std::make_shared<TracedCatalog>(state->content);
  base::Faults of_content;  // its own: those before must not keep it from being loaded
  state->pipeline = {
      cdshooks::load(state->content, of_content), {.allow_plain_http = overrides.dev}, {}};
  faults.insert(faults.end(), of_content.begin(), of_content.end());
  index_clients(*state, faults);
  if (state->pipeline.catalog) {
    check_policy(state->config.policy, *state->pipeline.catalog, faults);
  }
  return faults.empty() ? state : nullptr;
}

}  // namespace cramp::app
