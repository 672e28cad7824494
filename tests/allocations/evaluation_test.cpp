// What evaluating the shipped rules takes from the heap: a bounded number of blocks, whatever the
// size of the record. This executable counts every call of operator new.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/evaluation.hpp"
#include "rules/snapshot.hpp"

namespace {

std::atomic<std::size_t> allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  if (void* const block = std::malloc(size)) return block;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* block) noexcept {
  std::free(block);
}
void operator delete[](void* block) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  std::free(block);
}

namespace cramp {
namespace {

/// A woman with cramps, a thiazide, a statin, and that many potassium results.
std::string chart(int results) {
  std::string text = R"([
    {"resourceType":"Patient","id":"p","birthDate":"1954-05-06"},
    {"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
     "onsetDateTime":"2026-02-20","code":{"coding":[
       {"system":"http://snomed.info/sct","code":"449918009"}]}})";
  for (const std::string_view drug : {"310798", "617310"}) {
    text += fmt::format(R"(,{{"resourceType":"MedicationRequest","id":"m{0}","status":"active",
      "intent":"order","authoredOn":"2026-01-05","subject":{{"reference":"Patient/p"}},
      "medicationCodeableConcept":{{"coding":[
        {{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"{0}"}}]}}}})",
                        drug);
  }
  for (int i = 0; i < results; ++i) {
    text += fmt::format(R"(,{{"resourceType":"Observation","id":"o{}","status":"final",
      "subject":{{"reference":"Patient/p"}},"effectiveDateTime":"2026-02-{:02}T08:00:00Z",
      "code":{{"coding":[{{"system":"http://loinc.org","code":"2823-3"}}]}},
      "valueQuantity":{{"value":3.2,"unit":"mmol/L","code":"mmol/L"}}}})",
                        i, 1 + i % 28);
  }
  return text + "]";
}

struct Cost {
  std::size_t allocations, arena_bytes;
};

class Allocations : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    base::Faults faults;
    snapshot_ = rules::load(CRAMP_SOURCE_DIR, faults);
    ASSERT_NE(snapshot_, nullptr) << faults.size();
  }
  static void TearDownTestSuite() { snapshot_ = nullptr; }

  /// Of every public definition, once everything that is made only once has been made.
  static Cost cost(int results) {
    const json::Document document = *json::parse(chart(results));
    fhir::PatientData data("p");
    for (const json::View resource : document.root().items()) data.add(resource);
    evaluate(data);
    return evaluate(data);
  }

 private:
  static Cost evaluate(const fhir::PatientData& data) {
    const engine::Program& program = *snapshot_->services().front().program;
    const auto now = *time::parse_datetime("2026-03-01T12:00:00Z", 0);
    const std::size_t before = allocations;
    engine::Evaluation evaluation(program, data, now);
    const auto definitions = program.definitions();
    for (engine::DefinitionId id = 0; id < definitions.size(); ++id) {
      if (!definitions[id].is_public) continue;
      EXPECT_TRUE(evaluation.value(id)) << definitions[id].name;
    }
    const Cost cost{allocations - before, evaluation.arena_bytes()};
    RecordProperty("allocations", static_cast<int>(cost.allocations));
    RecordProperty("arena_bytes", static_cast<int>(cost.arena_bytes));
    return cost;
  }

  static inline std::shared_ptr<const rules::Snapshot> snapshot_;
};

TEST_F(Allocations, AreFew) {
  const Cost few = cost(10);
  EXPECT_GT(few.allocations, 0U) << "nothing is counted";
  EXPECT_LE(few.allocations, 150U);
  EXPECT_LE(few.arena_bytes, 128U << 10U);
}

TEST_F(Allocations, GrowWithTheLogarithmOfTheRecordOnly) {
  const Cost some = cost(100);
  const Cost many = cost(3200);
  // Blocks double, as do the lists that are not in the arena: five doublings.
  EXPECT_LE(many.allocations, some.allocations + 40);
  EXPECT_LE(many.arena_bytes, 32 * some.arena_bytes);
}

}  // namespace
}  // namespace cramp
