#pragma once
// Answers for the pages and what they load, from memory.

#include <optional>
#include <span>

#include "net/message.hpp"
#include "site/asset.hpp"

namespace cramp::site {

/// The answer to a request for a page or an asset; nothing when the path is none of them. A page
/// answers below its path too ("/rules/med-statin"): it reads the rest itself. GET and HEAD, 304
/// where the client has it, gzip where it takes it; other methods are refused. Any thread.
std::optional<net::Response> respond(const net::Request& request,
                                     std::span<const Asset> from = assets());

/// The headers of everything that a page may show or ask for: nothing from elsewhere, no inline
/// code, no frame around it.
void add_security_headers(net::Response& response);

}  // namespace cramp::site
