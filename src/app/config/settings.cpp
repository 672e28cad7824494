#include "app/config/settings.hpp"

#include <array>

namespace cramp::app {

namespace {

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};

template <class T>
std::string type_of(const T* value) {
  if constexpr (Enumeration<T>) {
    return fmt::format("\"{}\"", fmt::join(words_of(*value), "\" or \""));
  } else if constexpr (IsList<T>::value) {
    const typename T::value_type item{};
    return "list of " + type_of(&item);
  } else {
    return std::string(form_of(value).name);
  }
}

template <class T>
std::string show(const T& value) {
  if constexpr (Enumeration<T>) {
    return fmt::format("\"{}\"", word(value));
  } else if constexpr (IsList<T>::value) {
    std::string text = "[";
    for (const auto& item : value) text += (text.size() > 1 ? ", " : "") + show(item);
    return text + "]";
  } else {
    return show_value(value);
  }
}

template <class T>
bool same(const T& a, const T& b) {
  return a == b;
}
bool same(const SecretText& a, const SecretText& b) {
  return a.expose() == b.expose();
}

std::string join(const std::string& above, std::string_view key) {
  return above.empty() ? std::string(key) : fmt::format("{}.{}", above, key);
}

template <Section T>
void describe_all(const std::string& path, const T& section, std::vector<SettingText>& out) {
  for (const auto& setting : settings_of(&section)) setting.describe(setting, path, section, out);
}

template <class>
struct MemberOf;
template <class O, class V>
struct MemberOf<V O::*> {
  using Owner = O;
  using Value = V;
};

/// The row of one member.
template <auto Member>
constexpr auto row(std::string_view key, std::string_view text, bool live, Range range = {}) {
  using Owner = typename MemberOf<decltype(Member)>::Owner;
  using Value = typename MemberOf<decltype(Member)>::Value;
  return Setting<Owner>{
      key,
      text,
      range,
      live,
      [](Reader& reader, const Node& node, Owner& owner, const Range& r) {
        reader.read(node, owner.*Member, r);
      },
      [](const Setting<Owner>& self, const std::string& above, const Owner& owner,
         std::vector<SettingText>& out) {
        const std::string path = join(above, self.key);
        if constexpr (Section<Value>) {
          out.push_back({path, {}, {}, self.text, self.live, false, true});
          describe_all(path, owner.*Member, out);
        } else if constexpr (IsList<Value>::value) {
          using Item = typename Value::value_type;
          if constexpr (Section<Item>) {
            out.push_back({path, {}, {}, self.text, self.live, true, true});
            describe_all(path, Item{}, out);
          } else {
            out.push_back(
                {path, type_of(&(owner.*Member)), show(owner.*Member), self.text, self.live});
          }
        } else {
          out.push_back(
              {path, type_of(&(owner.*Member)), show(owner.*Member), self.text, self.live});
        }
      },
      [](const Setting<Owner>& self, const std::string& above, const Owner& a, const Owner& b,
         std::vector<std::string>& out) {
        if constexpr (Section<Value>) {
          for (const auto& setting : settings_of(&(a.*Member))) {
            setting.compare(setting, join(above, self.key), a.*Member, b.*Member, out);
          }
        } else if constexpr (!std::is_same_v<Value, std::vector<ClientConfig>>) {
          if (!self.live && !same(a.*Member, b.*Member)) out.push_back(join(above, self.key));
        }
      }};
}

constexpr bool kLive = true;
constexpr bool kRestart = false;
constexpr std::uint64_t kSecond = 1'000, kHour = 3'600'000, kDay = 24 * kHour;
constexpr Range kTimeout{1, kHour};
constexpr Range kLongTime{0, 3'650 * kDay};

constexpr std::array kServer{
    row<&ServerConfig::listen>("listen", "Where clients connect; port 0 takes a free one.",
                               kRestart),
    row<&ServerConfig::threads>("threads", "Threads that answer; 0: one for each core.", kRestart,
                                {0, 1024}),
    row<&ServerConfig::behind_proxy>(
        "behind_proxy",
        "TLS ends at a proxy in front: plain HTTP is spoken here. The network between the two "
        "must be trusted.",
        kRestart),
    row<&ServerConfig::public_url>(
        "public_url",
        "Base URL under which clients know the service. Tokens must be meant for it, or for an "
        "audience of the client.",
        kLive),
    row<&ServerConfig::drain_delay>(
        "drain_delay",
        "After SIGTERM: how long it still accepts while readiness is already false, so that a "
        "load balancer can turn away first.",
        kLive, {0, kHour}),
    row<&ServerConfig::drain_timeout>("drain_timeout",
                                      "After that: how long accepted requests may take to finish.",
                                      kRestart, {0, kHour}),
    row<&ServerConfig::tls>("tls", "TLS of the service's listener.", kLive)};

constexpr std::array kTls{
    row<&TlsConfig::certificate>("certificate", "PEM: the certificate, then those above it.",
                                 kLive),
    row<&TlsConfig::key>("key", "PEM: the private key.", kLive),
    row<&TlsConfig::client_ca>("client_ca",
                               "PEM: authorities whose client certificates are accepted.", kLive),
    row<&TlsConfig::require_client_certificate>(
        "require_client_certificate", "Refuse connections without a client certificate.", kLive),
    row<&TlsConfig::minimum_version>("minimum_version", "Lowest TLS version.", kLive),
    row<&TlsConfig::handshake_timeout>("handshake_timeout", "For the TLS handshake.", kRestart,
                                       kTimeout)};

constexpr std::array kAdmin{
    row<&AdminConfig::enabled>("enabled", "Whether there is an admin listener at all.", kRestart),
    row<&AdminConfig::listen>("listen", "Health, metrics and reload. Plain HTTP: keep it inside.",
                              kRestart),
    row<&AdminConfig::token>("token",
                             "POST /reload wants this as bearer token. Without one, it is answered "
                             "only when `listen` is a loopback address.",
                             kLive),
    row<&AdminConfig::pages>("pages", "Workbench, rules and governance, for browsers.", kRestart)};

constexpr std::array kLimits{
    row<&LimitsConfig::connections>("connections", "Open connections; one more is sent away.",
                                    kRestart, {1, 1'000'000}),
    row<&LimitsConfig::in_flight>(
        "in_flight", "Requests that are worked on or wait for a thread; one more gets 503.",
        kRestart, {1, 1'000'000}),
    row<&LimitsConfig::header>("header", "Header of a request: 431 above.", kRestart,
                               {1U << 10U, 1U << 20U}),
    row<&LimitsConfig::body>("body", "Body of a request: 413 above.", kRestart,
                             {1U << 10U, 1U << 30U}),
    row<&LimitsConfig::buffered>("buffered",
                                 "All bodies that are arriving or worked on: 503 above.", kRestart,
                                 {1U << 20U, 1ULL << 40U}),
    row<&LimitsConfig::header_timeout>("header_timeout",
                                       "From the first byte of a request to the end of its "
                                       "header: 408 after.",
                                       kRestart, kTimeout),
    row<&LimitsConfig::body_timeout>(
        "body_timeout", "From there to the end of its body: 408 after.", kRestart, kTimeout),
    row<&LimitsConfig::idle_timeout>(
        "idle_timeout", "Between requests of a connection; then it is closed.", kRestart, kTimeout),
    row<&LimitsConfig::write_timeout>("write_timeout", "For the client to take the answer.",
                                      kRestart, kTimeout)};

constexpr std::array kContent{row<&ContentConfig::directory>(
    "directory",
    "Folder that holds rules/ and profiles/. Empty: the working directory, the source tree of the "
    "program, or /usr/share/cramp-cds.",
    kLive)};

constexpr std::array kTrust{
    row<&TrustConfig::clock_skew>("clock_skew", "How far a client's clock may be off.", kLive,
                                  {0, kHour}),
    row<&TrustConfig::token_lifetime>("token_lifetime",
                                      "Longest time between `iat` and `exp` of a token.", kLive,
                                      {kSecond, kDay}),
    row<&TrustConfig::keys_lifetime>("keys_lifetime", "How long a fetched key set is used.", kLive,
                                     {kSecond, kDay}),
    row<&TrustConfig::keys_refresh_pause>("keys_refresh_pause",
                                          "Shortest time between two fetches of one key set.",
                                          kLive, {kSecond, kDay}),
    row<&TrustConfig::keys_timeout>("keys_timeout", "For fetching a key set.", kLive, kTimeout),
    row<&TrustConfig::keys_grace>(
        "keys_grace", "How much longer the last key set is used while no newer one can be fetched.",
        kLive, {0, 30 * kDay}),
    row<&TrustConfig::replay_entries>("replay_entries",
                                      "Tokens remembered so that none is used twice.", kRestart,
                                      {1'000, 100'000'000}),
    row<&TrustConfig::replay_without_store>(
        "replay_without_store",
        "With PostgreSQL, used tokens are remembered for all replicas. While it cannot be asked: "
        "accept what this replica has not seen, or refuse with 503.",
        kRestart),
    row<&TrustConfig::open_discovery>("open_discovery",
                                      "Answer GET /cds-services without asking who calls.", kLive)};

constexpr std::array kClient{
    row<&ClientConfig::id>("id", "Name in logs and metrics. Required; letters, digits, - and _.",
                           kLive),
    row<&ClientConfig::authentication>("authentication", "How the client shows who it is.", kLive),
    row<&ClientConfig::issuer>("issuer", "`iss` of its tokens.", kLive),
    row<&ClientConfig::tenants>("tenants", "Accepted values of `tenant`; empty: any or none.",
                                kLive),
    row<&ClientConfig::jku>(
        "jku", "URL of its key set. https; a test client on this machine may use http.", kLive),
    row<&ClientConfig::keys>("keys", "Its key set as a file, where it has no URL.", kLive),
    row<&ClientConfig::algorithms>("algorithms", "Accepted signatures.", kLive),
    row<&ClientConfig::untyped_tokens>("untyped_tokens", "Accept tokens without `typ`.", kLive),
    row<&ClientConfig::audiences>(
        "audiences", "Accepted values of `aud` beside the URL of the called endpoint.", kLive),
    row<&ClientConfig::certificates>(
        "certificates",
        "SHA-256 fingerprints of its client certificates, as 64 hexadecimal "
        "digits; colons may stand between.",
        kLive),
    row<&ClientConfig::fhir_servers>(
        "fhir_servers", "Origins that data may be fetched from. Empty: nothing is fetched.", kLive),
    row<&ClientConfig::cors_origins>("cors_origins",
                                     "Origins of web pages that may call from a browser.", kLive),
    row<&ClientConfig::prefetch_only>("prefetch_only", "Never fetch for this client.", kLive),
    row<&ClientConfig::open_fhir_servers>(
        "open_fhir_servers", "Fetch also where a call brings no token. For test clients.", kLive),
    row<&ClientConfig::environment>(
        "environment",
        "A test client may use http for its FHIR server, and for its key set on this machine.",
        kLive),
    row<&ClientConfig::silent>("silent", "Evaluate and record its calls, but show no card.",
                               kLive)};

constexpr std::array kFhir{
    row<&FhirConfig::deadline>("deadline", "For all queries of one call together.", kLive,
                               kTimeout),
    row<&FhirConfig::connect_timeout>("connect_timeout", "For one connection.", kLive, kTimeout),
    row<&FhirConfig::pages>("pages", "Pages that are read of one answer.", kLive, {1, 1'000}),
    row<&FhirConfig::retries>("retries", "Further attempts of a query that failed in passing.",
                              kLive, {0, 5}),
    row<&FhirConfig::connections>("connections", "Connections to one FHIR server.", kRestart,
                                  {1, 10'000}),
    row<&FhirConfig::response>("response", "Most bytes of all responses to one call.", kLive,
                               {1U << 10U, 1U << 30U}),
    row<&FhirConfig::ca>("ca",
                         "PEM: authorities of FHIR servers and key sets; empty: the "
                         "system's.",
                         kLive)};

constexpr std::array kStore{
    row<&StoreConfig::kind>("kind", "Where cards shown, feedback and audit are kept.", kRestart),
    row<&StoreConfig::sqlite>("sqlite", "The database file.", kRestart),
    row<&StoreConfig::postgresql>("postgresql", "Connection string.", kRestart),
    row<&StoreConfig::hash_key>("hash_key",
                                "Key of the hashes that stand for patients; at least 32 "
                                "characters, the same on all replicas. Empty, with SQLite: one is "
                                "made and kept beside the database, in a file ending in .key.",
                                kRestart),
    row<&StoreConfig::retention>("retention", "Older records are purged.", kLive,
                                 {kDay, 3'650 * kDay}),
    row<&StoreConfig::queue>("queue",
                             "Records that may wait for the database; more are dropped "
                             "and counted.",
                             kRestart, {1, 10'000'000}),
    row<&StoreConfig::lookup_timeout>(
        "lookup_timeout",
        "How long a call waits to hear of the patient's earlier cards; then it goes on without.",
        kLive, {1, 5'000}),
    row<&StoreConfig::keep_comments>(
        "keep_comments",
        "Keep the free text of feedback. It may name a patient; it is never exported.", kLive)};

constexpr std::array kPolicy{
    row<&PolicyConfig::cards>("cards",
                              "Most cards in one answer; critical ones, and warnings on orders "
                              "in the making, always stand.",
                              kLive, {1, 100}),
    row<&PolicyConfig::silent_services>(
        "silent_services", "Services that are evaluated and recorded, but show no card.", kLive),
    row<&PolicyConfig::silent_rules>("silent_rules",
                                     "Rules whose cards are recorded, but not shown.", kLive),
    row<&PolicyConfig::suppress_overridden>(
        "suppress_overridden",
        "How long a card stays away after an override with a reason, while its facts are "
        "unchanged. Never for critical ones. 0s: never. Only for content that is not told of "
        "earlier answers; that which is, like the leg cramp rules, decides itself.",
        kLive, kLongTime),
    row<&PolicyConfig::suppress_shown>(
        "suppress_shown",
        "How long the same card stays away after it was shown. Never for critical ones, and "
        "warnings on orders in the making. 0s: never.",
        kLive, kLongTime)};

constexpr std::array kLog{
    row<&LogConfig::level>("level", "Lowest level that is written.", kLive),
    row<&LogConfig::calls>("calls", "A line for each call.", kLive),
    row<&LogConfig::queue>("queue",
                           "Lines that may wait for a slow reader of standard error; more "
                           "are dropped and counted.",
                           kRestart, {100, 10'000'000})};

constexpr std::array kMetrics{
    row<&MetricsConfig::by_client>("by_client", "Count requests for each client.", kLive),
    row<&MetricsConfig::series>(
        "series", "Most label sets that rules and definitions may make; more count as \"other\".",
        kRestart, {10, 100'000})};

constexpr std::array kConfig{
    row<&Config::server>("server", "The listener for CDS Hooks clients.", kLive),
    row<&Config::admin>("admin", "The listener for operators.", kLive),
    row<&Config::limits>("limits", "What one client, or all together, may ask for.", kLive),
    row<&Config::content>("content", "The rules.", kLive),
    row<&Config::trust>("trust", "Tokens and keys of all clients.", kLive),
    row<&Config::clients>("clients", "Who may call: one table for each client.", kLive),
    row<&Config::fhir>("fhir", "Fetching data that was not sent.", kLive),
    row<&Config::store>("store", "The memory of the service.", kLive),
    row<&Config::policy>("policy", "Which cards are shown.", kLive),
    row<&Config::log>("log", "JSON lines on standard error.", kLive),
    row<&Config::metrics>("metrics", "What GET /metrics of the admin listener counts.", kLive)};

}  // namespace

std::span<const Setting<Config>> settings_of(const Config*) {
  return kConfig;
}
std::span<const Setting<ServerConfig>> settings_of(const ServerConfig*) {
  return kServer;
}
std::span<const Setting<TlsConfig>> settings_of(const TlsConfig*) {
  return kTls;
}
std::span<const Setting<AdminConfig>> settings_of(const AdminConfig*) {
  return kAdmin;
}
std::span<const Setting<LimitsConfig>> settings_of(const LimitsConfig*) {
  return kLimits;
}
std::span<const Setting<ContentConfig>> settings_of(const ContentConfig*) {
  return kContent;
}
std::span<const Setting<TrustConfig>> settings_of(const TrustConfig*) {
  return kTrust;
}
std::span<const Setting<ClientConfig>> settings_of(const ClientConfig*) {
  return kClient;
}
std::span<const Setting<FhirConfig>> settings_of(const FhirConfig*) {
  return kFhir;
}
std::span<const Setting<StoreConfig>> settings_of(const StoreConfig*) {
  return kStore;
}
std::span<const Setting<PolicyConfig>> settings_of(const PolicyConfig*) {
  return kPolicy;
}
std::span<const Setting<LogConfig>> settings_of(const LogConfig*) {
  return kLog;
}
std::span<const Setting<MetricsConfig>> settings_of(const MetricsConfig*) {
  return kMetrics;
}

std::vector<SettingText> all_settings() {
  const Config defaults;
  std::vector<SettingText> out;
  describe_all("", defaults, out);
  return out;
}

std::vector<std::string> needing_restart(const Config& running, const Config& wanted) {
  std::vector<std::string> out;
  for (const auto& setting : kConfig) setting.compare(setting, "", running, wanted, out);
  return out;
}

}  // namespace cramp::app
