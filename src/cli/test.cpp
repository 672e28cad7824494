// cramp-cds test: the content's test cases (docs/content.md).

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "app/chart.hpp"
#include "app/content.hpp"
#include "app/pipeline.hpp"
#include "cli/case_check.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace {

namespace fs = std::filesystem;

/// Sends the case through the whole pipeline and compares the answer.
std::vector<std::string> run_case(const std::shared_ptr<const cdshooks::Catalog>& content,
                                  json::View test) {
  const cdshooks::Catalog& catalog = *content;
  const cdshooks::Offer* offer = app::find_offer(catalog, test.string("service"));
  if (offer == nullptr) return {fmt::format("there is no service \"{}\"", test.string("service"))};
  const auto now = instant_from(std::string(test.string("now")));
  if (!now) return {base::describe(now.error())};
  app::ChartCall call{.context = test.find("context"), .unavailable = {}};
  for (const json::View key : test.find("unavailable").items())
    call.unavailable.push_back(key.text());
  const auto resources = app::resources_of(test.find("data"));
  const auto history = rules::read_outcomes(test.find("history"));
  if (!history) return {"history" + base::describe(history.error())};
  const app::Pipeline pipeline{.catalog = content,
                               .rules = {},
                               .history = [&](const cdshooks::Request&) { return *history; }};
  app::CallRecord record;
  const auto body = app::answer(
      pipeline, test.string("service"),
      app::request_from_chart(*offer, catalog.snapshot().terminology(), resources, call), *now,
      record);
  if (!body) return {"error answer: " + base::describe(body.error())};
  std::vector<std::string> differences;
  for (const rules::Failure& failure : record.failures) {
    differences.push_back(
        fmt::format("{} failed at {}: {}", failure.definition, failure.where, failure.text));
  }
  const auto response = json::parse(*body);
  if (!response) return {"the response is not JSON"};
  check_response(test.find("expected"), response->root(), differences);
  return differences;
}

bool wanted(const std::vector<std::string>& ids, const std::string& id) {
  return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::vector<fs::path> case_files(const fs::path& content) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& package : fs::directory_iterator(content / "rules", ignored)) {
    const auto cases = json_files(package.path() / "cases");
    files.insert(files.end(), cases.begin(), cases.end());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int test(const TestOptions& options) {
  const auto catalog = load_content(options.content);
  if (!catalog) return 2;
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const fs::path& file : case_files(app::content_directory(options.content))) {
    const auto document = read_json(file);
    if (!document) {
      complain(document.error());
      ++failed;
      continue;
    }
    const json::View test = document->root();
    const std::string id(test.string("id"));
    if (!wanted(options.cases, id)) continue;
    const auto differences = run_case(catalog, test);
    ++(differences.empty() ? passed : failed);
    if (differences.empty() && options.cases.empty()) continue;
    std::cout << fmt::format("{} {}  {}\n", differences.empty() ? "ok  " : "FAIL", id,
                             test.string("title"));
    for (const std::string& difference : differences) std::cout << "       " << difference << '\n';
  }
  std::cout << fmt::format("{} passed, {} failed\n", passed, failed);
  if (passed + failed == 0) complain("no case was run");
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace cramp::cli
