// Runs the cases of the forms: cases/*.txt, one a line:
//   If(condition: true, then: 1) => 1      # ELM as form_text.hpp has it, the value as JSON
//   ... => error                           # the evaluation of the definition fails
//   ... => fault                           # the library does not link
// Each case is a definition of the library of prelude.json, for the patient of the engine's data.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/file.hpp"
#include "engine/compiler.hpp"
#include "engine/support.hpp"
#include "form_text.hpp"
#include "json/writer.hpp"

namespace cramp::engine {
namespace {

namespace fs = std::filesystem;

struct FormCase {
  std::string where, source, elm, expected;
};

std::vector<FormCase> form_cases() {
  std::vector<FormCase> result;
  for (const auto& entry : fs::directory_iterator(CRAMP_SOURCE_DIR "/tests/engine/forms/cases")) {
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      FormCase next;
      next.where = entry.path().filename().string() + ":" + std::to_string(number) + ": " + line;
      const auto arrow = line.rfind(" => ");
      next.source = line.substr(0, arrow);
      next.expected = line.substr(arrow + 4);
      std::string_view text = next.source;
      next.elm = cases::take_elm(text);
      EXPECT_TRUE(text.empty()) << next.where;
      result.push_back(next);
    }
  }
  return result;
}

class FormCases : public ::testing::Test {
 protected:
  FormCases() : bundle_(test::read_json(test::data_folder() / "fhir/patient.json")), data_("") {
    data_.add(bundle_.root());
  }

  /// The prelude with a definition of each expression added: "0", "1", ...
  const Program* link(test::Linked& linked, const std::vector<const FormCase*>& cases) {
    const auto prelude =
        base::read_file(CRAMP_SOURCE_DIR "/tests/engine/forms/prelude.json").value();
    std::string definitions;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      definitions += "," + test::define(std::to_string(i), cases[i]->elm);
    }
    const auto end = prelude.rfind("]}}");
    linked.add(prelude.substr(0, end) + definitions + "]}}");
    linked.add_value_set(test::read_json(test::data_folder() / "valuesets/cramp.json"));
    return linked.link();
  }

  json::Document bundle_;
  fhir::PatientData data_;
};

TEST_F(FormCases, GiveTheirResults) {
  const auto all = form_cases();
  std::vector<const FormCase*> run;
  for (const FormCase& next : all) {
    if (next.expected != "fault") run.push_back(&next);
  }
  test::Linked linked;
  const Program* program = link(linked, run);
  ASSERT_NE(program, nullptr) << ::testing::PrintToString(linked.faults());
  Evaluation evaluation(*program, data_, test::noon());
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::string actual = test::evaluate(evaluation, *program, "Forms", std::to_string(i));
    if (run[i]->expected == "error") {
      EXPECT_TRUE(actual.starts_with(R"({"error")")) << run[i]->where << "\n" << actual;
    } else {
      EXPECT_EQ(actual, run[i]->expected) << run[i]->where;
    }
  }
}

TEST_F(FormCases, AreRefusedWhereTheyCannotRun) {
  for (const FormCase& next : form_cases()) {
    if (next.expected != "fault") continue;
    test::Linked linked;
    EXPECT_EQ(link(linked, {&next}), nullptr) << next.where;
    EXPECT_FALSE(linked.faults().empty()) << next.where;
  }
}

TEST(FormTables, EveryFormHasACase) {
  const auto all = form_cases();
  const auto prelude = base::read_file(CRAMP_SOURCE_DIR "/tests/engine/forms/prelude.json").value();
  for (const Form& form : all_forms()) {
    const std::string node = "\"type\":\"" + std::string(form.name) + "\"";
    const auto cases = std::ranges::count_if(all, [&](const FormCase& next) {
      return next.expected != "fault" && next.elm.find(node) != std::string::npos;
    });
    EXPECT_TRUE(cases > 0 || prelude.find(node) != std::string::npos) << form.name;
  }
}

}  // namespace
}  // namespace cramp::engine
