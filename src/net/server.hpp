#pragma once
// The HTTP server: a thread per core, each with its own connections, coroutines over Beast.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/message.hpp"
#include "net/statistics.hpp"
#include "net/tls.hpp"

namespace cramp::net {

/// Answers one request. Called on the connection's thread; a long wait must be a co_await. An
/// exception out of it becomes a 500 without its text.
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 takes a free one
  unsigned threads = 0;       ///< 0: one for each core
  std::size_t connections = 1024;
  /// Requests worked on or waiting for their thread, over all threads; each thread has its share.
  std::size_t in_flight = 256;
  std::uint32_t header_bytes = 16U << 10U;
  std::uint64_t body_bytes = 16U << 20U;
  /// Of all bodies that are arriving or worked on; a request that would go over it gets 503.
  std::uint64_t buffered_bytes = 512U << 20U;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds header_timeout{10'000};  ///< from the first byte of a request: 408
  std::chrono::milliseconds body_timeout{15'000};    ///< from the end of the header: 408
  std::chrono::milliseconds idle_timeout{60'000};  ///< between requests, then closed without a word
  std::chrono::milliseconds write_timeout{30'000};
  std::chrono::milliseconds drain_timeout{10'000};  ///< for accepted requests after stop()
  /// After stop(), for what a client was about to send on an open connection: it is answered, and
  /// told that the connection ends. Closing at once would lose a request that is on its way.
  std::chrono::milliseconds last_request{1'000};
};

/// Every refusal of its own (400, 408, 413, 431, 500, 503) has an OperationOutcome body (CH-095).
class Server {
 public:
  /// With `tls`, HTTPS and nothing else.
  Server(ServerOptions options, Handler handler, std::shared_ptr<const TlsContext> tls = nullptr);
  ~Server();  ///< stops at once if still running

  /// Binds, listens and starts the threads.
  base::Status start();
  /// The port in use, after start().
  std::uint16_t port() const;
  /// For connections that begin from now on; only where the server began with TLS. Any thread.
  void set_tls(std::shared_ptr<const TlsContext> tls);
  const Statistics& statistics() const;
  /// Takes the connections that already wait, accepts no others, answers what comes within
  /// last_request, lets all of it finish within drain_timeout, joins the threads.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cramp::net
