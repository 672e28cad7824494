#pragma once
// Server side TLS 1.2 and 1.3 by OpenSSL: what is loaded from files once and used by many
// connections.

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/result.hpp"

namespace cramp::net {

struct TlsOptions {
  std::filesystem::path certificate;  ///< PEM: the leaf, then those above it
  std::filesystem::path key;          ///< PEM, without a pass phrase
  std::filesystem::path client_ca;    ///< PEM; empty: no client certificates are asked for
  bool require_client_certificate = false;
  bool only_tls13 = false;
};

/// Immutable; any thread. A connection keeps the one that it began with.
class TlsContext {
 public:
  /// Code::kContent naming the file at fault. The key must be the certificate's.
  static base::Result<std::shared_ptr<const TlsContext>> load(const TlsOptions& options);

  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// End of the leaf certificate's validity.
  std::chrono::system_clock::time_point expires() const;

  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  explicit TlsContext(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::net
