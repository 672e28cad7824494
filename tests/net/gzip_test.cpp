#include "net/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace cramp::net {
namespace {

std::string packed(std::string text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string text_of(const std::string& body, std::size_t limit = 1U << 20U) {
  const auto text = gunzip(body, limit);
  return text ? *text : std::string(base::info(text.error().code).name);
}

TEST(Gzip, GivesBackWhatWasPacked) {
  for (const std::size_t size : {0U, 1U, 65'536U, 65'537U, 400'000U}) {
    std::string text(size, 'a');
    for (std::size_t i = 0; i < size; i += 7) text[i] = static_cast<char>('b' + i % 20);
    EXPECT_EQ(text_of(packed(text)), text);
  }
  EXPECT_EQ(text_of(packed("one") + packed("two")), "onetwo");
}

TEST(Gzip, StopsAtTheLimit) {
  const std::string text(1000, 'a');
  EXPECT_EQ(text_of(packed(text), 1000), text);
  const auto too_large = gunzip(packed(std::string(50'000'000, ' ')), 999);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().code, base::Code::kTooLarge);
}

TEST(Gzip, RefusesWhatIsDamaged) {
  const std::string good = packed(std::string(100'000, 'x'));
  std::string bent = good;
  bent[bent.size() - 5] = static_cast<char>(bent[bent.size() - 5] + 1);  // its checksum
  for (const std::string& bad : {std::string(), std::string("plain"), good.substr(0, 20),
                                 good.substr(0, good.size() - 1), good + "more", bent}) {
    EXPECT_FALSE(gunzip(bad, 1U << 20U));
  }
}

}  // namespace
}  // namespace cramp::net
