#include "base/arena.hpp"

#include <algorithm>

namespace cramp::base {

void Arena::grow(std::size_t at_least) {
  constexpr std::size_t kFirst = 16 * 1024;
  constexpr std::size_t kLargest = 1024 * 1024;
  const std::size_t size = std::max(at_least, std::clamp(reserved_, kFirst, kLargest));
  if (size > limit_ - std::min(limit_, reserved_)) throw std::bad_alloc();
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
  reserved_ += size;
  next_ = blocks_.back().get();
  end_ = next_ + size;
}

}  // namespace cramp::base
