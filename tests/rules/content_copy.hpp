#pragma once
// A copy of tests/rules/content that a test may break.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace cramp::rules::test {

inline std::filesystem::path content_folder() {
  return std::filesystem::path(CRAMP_SOURCE_DIR) / "tests/rules/content";
}

inline constexpr std::string_view kPlan = "rules/demo/plans/demo-view.json";
inline constexpr std::string_view kLibrary = "rules/demo/libraries/Demo.json";
inline constexpr std::string_view kElm = "rules/demo/elm/Demo.json";
inline constexpr std::string_view kFactsElm = "rules/demo/elm/DemoFacts.json";
inline constexpr std::string_view kOrder = "rules/demo/activities/order-potassium.json";
inline constexpr std::string_view kReview = "rules/demo/activities/review.json";

class ContentCopy {
 public:
  ContentCopy() {
    std::string name = (std::filesystem::temp_directory_path() / "cramp-content-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    folder_ = name;
    std::filesystem::copy(content_folder(), folder_, std::filesystem::copy_options::recursive);
  }
  ~ContentCopy() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ContentCopy(const ContentCopy&) = delete;
  ContentCopy& operator=(const ContentCopy&) = delete;

  const std::filesystem::path& path() const { return folder_; }

  std::string read(std::string_view file) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / file).rdbuf();
    return text.str();
  }
  void write(std::string_view file, std::string_view text) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }
  void remove(std::string_view file) const { std::filesystem::remove_all(folder_ / file); }

  /// Replaces the first `from` of the file; the test fails when there is none.
  void edit(std::string_view file, std::string_view from, std::string_view to) const {
    std::string text = read(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " does not hold " << from;
    text.replace(at, from.size(), to);
    write(file, text);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace cramp::rules::test
