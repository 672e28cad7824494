#pragma once
// Finding equal elements without comparing all pairs.

#include <cstdint>
#include <vector>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// The same element of a list: Equal, and null is the same as null (CQL 1.5 Appendix B, List
/// Operators). Nothing when unknown.
std::optional<bool> same_element(Context& context, const Value& a, const Value& b);

/// Equal values have the same hash; values that are costly to tell apart may share one.
std::size_t element_hash(Context& context, const Value& value);

/// Compares pairs of elements for a step each, so that no list, however unfavourable, takes long.
class ElementComparer {
 public:
  explicit ElementComparer(Context& context) : context_(context) {}

  std::optional<bool> same(const Value& a, const Value& b);
  Context& context() { return context_; }

 private:
  Context& context_;
};

/// A growing set of different elements, in order of arrival.
class ElementIndex {
 public:
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

  /// `expected`: about how many elements there will be; up to kFew, no more than these.
  ElementIndex(ElementComparer& comparer, std::size_t expected);

  /// Place of the same element, kAbsent when there is none for sure the same.
  std::size_t find(const Value& element);
  /// Place of the same element, which is `element` itself when there was none before.
  std::size_t insert(const Value& element);
  Operands elements() const { return elements_; }

 private:
  /// Up to so many elements, comparing them all costs less than hashing them.
  static constexpr std::size_t kFew = 4;
  static constexpr std::uint32_t kEnd = static_cast<std::uint32_t>(-1);

  bool is_hashed() const { return !buckets_.empty(); }
  std::size_t find_among_few(const Value& element);
  std::size_t find(const Value& element, std::size_t hash);
  void add(const Value& element, std::size_t hash);

  ElementComparer& comparer_;
  std::vector<Value> elements_;
  std::vector<std::size_t> hashes_;
  std::vector<std::uint32_t> next_;     ///< of the same bucket
  std::vector<std::uint32_t> buckets_;  ///< a power of two of them; none for few
};

}  // namespace cramp::engine
