#pragma once
// One hash table from (code system, code) to the value sets that contain it. Internal to
// terminology.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/terminology.hpp"

namespace cramp::terminology {

/// Index of a space: a code system, or one of the two spaces for codes without a system.
using SpaceId = std::uint16_t;

/// Entries are either for one code, or for all codes that are longer than a prefix. An entry's sets
/// include those of the shorter prefixes, so that one entry is the whole answer: the code's own,
/// else that of its longest prefix. Filled by one thread, then read by any.
class CodeIndex {
 public:
  using Sets = std::vector<ValueSetId>;  ///< ascending
  static constexpr SpaceId kNoSpace = 0xFFFF;

  /// Adds a space unless its name is known; always when it has none, and then nobody can find it by
  /// name. `dotted`: its codes are compared without dots.
  SpaceId add_space(std::string_view name, bool dotted);
  /// kNoSpace when there is none of this name.
  SpaceId find_space(std::string_view name) const;
  /// A code of the space as it is compared. Codes that are added must be in this form.
  static std::string compared(const std::string& code, bool dotted);

  void add_code(SpaceId space, std::string_view code, const Sets& sets);
  void add_prefix(SpaceId space, std::string_view prefix, const Sets& sets);

  /// Of a code as it came. Allocates nothing.
  std::span<const ValueSetId> sets_of(SpaceId space, std::string_view code) const;
  /// Of the codes that are longer than this one, which has the compared form.
  std::span<const ValueSetId> sets_below(SpaceId space, std::string_view code) const;
  /// True when the space has an entry of this very code.
  bool has_code(SpaceId space, std::string_view code) const;

 private:
  struct Space {
    std::string name;
    bool dotted = false;
    std::vector<std::size_t> prefix_sizes;  ///< descending
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t text = 0;  ///< offset in texts_
    std::uint16_t text_size = 0;
    std::uint16_t key = kFree;  ///< space and whether it is a prefix
    std::uint32_t sets = 0;     ///< offset in sets_
    std::uint32_t set_count = 0;
  };
  static constexpr std::uint16_t kFree = 0xFFFF;

  static std::uint16_t key_of(SpaceId space, bool prefix) {
    return static_cast<std::uint16_t>(space << 1U | static_cast<unsigned>(prefix));
  }
  static std::uint32_t hash_of(std::uint16_t key, std::string_view text);
  const Slot* find(std::uint16_t key, std::string_view text) const;
  std::span<const ValueSetId> below(const Space& space, SpaceId id, std::string_view code,
                                    std::size_t longest) const;
  void add(std::uint16_t key, std::string_view text, const Sets& sets);
  void grow();

  std::vector<Space> spaces_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::string texts_;
  std::vector<ValueSetId> sets_;
  std::map<Sets, std::uint32_t> offsets_;  ///< of each combination of sets once
};

}  // namespace cramp::terminology
