#pragma once
// One client connection: reads a request under limits, asks the handler, writes, and again.
// Internal to net.

#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>

#include "net/server.hpp"
#include "net/tls.hpp"

namespace cramp::net {

/// What all connections of a worker share; the worker's thread only.
struct Shared {
  const ServerOptions& options;
  const Handler& handler;
  Statistics& statistics;
  std::size_t limit;  ///< requests in flight on this thread
  std::size_t in_flight = 0;
  std::size_t connections = 0;  ///< of this thread

  /// Only with more connections than places can there be a request too many: else no request
  /// needs to wait so that the others are seen.
  bool crowded() const { return connections > limit; }
};

/// The place of one request among those in flight.
class Place {
 public:
  explicit Place(Shared& shared) : shared_(shared) {
    ++shared_.in_flight;
    ++shared_.statistics.in_flight;
  }
  ~Place() {
    --shared_.in_flight;
    --shared_.statistics.in_flight;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  Shared& shared_;
};

/// Lives on one thread. The owner looks at the deadline now and then and calls expire(): a deadline
/// costs an assignment and not a timer, and an expired read can still be answered with 408.
class Connection : public boost::intrusive::list_base_hook<> {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// Until the client or the server ends it. Never throws.
  virtual boost::asio::awaitable<void> run() = 0;
  /// Cancels what is waited for when the deadline is past.
  virtual void expire(Time now) = 0;
  /// No further request: an idle connection ends now, a busy one after its answer.
  virtual void drain() = 0;
  /// Ends it now.
  virtual void abort() = 0;
};

/// The memory of one body among all bodies: counted as it arrives, since what is announced and
/// never sent takes none.
class HeldBody {
 public:
  explicit HeldBody(Shared& shared) : shared_(shared) {}
  ~HeldBody() { grow_to(0); }
  HeldBody(const HeldBody&) = delete;
  HeldBody& operator=(const HeldBody&) = delete;

  /// 0 lets it go. False when that is too much for all together.
  bool grow_to(std::uint64_t size) {
    const auto all = shared_.statistics.body_bytes += size - size_;
    size_ = size;
    return all <= shared_.options.buffered_bytes;
  }

 private:
  Shared& shared_;
  std::uint64_t size_ = 0;
};

std::unique_ptr<Connection> plain_connection(boost::asio::ip::tcp::socket socket, Shared& shared);
std::unique_ptr<Connection> tls_connection(boost::asio::ip::tcp::socket socket, Shared& shared,
                                           std::shared_ptr<const TlsContext> context);

}  // namespace cramp::net
