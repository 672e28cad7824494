#include "app/trace.hpp"

#include <algorithm>

#include "base/uuid.hpp"

namespace cramp::app {

namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) {
  return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

std::string random_id(std::size_t digits) {
  std::string id = base::new_uuid();
  std::erase(id, '-');
  id.resize(digits);
  return id;
}

}  // namespace

std::string Trace::header() const {
  return "00-" + trace_id + '-' + span + (sampled ? "-01" : "-00");
}

Trace trace_from(std::string_view header) {
  // version "-" trace-id "-" parent-id "-" trace-flags; a later version may go on after that.
  Trace trace;
  trace.span = random_id(16);
  const bool valid = header.size() >= 55 && is_hex(header.substr(0, 2)) &&
                     header.substr(0, 2) != "ff" && header[2] == '-' && header[35] == '-' &&
                     header[52] == '-' && is_id(header.substr(3, 32)) &&
                     is_id(header.substr(36, 16)) && is_hex(header.substr(53, 2)) &&
                     (header.size() == 55 || (header.substr(0, 2) != "00" && header[55] == '-'));
  if (!valid) {
    trace.trace_id = random_id(32);
    return trace;
  }
  trace.trace_id = header.substr(3, 32);
  trace.parent = header.substr(36, 16);
  const char flags = header[54];  // the lowest bit: sampled
  trace.sampled = ((flags <= '9' ? flags - '0' : flags - 'a' + 10) & 1) != 0;
  return trace;
}

}  // namespace cramp::app
