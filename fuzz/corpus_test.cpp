// Every input that ever taught something, given to its target once.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "target.hpp"

namespace cramp::fuzz {
namespace {

namespace fs = std::filesystem;

fs::path corpus_of(const Target& target) {
  return fs::path(CRAMP_SOURCE_DIR) / "fuzz/corpus" / target.name;
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, ComesBack) {
  std::size_t inputs = 0;
  for (const auto& entry : fs::directory_iterator(corpus_of(GetParam()))) {
    const auto input = base::read_file(entry.path());
    ASSERT_TRUE(input) << entry.path();
    EXPECT_NO_THROW(GetParam().run(*input)) << entry.path();
    ++inputs;
  }
  EXPECT_GT(inputs, 0U);
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Mutation, KeepsJsonAndChangesIt) {
  constexpr std::string_view kText = R"({"a":[1,2,{"b":"x"}],"c":null})";
  std::size_t changed = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const std::string text = mutated_json(kText, seed);
    EXPECT_NO_THROW(run_json(text)) << text;
    if (text != kText) ++changed;
  }
  EXPECT_GT(changed, 100U);
  EXPECT_EQ(mutated_json("{", 1), "{");
}

TEST(Targets, AreFoundByName) {
  EXPECT_EQ(find_target("ucum")->run, &run_ucum);
  EXPECT_EQ(find_target("none"), nullptr);
}

}  // namespace
}  // namespace cramp::fuzz
