#include <gtest/gtest.h>

#include <string>

#include "json/string_scan.hpp"
#include "json/utf8.hpp"

namespace cramp::json {
namespace {

TEST(StringScan, StopsAtEveryByteThatMayNotStandInAString) {
  for (const auto scan : {scan_string, scan_string_portable}) {
    for (int c = 0; c < 256; ++c) {
      for (const std::size_t before : {0U, 1U, 7U, 8U, 15U, 16U, 17U, 40U}) {
        const auto stop = static_cast<char>(c);
        const bool special = c < 0x20 || c == '"' || c == '\\';
        // What follows the stop may look like anything and must not count.
        const std::string text = std::string(before, 'a') + stop + "\xFF" + std::string(7, '!') +
                                 '"' + std::string(32, '\xFF');
        const StringRun run = scan(text.data());
        EXPECT_EQ(run.size, special ? before : before + 9) << c << ' ' << before;
        EXPECT_EQ(run.ascii, special) << c << ' ' << before;
      }
    }
  }
}

TEST(StringScan, KnowsAsciiOnlyUpToTheStop) {
  for (const auto scan : {scan_string, scan_string_portable}) {
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, 'a');
      text[at] = '\x80';
      EXPECT_FALSE(scan((text + '"' + std::string(32, '\xFF')).data()).ascii) << at;
    }
    EXPECT_TRUE(scan((std::string(40, 'a') + '"' + std::string(32, '\xFF')).data()).ascii);
  }
}

TEST(Utf8, SequencesByLength) {
  EXPECT_EQ(utf8_sequence("a"), 1U);
  EXPECT_EQ(utf8_sequence("äx"), 2U);
  EXPECT_EQ(utf8_sequence("€x"), 3U);
  EXPECT_EQ(utf8_sequence("😀x"), 4U);
  EXPECT_EQ(utf8_sequence(""), 0U);
  EXPECT_EQ(utf8_sequence("\x80"), 0U);
  EXPECT_EQ(find_invalid_utf8("ä€😀a"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("ä€\xED\xA0\x80"), 5U);
}

}  // namespace
}  // namespace cramp::json
