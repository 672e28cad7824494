#include "cli/eval_library.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/file.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace fs = std::filesystem;

std::vector<elm::Library> LibraryFinder::find(const fs::path& file, base::Faults& faults) {
  folders_.push_back(file.parent_path().string());
  std::vector<elm::Library> found;
  add(file, found, faults);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::vector<elm::IncludeDef> includes = found[i].includes;
    for (const elm::IncludeDef& include : includes) add_included(include.library, found, faults);
  }
  return found;
}

void LibraryFinder::add_included(std::string_view name, std::vector<elm::Library>& found,
                                 base::Faults& faults) {
  if (sources_.contains(name)) return;
  for (const std::string& folder : folders_) {
    for (const char* form : {"{}.json", "{}-ELM.json"}) {
      const fs::path file = fs::path(folder) / fmt::format(fmt::runtime(form), name);
      if (fs::exists(file)) return add(file, found, faults);
    }
  }
}

void LibraryFinder::add(const fs::path& file, std::vector<elm::Library>& found,
                        base::Faults& faults) {
  if (file.extension() == ".cql") {
    const std::string problem =
        file.string() + " is CQL; eval takes the ELM that a translator makes";
    return faults.push_back({base::Code::kContent, problem, problem, {}});
  }
  auto document = read_json(file, elm::json_limits());
  if (!document) return faults.push_back(std::move(document).error());
  elm::Library library = elm::load(std::move(*document), faults);
  const std::string name(library.name);
  if (name.empty()) {
    faults.back().where = file.string();
    return;
  }
  if (sources_.contains(name)) return;
  Source source;
  for (const fs::path& folder : {file.parent_path(), file.parent_path() / "../cql"}) {
    const fs::path cql = (folder / (name + ".cql")).lexically_normal();
    auto text = fs::exists(cql) ? base::read_file(cql) : base::Result<std::string>(base::Error{});
    if (!text) continue;
    source = {cql.string(), elm::SourceText(std::string_view(*text))};
    break;
  }
  if (source.text.empty()) source.text = elm::SourceText(library);
  sources_.emplace(name, std::move(source));
  found.push_back(std::move(library));
}

const elm::SourceText* LibraryFinder::source(std::string_view library) const {
  const auto found = sources_.find(library);
  return found == sources_.end() ? nullptr : &found->second.text;
}

std::string LibraryFinder::shown(std::string_view library, const elm::Locator& place) const {
  const auto found = sources_.find(library);
  const bool has_file = found != sources_.end() && !found->second.file.empty();
  std::string name = has_file ? found->second.file : std::string(library);
  if (place.line == 0) return name;
  return place.column == 0 ? fmt::format("{}:{}", name, place.line)
                           : fmt::format("{}:{}:{}", name, place.line, place.column);
}

terminology::Terminology load_value_sets(const std::vector<std::string>& folders,
                                         base::Faults& faults) {
  terminology::Terminology terminology;
  for (const std::string& folder : folders) {
    if (!fs::is_directory(folder)) {
      const std::string problem = "--valuesets wants a folder; there is none at " + folder;
      faults.push_back({base::Code::kContent, problem, problem, {}});
    }
    for (const fs::path& file : json_files(folder)) {
      auto document = read_json(file);
      if (!document) {
        faults.push_back(std::move(document).error());
      } else if (document->root().string("resourceType") == "ValueSet") {
        terminology.add_value_set(document->root(), faults);
      }
    }
  }
  terminology.freeze(faults);
  return terminology;
}

std::string describe_at(const LibraryFinder& libraries, std::string_view library,
                        const elm::Locator& place, std::string_view text) {
  std::string out = fmt::format("{}: {}", libraries.shown(library, place), text);
  const elm::SourceText* source = libraries.source(library);
  const std::string line = source == nullptr ? std::string() : source->line(place.line);
  if (line.find_first_not_of(" \t") == std::string::npos) return out;
  out += "\n    " + line;
  // Under the place itself, unless the annotation begins in the middle of the line.
  if (place.column > 0 && place.column <= line.size()) {
    out += "\n    " + std::string(place.column - 1, ' ') + '^';
  }
  return out;
}

std::string describe_fault(const LibraryFinder& libraries, const base::Error& fault) {
  const std::size_t colon = fault.where.rfind(':');
  elm::Locator place;
  if (colon == std::string::npos) return base::describe(fault);
  const std::string_view digits = std::string_view(fault.where).substr(colon + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), place.line);
  const std::string library = fault.where.substr(0, colon);
  if (error != std::errc() || end != digits.data() + digits.size() ||
      libraries.source(library) == nullptr) {
    return base::describe(fault);
  }
  return describe_at(libraries, library, place,
                     fault.internal_text.empty() ? fault.public_text : fault.internal_text);
}

}  // namespace cramp::cli
