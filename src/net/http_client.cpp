#include "net/http_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <thread>

#include "net/http_link.hpp"
#include "net/resolver.hpp"

namespace cramp::net {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kIdle{30};
constexpr std::chrono::seconds kSweep{5};

/// The connections to one origin. At most `limit` exchanges at once, so that there are never more
/// connections than that.
class Pool {
 public:
  explicit Pool(unsigned limit) : limit_(limit) {}

  /// A place among the exchanges, in the order of asking; false when the deadline came first.
  asio::awaitable<bool> enter(asio::io_context& context, Clock::time_point deadline) {
    if (busy_ < limit_) {
      ++busy_;
      co_return true;
    }
    Waiter waiter{asio::steady_timer(context, deadline)};
    waiting_.push_back(&waiter);
    co_await waiter.timer.async_wait(kAwait);
    if (!waiter.has_place) std::erase(waiting_, &waiter);
    co_return waiter.has_place;
  }

  /// Gives the place to the next, if somebody waits.
  void leave() {
    if (waiting_.empty()) {
      --busy_;
      return;
    }
    waiting_.front()->has_place = true;
    waiting_.front()->timer.cancel();
    waiting_.pop_front();
  }

  /// The connection that was used last; nothing when there is none to rely on.
  std::unique_ptr<HttpLink> take() {
    while (!idle_.empty()) {
      auto link = std::move(idle_.back());
      idle_.pop_back();
      if (link->is_quiet()) return link;
    }
    return nullptr;
  }

  void keep(std::unique_ptr<HttpLink> link) {
    link->last_used = Clock::now();
    idle_.push_back(std::move(link));
  }

  void sweep(Clock::time_point now) {
    std::erase_if(idle_, [&](const auto& link) {
      return now - link->last_used > kIdle || !link->is_quiet();
    });
  }

  bool is_unused() const { return busy_ == 0 && idle_.empty() && waiting_.empty(); }
  std::size_t size() const { return busy_ + idle_.size(); }
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiter {
    asio::steady_timer timer;
    bool has_place = false;
  };

  std::size_t limit_, busy_ = 0;
  std::deque<std::unique_ptr<HttpLink>> idle_;
  std::deque<Waiter*> waiting_;
};

/// A place in a pool until the end of the exchange.
class Place {
 public:
  explicit Place(Pool& pool) : pool_(pool) {}
  ~Place() { pool_.leave(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  Pool& pool_;
};

HttpAnswer ended(HttpEnd end) {
  HttpAnswer answer;
  answer.end = end;
  return answer;
}

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(unsigned connections) : connections_(connections) {
    asio::co_spawn(context_, sweep(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    context_.stop();
    thread_.join();
  }

  asio::awaitable<HttpAnswer> get(HttpGet get) {
    HttpAnswer answer;
    try {
      answer = co_await exchange(get);
    } catch (const std::exception&) {
      answer = ended(HttpEnd::kUnreachable);  // no memory, no thread for a look-up
    }
    statistics_.bytes += answer.body.size();
    count_connections();
    co_return answer;
  }

  asio::io_context& context() { return context_; }
  const HttpClientStatistics& statistics() const { return statistics_; }

 private:
  asio::awaitable<HttpAnswer> exchange(const HttpGet& get) {
    Pool& pool = pool_of(get);
    if (!co_await pool.enter(context_, get.deadline)) co_return ended(HttpEnd::kTimeout);
    const Place place(pool);
    if (auto link = pool.take()) {
      ++statistics_.reused;
      bool begun = false;
      HttpAnswer answer = co_await link->exchange(get, begun);
      if (link->reusable) pool.keep(std::move(link));
      if (answer.end != HttpEnd::kClosed || begun) co_return answer;
      ++statistics_.repeated;
    }
    const auto addresses = co_await resolver_.resolve(get.url.host, get.deadline);
    auto link = make_link(context_, get);
    const HttpEnd end = co_await link->connect(get, addresses);
    if (end != HttpEnd::kAnswered) co_return ended(end);
    ++statistics_.opened;
    bool begun = false;
    HttpAnswer answer = co_await link->exchange(get, begun);
    if (link->reusable) pool.keep(std::move(link));
    co_return answer;
  }

  Pool& pool_of(const HttpGet& get) {
    const std::pair key(get.url.origin(), get.url.secure ? get.tls.get() : nullptr);
    return pools_.try_emplace(key, connections_).first->second;
  }

  /// Ends connections that nobody needs any more, and forgets origins without any.
  asio::awaitable<void> sweep() {
    for (;;) {
      timer_.expires_after(kSweep);
      co_await timer_.async_wait(kAwait);
      for (auto& [key, pool] : pools_) pool.sweep(Clock::now());
      std::erase_if(pools_, [](const auto& entry) { return entry.second.is_unused(); });
      count_connections();
    }
  }

  void count_connections() {
    std::size_t open = 0, waiting = 0;
    for (const auto& [key, pool] : pools_) {
      open += pool.size();
      waiting += pool.waiting();
    }
    statistics_.open = static_cast<std::int64_t>(open);
    statistics_.waiting = static_cast<std::int64_t>(waiting);
  }

  HttpClientStatistics statistics_;
  unsigned connections_;
  asio::io_context context_{1};
  Resolver resolver_{context_.get_executor()};
  std::map<std::pair<std::string, const ClientTls*>, Pool> pools_;
  asio::steady_timer timer_{context_};
  std::thread thread_;
};

HttpClient::HttpClient(unsigned connections) : impl_(std::make_unique<Impl>(connections)) {}
HttpClient::~HttpClient() = default;

asio::awaitable<HttpAnswer> HttpClient::get(HttpGet get) {
  co_return co_await asio::co_spawn(impl_->context(), impl_->get(std::move(get)),
                                    asio::use_awaitable);
}

const HttpClientStatistics& HttpClient::statistics() const {
  return impl_->statistics();
}

}  // namespace cramp::net
