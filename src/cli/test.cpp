// cramp-cds test: the content's test cases (docs/content.md).

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <optional>

#include "app/content.hpp"
#include "cli/case_run.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/test_coverage.hpp"
#include "cli/test_report.hpp"

namespace cramp::cli {

namespace {

namespace fs = std::filesystem;

bool mentions(json::View list, std::string_view text) {
  for (const json::View item : list.items()) {
    if (item.text().find(text) != std::string_view::npos) return true;
  }
  return false;
}

/// True when the case's id or title, its service, or a rule that it is about holds the text.
bool is_about(json::View test, std::string_view text) {
  for (const std::string_view member : {"id", "title", "service"}) {
    if (test.string(member).find(text) != std::string_view::npos) return true;
  }
  const json::View expected = test.find("expected");
  for (const json::View card : expected.find("cards").items()) {
    if (mentions(card.find("rules"), text)) return true;
  }
  for (const std::string_view list : {"notRules", "unknown", "suppressed"}) {
    if (mentions(expected.find(list), text)) return true;
  }
  return false;
}

bool is_wanted(json::View test, const TestOptions& options) {
  const auto& ids = options.cases;
  const bool is_named =
      ids.empty() || std::find(ids.begin(), ids.end(), test.string("id")) != ids.end();
  return is_named && (options.filter.empty() || is_about(test, options.filter));
}

std::vector<fs::path> package_folders(const fs::path& content) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (const auto& package : fs::directory_iterator(content / "rules", ignored))
    folders.push_back(package.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// One run of the command.
class Tests {
 public:
  Tests(const TestOptions& options, std::shared_ptr<const cdshooks::Catalog> catalog)
      : options_(options), catalog_(std::move(catalog)) {
    if (!options.responses.empty()) responses_.open(options.responses);
  }

  void run(const fs::path& package) {
    if (const auto described = read_json(package / "rules.json")) {
      for (const json::View rule : described->root().find("rules").items())
        table_.expect(rule.string("id"));
    }
    if (options_.coverage) begin_coverage(package);
    for (const fs::path& file : json_files(package / "cases")) run_file(file);
    if (coverage_) is_covered_ = coverage_->print(std::cout) && is_covered_;
    coverage_.reset();
  }

  int finish() {
    if (passed_ + failed_ > 1) table_.print(std::cout);
    std::cout << fmt::format("{} passed, {} failed\n", passed_, failed_);
    if (passed_ + failed_ == 0) complain("no case was run");
    if (!options_.responses.empty() && !responses_.flush()) {
      complain("cannot write " + options_.responses);
      return 2;
    }
    return failed_ == 0 && passed_ > 0 && is_covered_ ? 0 : 1;
  }

 private:
  /// The services of a package share one program.
  void begin_coverage(const fs::path& package) {
    const std::string prefix = "rules/" + package.filename().string() + "/";
    for (const rules::Service& service : catalog_->snapshot().services()) {
      if (!service.file.starts_with(prefix)) continue;
      coverage_.emplace(*service.program, package);
      return;
    }
  }

  void run_file(const fs::path& file) {
    const auto document = read_json(file);
    if (!document) {
      complain(document.error());
      ++failed_;
      return;
    }
    const json::View test = document->root();
    if (!is_wanted(test, options_)) return;
    const CaseResult result = run_case(catalog_, test, coverage_ ? &observer_ : nullptr);
    const bool passed = result.differences.empty();
    ++(passed ? passed_ : failed_);
    table_.add(test, passed);
    if (responses_.is_open() && !result.response.empty()) responses_ << result.response << '\n';
    if (passed && !options_.verbose && options_.cases.empty()) return;
    std::cout << fmt::format("{} {}  {}\n", passed ? "ok  " : "FAIL", test.string("id"),
                             test.string("title"));
    print_differences(std::cout, result.differences);
  }

  const TestOptions& options_;
  std::shared_ptr<const cdshooks::Catalog> catalog_;
  std::ofstream responses_;
  RuleTable table_;
  std::optional<PackageCoverage> coverage_;
  rules::Observer observer_ = [this](const engine::Evaluation& one) { coverage_->add(one); };
  std::size_t passed_ = 0, failed_ = 0;
  bool is_covered_ = true;
};

}  // namespace

int test(const TestOptions& options) {
  const auto tracing = options.coverage ? engine::Tracing::kOn : engine::Tracing::kOff;
  const auto catalog = load_content(options.content, tracing);
  if (!catalog) return 2;
  Tests tests(options, catalog);
  for (const fs::path& package : package_folders(app::content_directory(options.content)))
    tests.run(package);
  return tests.finish();
}

}  // namespace cramp::cli
