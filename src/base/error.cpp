#include "base/error.hpp"

#include <array>

namespace cramp::base {

namespace {

constexpr std::array<CodeInfo, 14> kCodes{{
    {400, "structure", "malformed"},
    {401, "login", "unauthorized"},
    {403, "forbidden", "forbidden"},
    {404, "not-found", "not-found"},
    {405, "not-supported", "method-not-allowed"},
    {408, "timeout", "timeout"},
    {412, "required", "precondition-failed"},
    {413, "too-long", "too-large"},
    {415, "not-supported", "unsupported-media"},
    {422, "invalid", "unprocessable"},
    {431, "too-long", "headers-too-large"},
    {500, "exception", "content"},
    {503, "throttled", "overloaded"},
    {500, "exception", "internal"},
}};

}  // namespace

const CodeInfo& info(Code code) {
  return kCodes.at(static_cast<std::size_t>(code));
}

std::string describe(const Error& error) {
  const std::string& text = error.internal_text.empty() ? error.public_text : error.internal_text;
  return error.where.empty() ? text : error.where + ": " + text;
}

}  // namespace cramp::base
