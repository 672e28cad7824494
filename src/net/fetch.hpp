#pragma once
// One GET on a connection of its own, for small documents that are fetched seldom: key sets.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "net/url.hpp"

namespace cramp::net {

struct FetchOptions {
  std::filesystem::path ca;                  ///< PEM; empty: the system's authorities
  std::chrono::milliseconds timeout{5'000};  ///< from looking up the host to the last byte
  std::size_t bytes = 256U << 10U;           ///< of the body
};

/// The body of a 200; `internal_text` of the error says what else happened. The server's
/// certificate must be valid for the host; redirects are not followed. Runs on the coroutine's
/// executor, which must be one thread or a strand.
boost::asio::awaitable<base::Result<std::string>> fetch(Url url, FetchOptions options);

}  // namespace cramp::net
