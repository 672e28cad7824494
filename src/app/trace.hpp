#pragma once
// W3C Trace Context (REC 2021-11-23): one call's place in a trace that the caller may have begun.

#include <string>
#include <string_view>

namespace cramp::app {

struct Trace {
  std::string trace_id;  ///< 32 lower-case hexadecimal digits
  std::string parent;    ///< the caller's span, or empty
  std::string span;      ///< ours
  bool sampled = true;

  /// `traceparent` for what this call itself asks others.
  std::string header() const;
};

/// Goes on with the caller's trace; begins one where the header is missing or not valid.
Trace trace_from(std::string_view traceparent);

}  // namespace cramp::app
