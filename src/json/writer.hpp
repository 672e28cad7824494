#pragma once
#include <string>

#include "json/document.hpp"
#include "json/value.hpp"

namespace cramp::json {

/// Compact JSON; members in their order, numbers as they were written. What is not UTF-8 in a
/// string is written as U+FFFD, so that the result is always JSON, given that numbers hold JSON
/// numbers. Recursion is as deep as the value, which is what `Limits::depth` allowed or the caller
/// built.
std::string write(const Value& value);
std::string write(View value);
/// Appends instead of returning, for a response that is put together from parts.
void write_to(std::string& out, const Value& value);
void write_to(std::string& out, View value);
/// Two-space indented, for people.
std::string write_pretty(const Value& value);

}  // namespace cramp::json
