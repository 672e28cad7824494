#include "cli/input.hpp"

#include <algorithm>
#include <iostream>

#include "app/content.hpp"
#include "app/pipeline.hpp"
#include "base/clock.hpp"
#include "base/file.hpp"

namespace cramp::cli {

namespace fs = std::filesystem;

void complain(const std::string& text) {
  std::cerr << "cramp-cds: " << text << '\n';
}
void complain(const base::Error& error) {
  complain(base::describe(error));
}
void complain(const base::Faults& faults) {
  for (const base::Error& fault : faults) complain(fault);
}

base::Result<json::Document> read_json(const fs::path& path, const json::Limits& limits) {
  auto text = base::read_file(path);
  if (!text) return std::move(text).error();
  auto document = json::parse(std::move(*text), limits);
  if (!document) {
    base::Error error = std::move(document).error();
    error.where = path.string() + (error.where.empty() ? "" : ", " + error.where);
    return error;
  }
  return document;
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

base::Result<time::Temporal> instant_from(const std::string& text) {
  if (text.empty()) return app::local_now(base::SystemClock());
  const auto now = time::parse_datetime(text, 0);
  if (now && now->precision >= time::Precision::kSecond) {
    return time::from_instant(time::instant(*now), now->offset_minutes);
  }
  const std::string problem =
      "--now wants a date and time like 2026-03-01T12:00:00Z, not '" + text + "'";
  return base::Error{base::Code::kContent, problem, problem, {}};
}

base::Result<std::vector<rules::Outcome>> read_history(const fs::path& path) {
  if (path.empty()) return std::vector<rules::Outcome>();
  const auto document = read_json(path);
  if (!document) return document.error();
  auto outcomes = rules::read_outcomes(document->root());
  if (outcomes) return outcomes;
  base::Error error = std::move(outcomes).error();
  error.where = path.string() + error.where;
  return error;
}

std::shared_ptr<const cdshooks::Catalog> load_content(const std::string& content,
                                                      engine::Tracing tracing) {
  const fs::path folder = app::content_directory(content);
  base::Faults faults;
  auto catalog = cdshooks::load(folder, faults, tracing);
  complain(faults);
  if (!catalog) {
    complain("the content in " + folder.string() + " is not usable: " +
             std::to_string(faults.size()) + (faults.size() == 1 ? " fault" : " faults"));
  }
  return catalog;
}

}  // namespace cramp::cli
