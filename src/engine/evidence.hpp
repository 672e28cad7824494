#pragma once
// What values rest on, while an evaluation is traced: sets of facts that are united often and read
// seldom. Inside the engine only.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/document.hpp"

namespace cramp::engine {

/// A set of facts; 0 is the empty one.
using EvidenceId = std::uint32_t;

/// Two sets beside one another: what the value is made of, and what decided that it is this one.
/// They are kept apart so that an element of a tuple or an item of a list rests on its own origin
/// and not on that of its neighbours.
struct Pair {
  EvidenceId control = 0, data = 0;
};

/// Something that was read.
struct Fact {
  enum class Kind : std::uint8_t {
    kElement,    ///< `resource` and `path`
    kSearch,     ///< what the Retrieve of point `place` looked for
    kParameter,  ///< `place`: index of the parameter
  };
  Kind kind;
  const json::Node* resource = nullptr;
  std::uint32_t path = 0;  ///< 0: the resource as a whole
  std::uint32_t place = 0;
};

/// Sets grow by unions that share their parts, so that one costs the same whatever its size.
class EvidenceStore {
 public:
  EvidenceStore();

  EvidenceId element(const json::Node* resource, std::uint32_t path);
  EvidenceId search(std::uint32_t point);
  EvidenceId parameter(std::uint32_t index);
  EvidenceId unite(EvidenceId a, EvidenceId b);
  EvidenceId whole(const Pair& pair) { return unite(pair.control, pair.data); }
  Pair unite(const Pair& a, const Pair& b) {
    return {unite(a.control, b.control), unite(a.data, b.data)};
  }

  /// The path of an element of what stands at `parent`: ".name", or "[index]".
  std::uint32_t step(std::uint32_t parent, std::string_view name);
  std::uint32_t step(std::uint32_t parent, std::size_t index);
  const std::string& path(std::uint32_t id) const { return paths_[id]; }

  /// Each fact once, in the order in which they were read.
  std::vector<Fact> facts(const Pair& pair) const;
  /// False: there were more than kMaxSets unions, and what came later is missing.
  bool complete() const { return complete_; }

  static constexpr std::size_t kMaxSets = 8U << 20U;

 private:
  /// A leaf when `left` is 0: then `right` is a place in facts_.
  struct Set {
    EvidenceId left, right;
  };

  EvidenceId leaf(const Fact& fact);
  EvidenceId add(const Set& set);
  std::uint32_t intern(std::string path);

  std::vector<Set> sets_;
  std::vector<Fact> facts_;
  std::map<std::pair<const json::Node*, std::uint64_t>, EvidenceId> leaves_;
  std::vector<std::string> paths_;
  std::map<std::string, std::uint32_t, std::less<>> path_ids_;
  bool complete_ = true;
};

}  // namespace cramp::engine
