#pragma once
// What people look at with a browser: the embedded pages, and what these ask the service for.

#include <optional>

#include "app/state.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// The answer to a request of a browser; nothing when the path is none of the pages'. Knows nobody:
/// for a listener that only those reach who may see it. Any thread.
std::optional<net::Response> respond_page(const State& state, const net::Request& request);

}  // namespace cramp::app
