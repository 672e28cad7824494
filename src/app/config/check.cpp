#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/admin.hpp"
#include "app/config/load.hpp"
#include "net/url.hpp"
#include "store/database.hpp"

namespace cramp::app {

namespace {

namespace fs = std::filesystem;

/// Collects faults at the place of a setting, or of the nearest section that the file has.
class Checker {
 public:
  Checker(const LoadedConfig& loaded, const std::string& file, base::Faults& faults)
      : loaded_(loaded), file_(file), faults_(faults) {}

  void wrong_if(bool wrong, const std::string& path, const std::string& text) {
    if (!wrong) return;
    const std::string whole = path + ": " + text;
    faults_.push_back({base::Code::kContent, whole, whole, place(path)});
  }

  void must_be_readable(const fs::path& file, const std::string& path) {
    std::error_code ignored;
    wrong_if(!file.empty() && !fs::is_regular_file(file, ignored), path,
             "there is no file " + file.string());
  }

 private:
  std::string place(std::string path) const {
    for (;;) {
      if (const auto found = loaded_.places.find(path); found != loaded_.places.end())
        return found->second;
      const auto end = path.find_last_of(".[");
      if (end == std::string::npos) return file_;
      path.resize(end);
    }
  }

  const LoadedConfig& loaded_;
  const std::string& file_;
  base::Faults& faults_;
};

void check_server(const Config& config, bool dev, Checker& check) {
  const TlsConfig& tls = config.server.tls;
  check.wrong_if(tls.certificate.empty() != tls.key.empty(), "server.tls",
                 "certificate and key go together");
  check.must_be_readable(tls.certificate, "server.tls.certificate");
  check.must_be_readable(tls.key, "server.tls.key");
  check.must_be_readable(tls.client_ca, "server.tls.client_ca");
  check.wrong_if(!tls.certificate.empty() && config.server.behind_proxy, "server.behind_proxy",
                 "TLS ends either here or at the proxy");
  check.wrong_if(!dev && tls.certificate.empty() && !config.server.behind_proxy, "server",
                 "needs tls.certificate and tls.key, or behind_proxy = true");
  check.wrong_if(tls.require_client_certificate && tls.client_ca.empty(),
                 "server.tls.require_client_certificate", "needs client_ca");
  check.wrong_if(!tls.client_ca.empty() && tls.certificate.empty(), "server.tls.client_ca",
                 "needs certificate and key");
  check.wrong_if(config.admin.enabled && config.server.listen.port != 0 &&
                     config.server.listen == config.admin.listen,
                 "admin.listen", "is the address of server.listen");
  const std::string& url = config.server.public_url;
  check.wrong_if(
      !url.empty() && !url.starts_with("https://") && !(dev && url.starts_with("http://")),
      "server.public_url", "must start with https://");
  check.wrong_if(url.ends_with('/'), "server.public_url", "must not end with /");
  const std::string& token = config.admin.token.expose();
  check.wrong_if(!token.empty() && token.size() < 16 && !is_loopback(config.admin.listen.host),
                 "admin.token", "must have at least 16 characters");
}

bool is_fingerprint(const std::string& text) {
  const auto colons = std::count(text.begin(), text.end(), ':');
  const bool digits = std::all_of(
      text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0 || c == ':'; });
  return digits && text.size() - static_cast<std::size_t>(colons) == 64;
}

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

void check_origins(const ClientConfig& client, const std::string& path, Checker& check) {
  const bool test = client.environment == Environment::kTest;
  const auto is_plain = [](const Origin& origin) { return origin.text.starts_with("http:"); };
  check.wrong_if(
      !test && std::any_of(client.fhir_servers.begin(), client.fhir_servers.end(), is_plain),
      path + ".fhir_servers", "must be https, except with environment = \"test\"");
  check.wrong_if(client.open_fhir_servers && !test, path + ".open_fhir_servers",
                 "is for test clients: environment = \"test\"");
  if (!client.jku.empty()) {
    const auto url = net::Url::parse(client.jku);
    check.wrong_if(!url, path + ".jku", "must be a URL, without user and fragment");
    check.wrong_if(url && !url->secure && !(test && is_loopback(url->host)), path + ".jku",
                   "must be https, except on this machine with environment = \"test\"");
  }
  check.wrong_if(client.prefetch_only && !client.fhir_servers.empty(), path + ".prefetch_only",
                 "says that nothing is fetched, but there are fhir_servers");
}

void check_client(const ClientConfig& client, const Config& config, const std::string& path,
                  Checker& check) {
  check.wrong_if(!is_name(client.id), path + ".id",
                 "wants 1 to 64 letters, digits, - and _, and names the client in logs");
  const bool jwt = client.authentication != Authentication::kCertificate;
  const bool certificate = client.authentication != Authentication::kJwt;
  check.wrong_if(jwt && client.issuer.empty(), path + ".issuer", "is needed to tell its tokens");
  check.wrong_if(jwt && client.jku.empty() && client.keys.empty(), path,
                 "needs keys: a jku or a file of keys");
  check.wrong_if(jwt && client.algorithms.empty(), path + ".algorithms", "must not be empty");
  check.wrong_if(jwt && client.audiences.empty() && config.server.public_url.empty(),
                 path + ".audiences", "is needed where server.public_url is not set");
  check.must_be_readable(client.keys, path + ".keys");
  check.wrong_if(certificate && client.certificates.empty(), path + ".certificates",
                 "is needed to tell its certificates");
  check.wrong_if(certificate && config.server.tls.client_ca.empty(), path + ".authentication",
                 "by certificate needs server.tls.client_ca");
  for (const std::string& fingerprint : client.certificates) {
    check.wrong_if(!is_fingerprint(fingerprint), path + ".certificates",
                   "wants SHA-256 fingerprints of 64 hexadecimal digits");
  }
  check_origins(client, path, check);
}

/// No two clients may answer to the same token or certificate.
void check_clients(const Config& config, bool dev, Checker& check) {
  check.wrong_if(!dev && config.clients.empty(), "clients", "needs at least one client");
  std::set<std::string> ids, issuers, certificates;
  for (std::size_t i = 0; i < config.clients.size(); ++i) {
    const ClientConfig& client = config.clients[i];
    const std::string path = fmt::format("clients[{}]", i);
    check_client(client, config, path, check);
    check.wrong_if(!ids.insert(client.id).second, path + ".id", "is that of another client");
    auto tenants = client.tenants;
    if (tenants.empty()) tenants.emplace_back();
    for (const std::string& tenant : tenants) {
      check.wrong_if(
          !client.issuer.empty() && !issuers.insert(client.issuer + '\n' + tenant).second,
          path + ".issuer", "is that of another client for the same tenant");
    }
    for (const std::string& fingerprint : client.certificates) {
      check.wrong_if(!certificates.insert(fingerprint).second, path + ".certificates",
                     "are those of another client");
    }
  }
}

void check_store(const StoreConfig& store, Checker& check) {
  if (store.kind == StoreKind::kNone) return;
  check.wrong_if(store.kind == StoreKind::kSqlite && store.sqlite.empty(), "store.sqlite",
                 "names the database file");
  check.wrong_if(store.kind == StoreKind::kPostgresql && store.postgresql.expose().empty(),
                 "store.postgresql", "is the connection string of the database");
  check.wrong_if(
      store.kind == StoreKind::kPostgresql && !store::is_conninfo(store.postgresql.expose()),
      "store.postgresql", "cannot be read: keywords or a URI, as libpq has them");
  const std::string& key = store.hash_key.expose();
  check.wrong_if(key.empty() && store.kind == StoreKind::kPostgresql, "store.hash_key",
                 "is needed: all replicas must have the same");
  check.wrong_if(!key.empty() && key.size() < 32, "store.hash_key",
                 "must have at least 32 characters");
}

}  // namespace

void check_config(const LoadedConfig& loaded, const std::string& file, bool dev,
                  base::Faults& faults) {
  const Config& config = loaded.config;
  Checker check(loaded, file, faults);
  check_server(config, dev, check);
  check_clients(config, dev, check);
  check_store(config.store, check);
  check.wrong_if(config.limits.buffered.count < config.limits.body.count, "limits.buffered",
                 "must have room for one body of the largest size");
  std::error_code ignored;
  check.wrong_if(
      !config.content.directory.empty() && !fs::is_directory(config.content.directory, ignored),
      "content.directory", "there is no such folder");
}

}  // namespace cramp::app
