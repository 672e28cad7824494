#pragma once
// Arena: memory that lives as long as one request and is freed as a whole.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cramp::base {

/// Bump allocation in blocks that double up to 1 MiB. Only trivially destructible types, since no
/// destructor ever runs. Throws std::bad_alloc past `limit` bytes: an evaluation catches it as its
/// memory budget. Not for use by two threads at once.
class Arena {
 public:
  explicit Arena(std::size_t limit = static_cast<std::size_t>(-1)) : limit_(limit) {}
  /// The source is empty afterwards and may be used again.
  Arena(Arena&& other) noexcept
      : blocks_(std::move(other.blocks_)),
        next_(std::exchange(other.next_, nullptr)),
        end_(std::exchange(other.end_, nullptr)),
        reserved_(std::exchange(other.reserved_, 0)),
        limit_(other.limit_) {}
  Arena& operator=(Arena&& other) noexcept {
    blocks_ = std::move(other.blocks_);
    next_ = std::exchange(other.next_, nullptr);
    end_ = std::exchange(other.end_, nullptr);
    reserved_ = std::exchange(other.reserved_, 0);
    limit_ = other.limit_;
    return *this;
  }
  ~Arena() = default;

  void* allocate(std::size_t size, std::size_t align = alignof(std::max_align_t)) {
    std::size_t gap = gap_before(align);
    if (gap + size > static_cast<std::size_t>(end_ - next_)) {
      grow(size + align);
      gap = gap_before(align);
    }
    std::byte* const place = next_ + gap;
    next_ = place + size;
    return place;
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

  /// The same without a value: each must be constructed before it is read.
  template <class T>
  std::span<T> uninitialized(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    return {static_cast<T*>(allocate(sizeof(T) * count, alignof(T))), count};
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
  /// Bytes to skip so that the next object is aligned.
  std::size_t gap_before(std::size_t align) const {
    return -reinterpret_cast<std::uintptr_t>(next_) & (align - 1);
  }
  void grow(std::size_t at_least);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t reserved_ = 0;
  std::size_t limit_;
};

}  // namespace cramp::base
