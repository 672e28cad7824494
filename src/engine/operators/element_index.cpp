#include "engine/operators/element_index.hpp"

#include <bit>

#include "engine/compare.hpp"
#include "engine/operators/interval_bounds.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

std::optional<bool> same_element(Context& context, const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (is_temporal(a.kind()) && is_temporal(b.kind()) && a.is(Kind::kTime) == b.is(Kind::kTime)) {
    const auto sign = compare_points(context, a, b, time::Precision::kNone);
    return sign ? std::optional(*sign == 0) : std::nullopt;
  }
  return equal(context, a, b);
}

std::optional<bool> ElementComparer::same(const Value& a, const Value& b) {
  context_.spend(1);
  return same_element(context_, a, b);
}

ElementIndex::ElementIndex(ElementComparer& comparer, std::size_t expected) : comparer_(comparer) {
  elements_.reserve(expected);
  if (expected <= kFew) return;
  buckets_.assign(std::bit_ceil(expected + 1), kEnd);
  hashes_.reserve(expected);
  next_.reserve(expected);
}

std::size_t ElementIndex::find_among_few(const Value& element) {
  for (std::size_t at = 0; at < elements_.size(); ++at) {
    if (comparer_.same(elements_[at], element).value_or(false)) return at;
  }
  return kAbsent;
}

std::size_t ElementIndex::find(const Value& element, std::size_t hash) {
  for (std::uint32_t at = buckets_[hash & (buckets_.size() - 1)]; at != kEnd; at = next_[at]) {
    if (hashes_[at] == hash && comparer_.same(elements_[at], element).value_or(false)) return at;
  }
  return kAbsent;
}

std::size_t ElementIndex::find(const Value& element) {
  if (!is_hashed()) return find_among_few(element);
  return find(element, element_hash(comparer_.context(), element));
}

std::size_t ElementIndex::insert(const Value& element) {
  const std::size_t hash = is_hashed() ? element_hash(comparer_.context(), element) : 0;
  const std::size_t found = is_hashed() ? find(element, hash) : find_among_few(element);
  if (found != kAbsent) return found;
  add(element, hash);
  return elements_.size() - 1;
}

void ElementIndex::add(const Value& element, std::size_t hash) {
  elements_.push_back(element);
  if (!is_hashed()) return;
  std::uint32_t& bucket = buckets_[hash & (buckets_.size() - 1)];
  hashes_.push_back(hash);
  next_.push_back(bucket);
  bucket = static_cast<std::uint32_t>(elements_.size() - 1);
}

}  // namespace cramp::engine
