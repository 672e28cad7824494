#include "base/uuid.hpp"

#include <sys/random.h>

#include <array>
#include <cctype>
#include <cstdint>
#include <stdexcept>

namespace cramp::base {

namespace {

/// A block of random bytes per thread, so that a card costs no system call.
class RandomBlock {
 public:
  std::uint8_t next() {
    if (used_ == bytes_.size()) refill();
    return bytes_[used_++];
  }

 private:
  void refill() {
    if (getrandom(bytes_.data(), bytes_.size(), 0) != static_cast<ssize_t>(bytes_.size())) {
      throw std::runtime_error("the system gives no random numbers");
    }
    used_ = 0;
  }

  std::array<std::uint8_t, 256> bytes_{};
  std::size_t used_ = 256;
};

}  // namespace

std::string new_uuid() {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  thread_local RandomBlock random;
  std::string text(kForm);
  for (char& c : text) {
    if (c == 'x') c = kHex[random.next() & 15U];
    if (c == 'y') c = kHex[8U | (random.next() & 3U)];
  }
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const auto c = static_cast<unsigned char>(text[i]);
    if (dash ? c != '-' : std::isxdigit(c) == 0) return false;
  }
  return true;
}

}  // namespace cramp::base
