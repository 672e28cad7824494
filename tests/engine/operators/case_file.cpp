#include "case_file.hpp"

#include <algorithm>
#include <fstream>

#include "engine/support.hpp"

namespace cramp::engine::cases {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Call read_call(Reader& reader) {
  Call call;
  call.name = reader.word();
  if (reader.take("<")) {
    call.attribute = reader.word();
    reader.expect(">");
  }
  reader.expect("(");
  while (!reader.take(")")) {
    call.operands.push_back(reader.value());
    reader.take(",");
  }
  return call;
}

std::vector<fs::path> case_files() {
  return files_of(CRAMP_SOURCE_DIR "/tests/engine/operators/cases", ".txt");
}

CaseContext::CaseContext()
    : context_{arena_, *time::parse_datetime("2026-01-15T12:00:00.000Z", 0), &terminology_, {}} {
  base::Faults faults;
  for (const fs::path& file : files_of(test::data_folder() / "valuesets", ".json")) {
    documents_.push_back(test::read_json(file));
    terminology_.add_value_set(documents_.back().root(), faults);
  }
  terminology_.freeze(faults);
}

void CaseContext::for_each_case(
    const fs::path& file,
    const std::function<void(const std::string& where, Reader& reader)>& visit) {
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    Reader reader(arena_.copy(line), context_);  // which keeps views of the line
    if (reader.take("now ")) {
      context_.now = reader.value().as_temporal();
      continue;
    }
    visit(file.filename().string() + ":" + std::to_string(number) + ": " + line, reader);
  }
}

}  // namespace cramp::engine::cases
