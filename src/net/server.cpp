#include "net/server.hpp"

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <vector>

#include "net/worker.hpp"

namespace cramp::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// So many are told that the service is full, at a time; the others are closed without a word.
constexpr unsigned kLeaving = 64;

/// Sent at once to a connection over the limit, without reading its request.
std::string full_response() {
  const std::string body =
      error_response({base::Code::kOverloaded, "Too many connections.", {}, {}}).body;
  return "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
         "Content-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler, std::shared_ptr<const TlsContext> tls)
      : options_(std::move(options)), handler_(std::move(handler)), tls_(std::move(tls)) {
    if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    options_.drain_timeout = std::chrono::milliseconds(0);
    try {
      stop();
    } catch (const std::exception&) {
      std::terminate();  // threads that cannot be told to end would outlive what they use
    }
  }

  base::Status start();
  void stop();
  std::uint16_t port() const { return port_; }
  const Statistics& statistics() const { return statistics_; }
  void set_tls(std::shared_ptr<const TlsContext> tls) {
    const std::lock_guard lock(tls_mutex_);
    tls_ = std::move(tls);
  }

 private:
  asio::awaitable<void> accept();
  /// Hands the connection to the next worker, or turns it away.
  void take(tcp::socket socket, Worker& worker);
  Worker& next_worker() { return *workers_[next_++ % workers_.size()]; }
  /// Those that the kernel has accepted are taken: they would be reset. On the acceptor's thread.
  void close_acceptor();
  base::Error cannot_listen(const boost::system::error_code& error) const;
  std::shared_ptr<const TlsContext> tls() {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
  }
  /// 503 where it can be said without a handshake.
  asio::awaitable<void> turn_away(std::shared_ptr<tcp::socket> socket);

  ServerOptions options_;
  Handler handler_;
  Statistics statistics_;
  std::mutex tls_mutex_;
  std::shared_ptr<const TlsContext> tls_;  // under tls_mutex_
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<tcp::acceptor> acceptor_;  // on the first worker's thread
  std::size_t next_ = 0;                     // on the first worker's thread
  const std::string full_ = full_response();
  std::atomic<unsigned> leaving_ = 0;  // being turned away
  std::uint16_t port_ = 0;
};

base::Error Server::Impl::cannot_listen(const boost::system::error_code& error) const {
  const std::string text = "cannot listen on " + options_.address + ":" +
                           std::to_string(options_.port) + ": " + error.message();
  return {base::Code::kInternal, text, text, {}};
}

base::Status Server::Impl::start() {
  for (unsigned i = 0; i < options_.threads; ++i) {
    workers_.push_back(std::make_unique<Worker>(options_, handler_, statistics_));
  }
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error) return cannot_listen(error);
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_ = std::make_unique<tcp::acceptor>(workers_.front()->context());
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(error);
  port_ = acceptor_->local_endpoint().port();
  asio::co_spawn(workers_.front()->context(), accept(), asio::detached);
  for (auto& worker : workers_) worker->start();
  return base::Ok{};
}

asio::awaitable<void> Server::Impl::accept() {
  asio::steady_timer pause(workers_.front()->context());
  for (;;) {
    Worker& worker = next_worker();
    tcp::socket socket(worker.context());
    auto [error] = co_await acceptor_->async_accept(socket, asio::as_tuple(asio::use_awaitable));
    if (!acceptor_->is_open()) co_return;
    if (error) {  // out of descriptors, mostly: give the open connections time to end
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    take(std::move(socket), worker);
  }
}

void Server::Impl::close_acceptor() {
  if (!acceptor_) return;
  boost::system::error_code error;
  acceptor_->non_blocking(true, error);
  while (!error) {
    Worker& worker = next_worker();
    tcp::socket socket(worker.context());
    acceptor_->accept(socket, error);
    if (!error) take(std::move(socket), worker);
  }
  acceptor_->close(error);
}

void Server::Impl::take(tcp::socket socket, Worker& worker) {
  if (statistics_.connections >= static_cast<std::int64_t>(options_.connections)) {
    ++statistics_.turned_away;
    if (tls() != nullptr || leaving_ >= kLeaving) return;
    ++leaving_;
    asio::co_spawn(worker.context(), turn_away(std::make_shared<tcp::socket>(std::move(socket))),
                   asio::detached);
    return;
  }
  ++statistics_.accepted;
  ++statistics_.connections;
  worker.serve(std::move(socket), tls());
}

asio::awaitable<void> Server::Impl::turn_away(std::shared_ptr<tcp::socket> socket) {
  constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
  asio::steady_timer limit(socket->get_executor(), std::chrono::seconds(1));
  limit.async_wait([socket](const boost::system::error_code& ended) {
    boost::system::error_code ignored;
    if (!ended) socket->close(ignored);
  });
  co_await asio::async_write(*socket, asio::buffer(full_), kAwait);
  // Its request is read and dropped, since closing a socket with unread bytes would reset the
  // connection before the client has seen the answer.
  boost::system::error_code ignored;
  socket->shutdown(tcp::socket::shutdown_send, ignored);
  std::array<char, 4096> dropped{};
  for (boost::system::error_code error; !error;) {
    error = std::get<0>(co_await socket->async_read_some(asio::buffer(dropped), kAwait));
  }
  limit.cancel();
  --leaving_;
}

void Server::Impl::stop() {
  if (workers_.empty()) return;
  if (port_ != 0) {
    std::promise<void> closed;
    asio::post(workers_.front()->context(), [&] {
      close_acceptor();
      closed.set_value();
    });
    closed.get_future().wait();
  }
  for (auto& worker : workers_) worker->drain();

  std::mutex mutex;
  std::condition_variable all_done;
  bool done = false;
  std::thread watchdog([&] {
    std::unique_lock lock(mutex);
    if (!all_done.wait_for(lock, options_.drain_timeout, [&] { return done; })) {
      for (auto& worker : workers_) worker->abort();
    }
  });
  for (auto& worker : workers_) worker->join();
  {
    const std::lock_guard lock(mutex);
    done = true;
  }
  all_done.notify_one();
  watchdog.join();
  acceptor_.reset();
  workers_.clear();
}

Server::Server(ServerOptions options, Handler handler, std::shared_ptr<const TlsContext> tls)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(tls))) {}
Server::~Server() = default;
base::Status Server::start() {
  return impl_->start();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
void Server::set_tls(std::shared_ptr<const TlsContext> tls) {
  impl_->set_tls(std::move(tls));
}
const Statistics& Server::statistics() const {
  return impl_->statistics();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace cramp::net
