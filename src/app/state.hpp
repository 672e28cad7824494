#pragma once
// Everything that a reload replaces, as one immutable whole.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "app/config/config.hpp"
#include "app/pipeline.hpp"
#include "net/http_client.hpp"
#include "net/jose/key_set.hpp"
#include "net/tls.hpp"

namespace cramp::app {

/// What was said on the command line; it wins over the file.
struct Overrides {
  std::filesystem::path config;  ///< the file; empty: defaults
  std::optional<Endpoint> listen, admin_listen;
  std::string content;
  std::optional<unsigned> threads;
  bool dev = false;
};

/// Who is at the other end of a call.
struct Caller {
  const ClientConfig* client = nullptr;  ///< null: anybody, which only --dev allows
  std::string tenant;                    ///< of its token, or empty

  std::string_view id() const { return client == nullptr ? "dev" : std::string_view(client->id); }
};

/// The content once more, linked so that it can say why (engine/explanation.hpp). Loaded when it is
/// first asked for. Any thread.
class TracedCatalog {
 public:
  explicit TracedCatalog(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// nullptr when the folder has become faulty since the service loaded it.
  std::shared_ptr<const cdshooks::Catalog> get() const;

 private:
  std::filesystem::path folder_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const cdshooks::Catalog> catalog_;
};

/// Immutable; any thread. A call holds the State that it began with until its end.
struct State {
  Config config;
  bool dev = false;
  std::filesystem::path content;  ///< the folder that the pipeline's catalog was loaded from
  Pipeline pipeline;
  std::shared_ptr<const TracedCatalog> traced;  ///< never null
  std::shared_ptr<const net::TlsContext> tls;   ///< null: plain HTTP
  std::shared_ptr<const net::ClientTls> fhir_tls;
  std::unordered_map<std::string, const ClientConfig*> by_certificate;  ///< SHA-256
  std::unordered_multimap<std::string, const ClientConfig*> by_issuer;
  std::unordered_map<const ClientConfig*, std::shared_ptr<const net::jose::KeySet>> file_keys;
  std::set<std::string, std::less<>> cors_origins;  ///< of all clients

  /// Configuration, content and certificates; nullptr when there are faults. All are listed.
  static std::shared_ptr<const State> load(const Overrides& overrides, base::Faults& faults);
};

/// The State in force.
class StateHolder {
 public:
  explicit StateHolder(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  std::shared_ptr<const State> current() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  void replace(std::shared_ptr<const State> state) {
    const std::lock_guard lock(mutex_);
    state_.swap(state);  // the old one ends outside of the lock, with its last call
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const State> state_;
};

}  // namespace cramp::app
