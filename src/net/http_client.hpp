#pragma once
// GET over HTTP/1.1 with connections that are kept: for data that is fetched while somebody waits.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "net/url.hpp"

namespace cramp::net {

/// What a client believes of servers' certificates. Immutable; any thread.
class ClientTls {
 public:
  /// TLS 1.2 or later, authorities out of a PEM file, or the system's where there is none.
  /// Code::kContent naming the file.
  static base::Result<std::shared_ptr<const ClientTls>> load(const std::filesystem::path& ca);

  ~ClientTls();
  ClientTls(const ClientTls&) = delete;
  ClientTls& operator=(const ClientTls&) = delete;

  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  explicit ClientTls(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

struct HttpGet {
  using Time = std::chrono::steady_clock::time_point;

  Url url;
  base::Secret<std::string> bearer{{}};  ///< empty: no Authorization
  std::shared_ptr<const ClientTls> tls;  ///< for https
  std::chrono::milliseconds connect_timeout{500};
  Time deadline;          ///< whatever has not come by then, has not come
  std::size_t bytes = 0;  ///< of the body as it is sent
};

/// How an exchange ended, as far as HTTP is concerned.
enum class HttpEnd : std::uint8_t {
  kAnswered,     ///< whole, whatever its status
  kUnreachable,  ///< no address, or nobody there
  kNotTrusted,   ///< the TLS handshake failed: certificate, name, version
  kTimeout,      ///< the deadline passed, or the one for connecting
  kClosed,       ///< the server ended the connection too early
  kTooLarge,     ///< more than `bytes`
  kNotHttp,
};

struct HttpAnswer {
  HttpEnd end = HttpEnd::kUnreachable;
  unsigned status = 0;
  std::string body;
  std::string content_encoding;
  std::optional<std::chrono::seconds> retry_after;  ///< where it was given in seconds
};

/// Any thread; each number by itself is true.
struct HttpClientStatistics {
  std::atomic<std::uint64_t> opened = 0;    ///< connections
  std::atomic<std::uint64_t> reused = 0;    ///< exchanges on a connection that was there already
  std::atomic<std::uint64_t> repeated = 0;  ///< since a kept connection turned out to be closed
  std::atomic<std::uint64_t> bytes = 0;     ///< of bodies
  std::atomic<std::int64_t> open = 0;       ///< connections now, also idle ones
  std::atomic<std::int64_t> waiting = 0;    ///< for a connection, now
};

/// Connections are kept for each origin and TLS, at most `connections` at once, half a minute
/// unused; who comes when all are busy waits in order. Redirects are answers like any other, and
/// not followed. A GET on a kept connection that ends before the first byte of an answer is
/// repeated once on a new one; nothing else is. Certificates must be valid for the host (SNI, RFC
/// 6125). All I/O is on one thread of its own. Any thread.
class HttpClient {
 public:
  explicit HttpClient(unsigned connections);
  ~HttpClient();  ///< after the end of all gets
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Ends soon after the deadline at the latest. Never throws.
  boost::asio::awaitable<HttpAnswer> get(HttpGet get);
  const HttpClientStatistics& statistics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::net
