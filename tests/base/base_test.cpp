#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/arena.hpp"
#include "base/file.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"

namespace cramp::base {
namespace {

TEST(Uuid, IsVersion4AndNew) {  // CH-098
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = new_uuid();
    ASSERT_TRUE(is_uuid(id)) << id;
    EXPECT_EQ(id[14], '4');
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(Uuid, RecognisesOnlyTheForm) {  // CH-052
  EXPECT_TRUE(is_uuid("D1577C69-DFBE-44AD-BA6D-3E05E953B2EA"));
  EXPECT_FALSE(is_uuid(""));
  EXPECT_FALSE(is_uuid("d1577c69-dfbe-44ad-ba6d-3e05e953b2e"));
  EXPECT_FALSE(is_uuid("d1577c69-dfbe-44ad-ba6d-3e05e953b2eg"));
  EXPECT_FALSE(is_uuid("d1577c69xdfbe-44ad-ba6d-3e05e953b2ea"));
}

TEST(Arena, AlignsAndGrows) {
  Arena arena;
  for (std::size_t i = 1; i < 5000; ++i) {
    arena.allocate(i % 7 + 1, 1);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.make<__int128>()) % alignof(__int128), 0U);
  }
  EXPECT_EQ(arena.array<int>(100000).size(), 100000U);
  EXPECT_EQ(arena.copy("text"), "text");
}

TEST(Arena, IsEmptyAfterAMove) {
  Arena first;
  const std::string_view text = first.copy("text");
  Arena second = std::move(first);
  EXPECT_EQ(first.reserved(), 0U);  // NOLINT(bugprone-use-after-move)
  first.copy(std::string(100, 'x'));
  EXPECT_EQ(text, "text");
  EXPECT_GT(second.reserved(), 0U);
}

TEST(Arena, RefusesBeyondItsLimit) {
  Arena arena(64 * 1024);
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i) arena.allocate(1024);
      },
      std::bad_alloc);
}

TEST(Result, CarriesValueOrError) {
  Result<int> good = 7;
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(*good, 7);
  Result<int> bad = Error{Code::kUnprocessable, "no", "why", "context.patientId"};
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(info(bad.error().code).http_status, 422);
  EXPECT_EQ(describe(bad.error()), "context.patientId: why");
}

TEST(File, IsReadWholeOrNamedInTheError) {
  const auto text = read_file(CRAMP_SOURCE_DIR "/LICENSE");
  ASSERT_TRUE(text.ok());
  EXPECT_GT(text->size(), 10000U);
  for (const char* path : {"/no/such/file", "/"}) {
    const auto missing = read_file(path);
    ASSERT_FALSE(missing.ok()) << path;
    EXPECT_EQ(missing.error().where, path);
    EXPECT_THAT(describe(missing.error()), testing::HasSubstr("cannot be read"));
  }
}

}  // namespace
}  // namespace cramp::base
