#pragma once
// Turns parse events into Nodes. Internal to json; the event names are RapidJSON's.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.hpp"
#include "json/document.hpp"

namespace cramp::json {

/// Why a builder stopped the parse.
enum class BuildFault : std::uint8_t { kNone, kTooDeep, kDuplicateName };

/// Gathers the nodes of open containers on one stack; a container's nodes move to the arena when it
/// closes, so that they lie side by side. Refuses by returning false.
class TreeBuilder {
 public:
  TreeBuilder(base::Arena& arena, std::size_t depth_limit);

  bool Null() { return push({}); }
  bool Bool(bool value) {
    return push({.type = Type::kBoolean, .boolean = value, .text = nullptr});
  }
  bool RawNumber(const char* text, std::uint32_t size, bool /*copy*/) {
    return push({.type = Type::kNumber, .size = size, .text = text});
  }
  bool String(const char* text, std::uint32_t size, bool /*copy*/) {
    return push({.type = Type::kString, .size = size, .text = text});
  }
  bool Key(const char* text, std::uint32_t size, bool /*copy*/) {
    return push({.type = Type::kString, .size = size, .text = text});
  }
  bool StartObject() { return open(); }
  bool StartArray() { return open(); }
  bool EndObject(std::uint32_t count);
  bool EndArray(std::uint32_t count);

  // Never called: numbers keep their text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  /// The root, once the parse has succeeded.
  const Node* finish();

  BuildFault fault() const { return fault_; }
  /// The repeated name, in the text that is parsed.
  const char* duplicate() const { return duplicate_; }

 private:
  bool push(const Node& node) {
    if (top_ == end_) grow();
    *top_++ = node;
    return true;
  }
  bool open() {
    if (depth_ == depth_limit_) {
      fault_ = BuildFault::kTooDeep;
      return false;
    }
    ++depth_;
    return true;
  }
  void grow();
  /// The later one of two equal names, or nullptr.
  static const char* find_duplicate(const Member* members, std::size_t count);

  base::Arena& arena_;
  std::size_t depth_limit_;
  std::size_t depth_ = 0;
  std::vector<Node> stack_;
  Node* top_;
  Node* end_;
  BuildFault fault_ = BuildFault::kNone;
  const char* duplicate_ = nullptr;
};

}  // namespace cramp::json
