#pragma once
// Host names to addresses, without a thread of ours waiting for a name server. Internal to net.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cramp::net {

/// One thread at a time only: that of its executor. The C library's look-up cannot be cancelled: it
/// runs on a thread of its own, one at a time for a host, which may outlive whoever asked, and this
/// object.
class Resolver {
 public:
  using Addresses = std::vector<boost::asio::ip::address>;
  using Time = std::chrono::steady_clock::time_point;

  explicit Resolver(boost::asio::any_io_executor home);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Empty when the host is not known, or not by the deadline. An address is its own answer; what
  /// was found is kept for half a minute.
  boost::asio::awaitable<Addresses> resolve(std::string host, Time deadline);

 private:
  struct Lookup;
  struct Host;

  void start(const std::string& name, Host& host);

  boost::asio::any_io_executor home_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;  ///< as many as the configuration names
};

}  // namespace cramp::net
