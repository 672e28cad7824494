#include "net/resolver.hpp"

#include <netdb.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <mutex>
#include <thread>

namespace cramp::net {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kKept{30};

/// Blocks for as long as name servers take.
Resolver::Addresses look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  Resolver::Addresses addresses;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    if (at->ai_family == AF_INET) {
      sockaddr_in v4{};
      std::memcpy(&v4, at->ai_addr, sizeof v4);
      addresses.emplace_back(asio::ip::address_v4(ntohl(v4.sin_addr.s_addr)));
    } else if (at->ai_family == AF_INET6) {
      sockaddr_in6 v6{};
      std::memcpy(&v6, at->ai_addr, sizeof v6);
      asio::ip::address_v6::bytes_type bytes{};
      std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
      addresses.emplace_back(asio::ip::address_v6(bytes, v6.sin6_scope_id));
    }
  }
  freeaddrinfo(found);
  return addresses;
}

}  // namespace

/// What the look-up's thread shares with the resolver.
struct Resolver::Lookup {
  std::mutex mutex;
  asio::any_io_executor home;  ///< under mutex; empty once the resolver is gone
};

struct Resolver::Host {
  Addresses addresses;
  Time kept_until{};
  std::shared_ptr<Lookup> lookup;  ///< while one runs
  std::vector<asio::steady_timer*> waiting;
};

Resolver::Resolver(asio::any_io_executor home) : home_(std::move(home)) {}

Resolver::~Resolver() {
  for (const auto& [name, host] : hosts_) {
    if (!host->lookup) continue;
    const std::lock_guard lock(host->lookup->mutex);
    host->lookup->home = nullptr;
  }
}

void Resolver::start(const std::string& name, Host& host) {
  host.lookup = std::make_shared<Lookup>();
  host.lookup->home = home_;
  std::thread([name, &host, lookup = host.lookup] {
    Addresses addresses = look_up(name);
    const std::lock_guard lock(lookup->mutex);
    if (!lookup->home) return;
    asio::post(lookup->home, [&host, lookup, found = std::move(addresses)]() mutable {
      if (!lookup->home) return;  // gone in between
      host.addresses = std::move(found);
      host.kept_until = std::chrono::steady_clock::now() + kKept;
      host.lookup = nullptr;
      for (asio::steady_timer* timer : host.waiting) timer->cancel();
    });
  }).detach();
}

asio::awaitable<Resolver::Addresses> Resolver::resolve(std::string name, Time deadline) {
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(name, no_address);
  if (!no_address) co_return Addresses{address};
  auto& place = hosts_[name];
  if (!place) place = std::make_unique<Host>();
  Host& host = *place;
  if (!host.addresses.empty() && std::chrono::steady_clock::now() < host.kept_until)
    co_return host.addresses;
  if (!host.lookup) start(name, host);
  asio::steady_timer timer(home_, deadline);
  host.waiting.push_back(&timer);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  std::erase(host.waiting, &timer);
  co_return host.lookup ? Addresses() : host.addresses;
}

}  // namespace cramp::net
