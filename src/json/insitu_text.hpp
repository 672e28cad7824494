#pragma once
// The text that RapidJSON's reader reads and unescapes in place, and what is stricter or faster
// here than its own stream: whole runs of a string are scanned at once and checked as UTF-8.
// Internal to json.

#include <rapidjson/reader.h>

#include <cstddef>
#include <cstring>

#include "json/string_scan.hpp"
#include "json/utf8.hpp"

namespace cramp::json {

/// RapidJSON's stream concept over a NUL-terminated buffer with `kPadding` bytes behind it.
class InsituText {
 public:
  using Ch = char;
  explicit InsituText(char* text) : read_(text), start_(text) {}

  Ch Peek() const { return *read_; }
  Ch Take() { return *read_++; }
  std::size_t Tell() const { return static_cast<std::size_t>(read_ - start_); }
  std::size_t offset_of(const Ch* place) const { return static_cast<std::size_t>(place - start_); }
  Ch* PutBegin() { return write_ = read_; }
  void Put(Ch c) { *write_++ = c; }
  std::size_t PutEnd(const Ch* begin) { return static_cast<std::size_t>(write_ - begin); }

  void skip_whitespace() {
    while (*read_ == ' ' || *read_ == '\n' || *read_ == '\r' || *read_ == '\t') ++read_;
  }

  /// Moves the plain part of a string that starts here to where it is written. False, at the first
  /// byte that is not UTF-8, when there is one.
  bool take_run() {
    const StringRun run = scan_string(read_);
    if (!run.ascii) {
      if (const std::size_t bad = find_invalid_utf8({read_, run.size}); bad < run.size) {
        read_ += bad;
        return false;
      }
    }
    if (write_ != read_) std::memmove(write_, read_, run.size);
    read_ += run.size;
    write_ += run.size;
    return true;
  }

  /// Lets the reader stop at the next character: one that no string may hold takes its place.
  void spoil_next() {
    if (*read_ != '\0') *read_ = '\x01';
  }

 private:
  Ch* read_;
  Ch* write_ = nullptr;
  Ch* start_;
};

inline void SkipWhitespace(InsituText& text) {
  text.skip_whitespace();
}

/// UTF-8 that has no surrogates. RapidJSON 1.1 by itself lets an escaped lone low surrogate pass.
struct StrictUtf8 : rapidjson::UTF8<> {
  using rapidjson::UTF8<>::Encode;
  static void Encode(InsituText& text, unsigned codepoint) {
    if (codepoint >= 0xD800 && codepoint <= 0xDFFF) text.spoil_next();
    rapidjson::UTF8<>::Encode(text, codepoint);
  }
};

}  // namespace cramp::json

template <>
struct rapidjson::StreamTraits<cramp::json::InsituText> {
  enum { copyOptimization = 1 };
};

/// Called for the next character of a string that is neither quote, backslash nor control
/// character.
template <>
struct rapidjson::Transcoder<cramp::json::StrictUtf8, cramp::json::StrictUtf8> {
  static bool Transcode(cramp::json::InsituText& in, cramp::json::InsituText& /*out*/) {
    return in.take_run();
  }
  template <class In, class Out>
  static bool Transcode(In& in, Out& out) {
    out.Put(in.Take());
    return true;
  }
  template <class In, class Out>
  static bool Validate(In& in, Out& out) {
    return Transcode(in, out);
  }
};
