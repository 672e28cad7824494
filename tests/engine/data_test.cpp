// Runs the cases of data/expected (data/README.md).

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/support.hpp"
#include "json/writer.hpp"

namespace cramp::engine {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

void remove_signatures(json::Value& value) {
  value.erase("signature");
  if (json::Value::Object* members = value.members()) {
    for (auto& [name, member] : *members) remove_signatures(member);
  }
  if (json::Value::Array* items = value.items()) {
    for (json::Value& item : *items) remove_signatures(item);
  }
}

class Cases : public testing::TestWithParam<fs::path> {
 protected:
  void run(bool with_signatures, Tracing tracing = Tracing::kOff);
};

void Cases::run(bool with_signatures, Tracing tracing) {
  test::Linked linked;
  for (const fs::path& file : files_of(test::data_folder() / "valuesets")) {
    linked.add_value_set(test::read_json(file));
  }
  for (const fs::path& file : files_of(test::data_folder() / "elm")) {
    json::Value elm(test::read_json(file).root());
    if (!with_signatures) remove_signatures(elm);
    linked.add(json::write(elm));
  }
  const Program* program = linked.link(tracing);
  ASSERT_NE(program, nullptr) << testing::PrintToString(linked.faults());

  const json::Document document = test::read_json(GetParam());
  const json::View wanted = document.root();
  const json::Document bundle =
      test::read_json(test::data_folder() / "fhir" / wanted.string("data"));
  fhir::PatientData data("");
  data.add(bundle.root());
  std::vector<Parameter> parameters;
  for (const auto& [name, value] : wanted.find("parameters").members()) {
    parameters.push_back({std::string(name), value});
  }
  const std::string_view now = wanted.string("now");
  Evaluation evaluation(*program, data, now.empty() ? test::noon() : *time::parse_datetime(now, 0),
                        parameters);
  ASSERT_GT(wanted.find("expected").size(), 0U);
  for (const auto& [name, value] : wanted.find("expected").members()) {
    EXPECT_EQ(test::evaluate(evaluation, *program, wanted.string("library"), name),
              json::write(value))
        << name;
  }
}

TEST_P(Cases, GiveTheExpectedValues) {
  run(true);
}

TEST_P(Cases, GiveTheSameWithoutSignatures) {
  run(false);
}

TEST_P(Cases, GiveTheSameWhenTraced) {
  run(true, Tracing::kOn);
}

INSTANTIATE_TEST_SUITE_P(Engine, Cases,
                         testing::ValuesIn(files_of(test::data_folder() / "expected")),
                         [](const auto& test) { return test.param.stem().string(); });

}  // namespace
}  // namespace cramp::engine
