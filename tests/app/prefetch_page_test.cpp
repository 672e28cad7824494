#include "cdshooks/prefetch_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace cramp::cdshooks {
namespace {

TEST(PrefetchPage, IsWhatTheDocumentSays) {
  base::Faults faults;
  const auto catalog = load(CRAMP_SOURCE_DIR, faults);
  ASSERT_NE(catalog, nullptr);
  std::ostringstream text;
  text << std::ifstream(CRAMP_SOURCE_DIR "/docs/integration.md").rdbuf();
  EXPECT_THAT(text.str(), ::testing::HasSubstr('\n' + prefetch_markdown(*catalog)))
      << "run: cramp-cds check --print-prefetch";
}

}  // namespace
}  // namespace cramp::cdshooks
