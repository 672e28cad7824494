#include "cli/test_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "base/file.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace {

using engine::Coverage;
using Missing = Coverage::Gap::Missing;

constexpr std::size_t kShownLines = 6;

struct Kind {
  std::string_view name, words;
};
/// In the order of Missing.
constexpr std::array<Kind, 4> kKinds{{{"definition", "never evaluated"},
                                      {"expression", "never reached"},
                                      {"true", "never true"},
                                      {"false", "always true"}}};

Kind kind(Missing missing) {
  return kKinds.at(static_cast<std::size_t>(missing));
}

/// The text with every run of blanks and line ends as one blank.
std::string flowing(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_blank) out += c;
    if (is_blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

/// Nothing fits everything; a text that ends in '*' fits what begins like it.
bool fits(std::string_view wanted, std::string_view actual) {
  if (!wanted.ends_with('*')) return wanted.empty() || wanted == actual;
  wanted.remove_suffix(1);
  return actual.starts_with(wanted);
}

std::string part(std::size_t reached, std::size_t all) {
  return fmt::format("{} of {}", reached, all);
}

}  // namespace

PackageCoverage::PackageCoverage(const engine::Program& program, std::filesystem::path package)
    : coverage_(program), package_(std::move(package)) {
  read_exceptions();
}

void PackageCoverage::read_exceptions() {
  const auto file = package_ / "coverage-exceptions.json";
  if (!std::filesystem::exists(file)) return;
  const auto document = read_json(file);
  if (!document) {
    faults_.push_back(base::describe(document.error()));
    return;
  }
  for (const json::View item : document->root().find("exceptions").items()) {
    Exception one{std::string(item.string("library")), std::string(item.string("definition")),
                  flowing(item.string("text")), std::string(item.string("missing")),
                  std::string(item.string("reason"))};
    if (one.library.empty() || one.reason.empty()) {
      faults_.emplace_back("an exception needs a library and a reason");
    }
    exceptions_.push_back(std::move(one));
  }
}

const elm::SourceText& PackageCoverage::source(std::string_view library) {
  if (const auto known = sources_.find(library); known != sources_.end()) return known->second;
  const auto text = base::read_file(package_ / "cql" / (std::string(library) + ".cql"));
  return sources_.emplace(std::string(library), text ? elm::SourceText(*text) : elm::SourceText())
      .first->second;
}

bool PackageCoverage::is_excepted(const Coverage::Gap& gap) {
  const std::string text = flowing(source(gap.library).at(gap.locator));
  bool found = false;
  for (Exception& one : exceptions_) {
    if (!fits(one.library, gap.library) || !fits(one.definition, gap.definition) ||
        !fits(one.text, text) || !fits(one.missing, kind(gap.missing).name)) {
      continue;
    }
    ++one.used;
    found = true;
  }
  return found;
}

void PackageCoverage::print_gap(std::ostream& out, const Coverage::Gap& gap) {
  out << fmt::format("{}:{} \"{}\" {}\n", gap.library, elm::text(gap.locator), gap.definition,
                     kind(gap.missing).words);
  if (gap.missing == Missing::kDefinition) return;
  const std::string text = source(gap.library).at(gap.locator);
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < kShownLines; ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out << "    | " << std::string_view(text).substr(at, end - at) << '\n';
    at = end + 1;
  }
}

bool PackageCoverage::print(std::ostream& out) {
  out << fmt::format("\ncoverage of {:<28}{:>14}{:>16}{:>16}\n", package_.filename().string(),
                     "definitions", "expressions", "outcomes");
  Coverage::Total all;
  const auto row = [&](std::string_view name, const Coverage::Total& total) {
    out << fmt::format("{:<40}{:>14}{:>16}{:>16}\n", name,
                       part(total.definitions_reached, total.definitions),
                       part(total.expressions_reached, total.expressions),
                       part(total.outcomes_seen, total.outcomes));
  };
  for (const Coverage::Total& total : coverage_.totals()) {
    row(total.library, total);
    all.definitions += total.definitions;
    all.definitions_reached += total.definitions_reached;
    all.expressions += total.expressions;
    all.expressions_reached += total.expressions_reached;
    all.outcomes += total.outcomes;
    all.outcomes_seen += total.outcomes_seen;
  }
  row("all", all);
  std::size_t excepted = 0, open = 0, idle = 0;
  for (const Coverage::Gap& gap : coverage_.gaps()) {
    if (is_excepted(gap)) {
      ++excepted;
      continue;
    }
    if (open++ == 0) out << "\nnot reached by any case, and not excepted:\n";
    print_gap(out, gap);
  }
  for (const Exception& one : exceptions_) {
    if (one.used != 0) continue;
    ++idle;
    out << fmt::format("the exception for {} \"{}\" {} fits nothing: remove it\n", one.library,
                       one.definition, one.text);
  }
  for (const std::string& fault : faults_) out << "coverage-exceptions.json: " << fault << '\n';
  out << fmt::format("{} places not reached: {} excepted with a reason, {} not\n", excepted + open,
                     excepted, open);
  return open + idle + faults_.size() == 0;
}

}  // namespace cramp::cli
