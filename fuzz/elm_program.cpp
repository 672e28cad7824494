// Hostile ELM: whatever it is, it is refused with reasons or evaluated within the budgets.

#include "engine/evaluation.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

/// A patient with something of what libraries ask for.
constexpr std::string_view kChart = R"({"resourceType":"Bundle","entry":[
 {"resource":{"resourceType":"Patient","id":"p","birthDate":"1956-02-29","gender":"female"}},
 {"resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
  "code":{"coding":[{"system":"http://snomed.info/sct","code":"449917004"}],"text":"Krämpfe"},
  "onsetPeriod":{"start":"2025","end":"2025-11-02T01:30:00-04:00"}}},
 {"resource":{"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p"},
  "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},
  "effectiveDateTime":"2026-01-01T10:00:00Z",
  "valueQuantity":{"value":3.10,"unit":"mmol/L","system":"http://unitsofmeasure.org",
                   "code":"mmol/L"}}}]})";

/// Small, so that an input that uses all of it still ends soon.
constexpr engine::Budget kBudget{.arena_bytes = 8U << 20U,
                                 .recursion = 64,
                                 .list_items = 5'000,
                                 .string_bytes = 1U << 16U,
                                 .expansion = 1'000,
                                 .steps = 100'000};

const json::Document& chart() {
  static const json::Document document = *json::parse(std::string(kChart));
  return document;
}

const terminology::Terminology& no_terms() {
  static const terminology::Terminology terms = [] {
    terminology::Terminology made;
    base::Faults faults;
    made.freeze(faults);
    return made;
  }();
  return terms;
}

}  // namespace

void run_elm(std::string_view input) {
  auto document = json::parse(std::string(input), elm::json_limits());
  if (!document) return;
  base::Faults faults;
  std::vector<elm::Library> libraries;
  libraries.push_back(elm::load(*std::move(document), faults));
  const auto program = engine::Program::link(std::move(libraries), no_terms(), faults);
  require((program == nullptr) == !faults.empty(), "a Program or a reason why there is none");
  if (program == nullptr) return;

  fhir::PatientData data("p");
  data.add(chart().root());
  const auto now = *time::parse_datetime("2026-03-01T12:00:00.000Z", 0);
  engine::Evaluation evaluation(*program, data, now, {}, kBudget);
  const auto definitions = program->definitions();
  for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
    const auto value = evaluation.value(id);
    if (!value) {
      require(value.error().code == base::Code::kContent,
              "an error of evaluation is the content's");
      continue;
    }
    std::string text;
    engine::write_json(text, *value);
    require(json::parse(std::move(text), elm::json_limits()).ok(), "a value is written as JSON");
  }
  require(evaluation.arena_bytes() <= kBudget.arena_bytes, "memory stays within the budget");
}

}  // namespace cramp::fuzz
