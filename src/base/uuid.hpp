#pragma once
#include <string>
#include <string_view>

namespace cramp::base {

/// A random UUID (RFC 4122 version 4), lower case, from the system's generator. Any thread.
std::string new_uuid();

/// True for 8-4-4-4-12 hexadecimal digits in either case (CH-052).
bool is_uuid(std::string_view text);

}  // namespace cramp::base
