#pragma once
// The configuration of the service as plain data: one struct for each section of the TOML file.
// The initial values here are the defaults. Names, texts and ranges: settings.cpp; rules between
// settings: check.cpp; the reference for operators, made from the table: docs/configuration.md.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/sensitive.hpp"
#include "net/jose/algorithm.hpp"

namespace cramp::app {

using Duration = std::chrono::milliseconds;
using SecretText = base::Secret<std::string>;

struct Bytes {
  std::uint64_t count = 0;
  bool operator==(const Bytes&) const = default;
};

/// "HOST:PORT"; an IPv6 address stands in brackets in the file and without them here.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
};

/// Scheme, host and port of a URL, in the form that browsers send: "https://ehr.example:8443".
struct Origin {
  std::string text;
  bool operator==(const Origin&) const = default;
};

enum class TlsVersion { kTls12, kTls13 };
enum class Environment { kProduction, kTest };
enum class Authentication { kJwt, kCertificate, kJwtAndCertificate };
using Algorithm = net::jose::Algorithm;
/// Of a token that this replica has not seen, while the store cannot say whether another has.
enum class ReplayWithoutStore { kAccept, kRefuse };
enum class StoreKind { kNone, kSqlite, kPostgresql };
enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

struct TlsConfig {
  std::filesystem::path certificate, key, client_ca;
  bool require_client_certificate = false;
  TlsVersion minimum_version = TlsVersion::kTls12;
  Duration handshake_timeout{10'000};
};

struct ServerConfig {
  Endpoint listen{"127.0.0.1", 8080};
  unsigned threads = 0;
  bool behind_proxy = false;
  std::string public_url;
  Duration drain_delay{0}, drain_timeout{10'000};
  TlsConfig tls;
};

struct AdminConfig {
  bool enabled = true;
  Endpoint listen{"127.0.0.1", 8081};
  SecretText token{{}};
  bool pages = true;
};

struct LimitsConfig {
  unsigned connections = 1024, in_flight = 256;
  Bytes header{16U << 10U}, body{16U << 20U}, buffered{512U << 20U};
  Duration header_timeout{10'000}, body_timeout{15'000};
  Duration idle_timeout{60'000}, write_timeout{30'000};
};

struct ContentConfig {
  std::filesystem::path directory;
};

struct ClientConfig {
  std::string id;
  Authentication authentication = Authentication::kJwt;
  std::string issuer;
  std::vector<std::string> tenants;
  std::string jku;
  std::filesystem::path keys;
  std::vector<Algorithm> algorithms{Algorithm::kEs384, Algorithm::kRs384};
  bool untyped_tokens = false;
  std::vector<std::string> audiences;
  std::vector<std::string> certificates;
  std::vector<Origin> fhir_servers, cors_origins;
  bool prefetch_only = false, open_fhir_servers = false;
  Environment environment = Environment::kProduction;
  bool silent = false;
};

struct TrustConfig {
  Duration clock_skew{60'000}, token_lifetime{15 * 60'000};
  Duration keys_lifetime{60 * 60'000}, keys_refresh_pause{30'000}, keys_timeout{5'000};
  Duration keys_grace{std::chrono::hours(24)};
  unsigned replay_entries = 1'000'000;
  ReplayWithoutStore replay_without_store = ReplayWithoutStore::kAccept;
  bool open_discovery = false;
};

struct FhirConfig {
  Duration deadline{2'000}, connect_timeout{500};
  unsigned pages = 10, retries = 1, connections = 16;
  Bytes response{16U << 20U};
  std::filesystem::path ca;
};

struct StoreConfig {
  StoreKind kind = StoreKind::kSqlite;
  std::filesystem::path sqlite = "cramp-cds.sqlite";
  SecretText postgresql{{}};
  SecretText hash_key{{}};
  Duration retention{std::chrono::hours(24 * 730)};
  unsigned queue = 10'000;
  Duration lookup_timeout{50};
  bool keep_comments = false;
};

struct PolicyConfig {
  unsigned cards = 3;
  std::vector<std::string> silent_services, silent_rules;
  Duration suppress_overridden{std::chrono::hours(24 * 90)};
  Duration suppress_shown{0};
};

struct LogConfig {
  LogLevel level = LogLevel::kInfo;
  bool calls = true;
  unsigned queue = 10'000;
};

struct MetricsConfig {
  bool by_client = true;
  unsigned series = 2'000;
};

struct Config {
  ServerConfig server;
  AdminConfig admin;
  LimitsConfig limits;
  ContentConfig content;
  TrustConfig trust;
  std::vector<ClientConfig> clients;
  FhirConfig fhir;
  StoreConfig store;
  PolicyConfig policy;
  LogConfig log;
  MetricsConfig metrics;
};

/// Whether the two are the same in everything that a reload applies is not asked; this lists the
/// settings that differ and need a restart, by key path.
std::vector<std::string> needing_restart(const Config& running, const Config& wanted);

}  // namespace cramp::app
