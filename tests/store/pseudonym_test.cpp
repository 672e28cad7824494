#include "store/pseudonym.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <set>

namespace cramp::store {
namespace {

using Id = base::Phi<std::string_view>;

const HashKey kKey(std::string(32, 'k'));

std::string hash(const PatientScope& scope, std::string_view id, const HashKey& key = kKey) {
  return patient_hash(key, scope, Id(id));
}

TEST(Pseudonym, IsTheSameForTheSamePatientOnly) {
  const PatientScope scope{"ehr", "north", "https://fhir.example/r4"};
  const std::string one = hash(scope, "123");
  EXPECT_EQ(one, hash(scope, "123"));
  EXPECT_EQ(one, hash({"ehr", "north", "https://fhir.example/r4/"}, "123"));
  EXPECT_THAT(one, ::testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(one.size(), 32U);
  const std::set<std::string> all{one,
                                  hash(scope, "124"),
                                  hash({"other", "north", scope.fhir_server}, "123"),
                                  hash({"ehr", "south", scope.fhir_server}, "123"),
                                  hash({"ehr", "north", "https://fhir.example/r5"}, "123"),
                                  hash({"ehrn", "orth", scope.fhir_server}, "123"),
                                  hash(scope, "123", HashKey(std::string(32, 'j')))};
  EXPECT_EQ(all.size(), 7U);
}

TEST(Pseudonym, TheKeyOfACardIsReadOnlyWithTheKeyOfTheStore) {
  const std::string key = "12|Quinine for Mrs Miller|draft-quinine|2012-12-12";
  const std::string sealed = sealed_key(kKey, "patient-1", key);
  EXPECT_THAT(sealed, ::testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(opened_key(kKey, "patient-1", sealed), key);
  EXPECT_EQ(sealed_key(kKey, "patient-1", key), sealed) << "equal cards stay equal";
  const HashKey other(std::string(32, 'j'));
  EXPECT_NE(sealed_key(kKey, "patient-2", key), sealed);
  EXPECT_NE(sealed_key(other, "patient-1", key), sealed);
  EXPECT_EQ(opened_key(kKey, "patient-2", sealed), "");
  EXPECT_EQ(opened_key(other, "patient-1", sealed), "");
  std::string bent = sealed;
  bent.back() = bent.back() == '0' ? '1' : '0';
  for (const std::string& text :
       {bent, std::string("12|plain"), std::string("00ff"), std::string(), sealed.substr(1)}) {
    EXPECT_EQ(opened_key(kKey, "patient-1", text), "") << text;
  }
  EXPECT_EQ(sealed_key(kKey, "patient-1", ""), "");
}

TEST(Pseudonym, AKeyIsMadeOnceAndForItsOwnerOnly) {
  std::string name = std::filesystem::temp_directory_path() / "cramp-key-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name.data());
  const auto made = key_in_file(folder / "key");
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->expose().size(), 64U);
  EXPECT_EQ(key_in_file(folder / "key")->expose(), made->expose());
  EXPECT_NE(key_in_file(folder / "other")->expose(), made->expose());
  struct stat found {};
  ASSERT_EQ(stat((folder / "key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_FALSE(key_in_file(folder / "no" / "key").ok());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cramp::store
