#include "net/gzip.hpp"

#define ZLIB_CONST  // it reads its input and no more
#include <zlib.h>

#include <algorithm>

namespace cramp::net {

namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr std::size_t kFirst = 64U << 10U;

base::Error failed(base::Code code, std::string why) {
  return {code, {}, std::move(why), {}};
}

class Inflater {
 public:
  explicit Inflater(std::string_view packed) {
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
    stream_.next_in = reinterpret_cast<const Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
  }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool ready() const { return ready_; }
  bool at_end() const { return stream_.avail_in == 0; }
  bool next_member() { return inflateReset(&stream_) == Z_OK; }

  /// Fills `text` from `used` on; Z_OK, Z_STREAM_END or an error of zlib's.
  int fill(std::string& text, std::size_t& used) {
    stream_.next_out = reinterpret_cast<Bytef*>(text.data() + used);
    stream_.avail_out = static_cast<uInt>(text.size() - used);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    used = text.size() - stream_.avail_out;
    return result;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

base::Result<std::string> gunzip(std::string_view packed, std::size_t limit) {
  Inflater inflater(packed);
  if (!inflater.ready()) return failed(base::Code::kInternal, "no memory for zlib");
  // One byte more than the limit tells a text that is just as long from one that is longer.
  std::string text(std::min(limit + 1, std::max(kFirst, 4 * packed.size())), '\0');
  for (std::size_t used = 0;;) {
    const int result = inflater.fill(text, used);
    if (used > limit) return failed(base::Code::kTooLarge, "is too large when unpacked");
    if (result == Z_STREAM_END) {
      if (inflater.at_end()) {
        text.resize(used);
        return text;
      }
      if (!inflater.next_member()) return failed(base::Code::kInternal, "zlib cannot go on");
    } else if (result != Z_OK || (inflater.at_end() && used < text.size())) {
      return failed(base::Code::kMalformed, "is no gzip, or damaged");
    }
    if (used == text.size()) text.resize(std::min(limit + 1, 2 * text.size()));
  }
}

}  // namespace cramp::net
