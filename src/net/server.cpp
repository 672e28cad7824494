#include "net/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "net/worker.hpp"

namespace cramp::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

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
  base::Error cannot_listen(const boost::system::error_code& error) const;
  std::shared_ptr<const TlsContext> tls() {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
  }
  /// 503 where it can be said without a handshake.
  void turn_away(tcp::socket& socket, const std::string& answer);

  ServerOptions options_;
  Handler handler_;
  Statistics statistics_;
  std::mutex tls_mutex_;
  std::shared_ptr<const TlsContext> tls_;  // under tls_mutex_
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<tcp::acceptor> acceptor_;  // on the first worker's thread
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
  const std::string full = full_response();
  asio::steady_timer pause(workers_.front()->context());
  for (std::size_t next = 0;; ++next) {
    Worker& worker = *workers_[next % workers_.size()];
    tcp::socket socket(worker.context());
    auto [error] = co_await acceptor_->async_accept(socket, asio::as_tuple(asio::use_awaitable));
    if (!acceptor_->is_open()) co_return;
    if (error) {  // out of descriptors, mostly: give the open connections time to end
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    if (statistics_.connections >= static_cast<std::int64_t>(options_.connections)) {
      turn_away(socket, full);
      continue;
    }
    ++statistics_.accepted;
    ++statistics_.connections;
    worker.serve(std::move(socket), tls());
  }
}

void Server::Impl::turn_away(tcp::socket& socket, const std::string& answer) {
  ++statistics_.turned_away;
  if (tls() != nullptr) return;
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(answer), ignored);
}

void Server::Impl::stop() {
  if (workers_.empty()) return;
  asio::post(workers_.front()->context(), [this] {
    boost::system::error_code ignored;
    if (acceptor_) acceptor_->close(ignored);
  });
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
