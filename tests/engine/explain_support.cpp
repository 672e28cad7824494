#include "engine/explain_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/writer.hpp"

namespace cramp::engine::test {

Traced::Traced() : bundle_(read_json(data_folder() / "fhir/patient.json")) {
  linked_.add_value_set(read_json(data_folder() / "valuesets/cramp.json"));
  for (const char* name : {"Explain", "FHIRHelpers"}) {
    const auto folder = std::string_view(name) == "Explain"
                            ? data_folder()
                            : std::filesystem::path(CRAMP_SOURCE_DIR) / "rules/leg-cramps";
    linked_.add(json::write(read_json(folder / "elm" / (std::string(name) + ".json")).root()));
  }
  data_.add(bundle_.root());
  program_ = linked_.link(Tracing::kOn);
  EXPECT_NE(program_, nullptr) << testing::PrintToString(linked_.faults());
  texts_ = Explainer::texts(*program_);
  restart();
}

void Traced::restart() {
  evaluation_ = std::make_unique<Evaluation>(*program_, data_, noon());
}

Explanation Traced::explain(std::string_view name) {
  static_cast<void>(evaluation_->value(id(name)));
  return Explainer(*evaluation_, &texts_).explain(id(name));
}

std::vector<std::string> Traced::evidence(std::string_view name) {
  std::vector<std::string> found;
  for (const Evidence& one : explain(name).evidence) {
    found.push_back(std::string(one.type) + "/" + std::string(one.id) +
                    (one.path.empty() ? "" : " " + one.path));
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace cramp::engine::test
