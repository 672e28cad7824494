#include "store/rows.hpp"

namespace cramp::store {

namespace {

constexpr std::size_t kLongestText = 4'000;

}  // namespace

std::string plain(const std::string& text) {
  std::string out = text.substr(0, kLongestText);
  // Not in the middle of a character.
  if (text.size() > kLongestText) {
    while (!out.empty() && (static_cast<unsigned char>(text[out.size()]) & 0xC0U) == 0x80U) {
      out.pop_back();
    }
  }
  std::erase(out, '\0');
  return out;
}

}  // namespace cramp::store
