// The folder list is the architecture: a folder includes itself and folders above it, nothing else.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = CRAMP_SOURCE_DIR;

// From the bottom up.
const std::vector<std::string> kFolders = {
    "base",   "json",  "num",      "time",  "ucum", "fhir", "terminology", "elm",
    "engine", "rules", "cdshooks", "store", "net",  "site", "app",         "cli"};

// Beyond the order: what a folder must never see, although it stands above.
const std::map<std::string, std::vector<std::string>> kForbidden = {
    {"net", {"engine", "rules", "cdshooks", "elm", "terminology"}},
    {"store", {"json", "fhir", "engine", "rules", "cdshooks", "elm", "terminology"}},
    {"site", {"engine", "rules", "cdshooks", "elm", "terminology"}}};

// A library's headers are included by one folder only.
const std::map<std::string, std::vector<std::string>> kLibraries = {
    {"rapidjson/", {"json"}}, {"boost/", {"net", "app"}}, {"re2/", {"engine"}},
    {"utf8proc", {"engine"}}, {"CLI/", {"cli"}},          {"openssl/", {"net", "store"}},
    {"toml++/", {"app"}},     {"prometheus/", {"app"}},   {"soci/", {"store"}},
    {"libpq", {"store"}}};

struct Include {
  std::string folder, file, target;
  bool own;  // "quoted"
};

std::vector<Include> includes_below(const fs::path& root) {
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".hpp" && extension != ".inc") continue;
    const fs::path relative = fs::relative(entry.path(), root);
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("#include ")) continue;
      const bool own = line[9] == '"';
      const auto end = line.find(own ? '"' : '>', 10);
      found.push_back(
          {relative.begin()->string(), relative.string(), line.substr(10, end - 10), own});
    }
  }
  return found;
}

std::size_t rank(const std::string& folder) {
  return static_cast<std::size_t>(std::find(kFolders.begin(), kFolders.end(), folder) -
                                  kFolders.begin());
}

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST(Architecture, EveryFolderHasItsPlace) {
  for (const auto& entry : fs::directory_iterator(kRoot / "src")) {
    EXPECT_TRUE(contains(kFolders, entry.path().filename())) << entry.path();
  }
}

TEST(Architecture, NoFolderIncludesOneBelowItInTheOrder) {
  std::size_t seen = 0;
  for (const Include& include : includes_below(kRoot / "src")) {
    if (!include.own) continue;
    ++seen;
    const std::string target = include.target.substr(0, include.target.find('/'));
    ASSERT_TRUE(contains(kFolders, target)) << include.file << " includes " << include.target;
    EXPECT_LE(rank(target), rank(include.folder)) << include.file << " includes " << include.target;
    const auto forbidden = kForbidden.find(include.folder);
    if (forbidden != kForbidden.end()) {
      EXPECT_FALSE(contains(forbidden->second, target))
          << include.file << " includes " << include.target;
    }
  }
  EXPECT_GT(seen, 50U);  // the test reads something
}

TEST(Architecture, EachLibraryHasOneFolder) {
  for (const Include& include : includes_below(kRoot / "src")) {
    if (include.own) continue;
    for (const auto& [prefix, folders] : kLibraries) {
      if (include.target.starts_with(prefix)) {
        EXPECT_TRUE(contains(folders, include.folder))
            << include.file << " includes " << include.target;
      }
    }
  }
}

TEST(Architecture, TheEngineKnowsNoFilesAndNoClock) {
  for (const Include& include : includes_below(kRoot / "src" / "engine")) {
    for (const char* forbidden : {"filesystem", "fstream", "chrono", "thread", "mutex"}) {
      EXPECT_NE(include.target, forbidden) << include.file;
    }
  }
}

}  // namespace
