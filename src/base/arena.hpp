#pragma once
// Arena: memory that lives as long as one request and is freed as a whole.

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cramp::base {

/// Bump allocation in blocks that double up to 1 MiB. Only trivially destructible types, since no
/// destructor ever runs. Throws std::bad_alloc past `limit` bytes: an evaluation catches it as its
/// memory budget. Not for use by two threads at once.
class Arena {
 public:
  explicit Arena(std::size_t limit = static_cast<std::size_t>(-1)) : limit_(limit) {}
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  void* allocate(std::size_t size, std::size_t align = alignof(std::max_align_t)) {
    auto address = reinterpret_cast<std::uintptr_t>(next_);
    std::uintptr_t aligned = (address + align - 1) & ~(std::uintptr_t{align} - 1);
    if (next_ == nullptr || aligned + size > reinterpret_cast<std::uintptr_t>(end_)) {
      grow(size + align);
      aligned =
          (reinterpret_cast<std::uintptr_t>(next_) + align - 1) & ~(std::uintptr_t{align} - 1);
    }
    next_ = reinterpret_cast<std::byte*>(aligned + size);
    return reinterpret_cast<void*>(aligned);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// `count` value-initialised elements.
  template <class T>
  std::span<T> array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* items = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (items + i) T{};
    return {items, count};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* chars = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(chars, text.data(), text.size());
    return {chars, text.size()};
  }

  /// Bytes taken from the system so far.
  std::size_t reserved() const { return reserved_; }

 private:
  void grow(std::size_t at_least);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t reserved_ = 0;
  std::size_t limit_;
};

}  // namespace cramp::base
