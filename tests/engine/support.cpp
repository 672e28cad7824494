#include "engine/support.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "json/writer.hpp"

namespace cramp::engine::test {

std::filesystem::path data_folder() {
  return std::filesystem::path(CRAMP_SOURCE_DIR) / "tests/engine/data";
}

json::Document read_json(const std::filesystem::path& file) {
  auto text = base::read_file(file);
  if (!text) {
    ADD_FAILURE() << base::describe(text.error());
    return {};
  }
  auto document = json::parse(*std::move(text), elm::json_limits());
  if (!document) {
    ADD_FAILURE() << file << ": " << base::describe(document.error());
    return {};
  }
  return *std::move(document);
}

void Linked::add(std::string elm) {
  texts_.push_back(std::move(elm));
}

void Linked::add_value_set(json::Document value_set) {
  value_sets_.push_back(std::move(value_set));
}

const Program* Linked::link(Tracing tracing) {
  base::Faults faults;
  for (const json::Document& value_set : value_sets_) {
    terminology_.add_value_set(value_set.root(), faults);
  }
  terminology_.freeze(faults);
  std::vector<elm::Library> libraries;
  for (const std::string& text : texts_) {
    auto document = json::parse(text, elm::json_limits());
    if (!document) {
      ADD_FAILURE() << base::describe(document.error());
      return nullptr;
    }
    libraries.push_back(elm::load(*std::move(document), faults));
  }
  program_ = Program::link(std::move(libraries), terminology_, faults, tracing);
  for (const base::Error& fault : faults) faults_.push_back(base::describe(fault));
  return program_.get();
}

std::string library(std::string_view name, std::string_view defs, std::string_view sections) {
  return fmt::format(
      R"({{"identifier":{{"id":"{}","version":"1"}},{}"statements":{{"def":[{}]}}}})", name,
      sections, defs);
}

std::string define(std::string_view name, std::string_view expression, int line) {
  return fmt::format(R"({{"name":"{}","locator":"{}:1-{}:2","expression":{}}})", name, line, line,
                     expression);
}

time::Temporal noon() {
  return *time::parse_datetime("2026-01-15T12:00:00.000+00:00", 0);
}

std::string evaluate(Evaluation& evaluation, const Program& program, std::string_view library,
                     std::string_view name) {
  const auto id = program.find(library, name);
  if (!id) return fmt::format("no definition {}.{}", library, name);
  const auto value = evaluation.value(*id);
  std::string text;
  if (value) {
    write_json(text, *value);
    return text;
  }
  json::Value error;
  error.set("error", base::describe(value.error()));
  return json::write(error);
}

}  // namespace cramp::engine::test
