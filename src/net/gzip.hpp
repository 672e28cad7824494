#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace cramp::net {

/// The text of a gzip body (RFC 1952), however many members it has. Code::kTooLarge as soon as it
/// would be longer than `limit`, without making more of it; Code::kMalformed when it is damaged,
/// cut off or followed by something else.
base::Result<std::string> gunzip(std::string_view packed, std::size_t limit);

}  // namespace cramp::net
