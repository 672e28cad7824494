#include "bench/patient.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <string_view>

#include "json/writer.hpp"

namespace cramp::bench {

namespace {

using json::Value;

constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kLoinc = "http://loinc.org";
constexpr std::string_view kRxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

struct Fact {
  std::string_view type, system, code, display;
  int days_ago;
  bool benign = false;  ///< of Case::kBenign too
  bool cramp = false;
};

constexpr std::array kFacts{
    Fact{"Condition", kSnomed, "449918009", "Cramp in lower leg (finding)", 3, true, true},
    Fact{"Condition", kSnomed, "449918009", "Cramp in lower leg (finding)", 25, false, true},
    Fact{"Condition", kSnomed, "44054006", "Diabetes mellitus type 2 (disorder)", 2000},
    Fact{"MedicationRequest", kRxNorm, "310798", "hydrochlorothiazide 25 MG Oral Tablet", 90},
    Fact{"MedicationRequest", kRxNorm, "617310", "atorvastatin 20 MG Oral Tablet", 60},
};

struct Result {
  std::string_view code, display, unit;
  int low_tenths, range_tenths;
  int normal_tenths;  ///< of Case::kBenign, each time
};

constexpr std::array kResults{
    Result{"2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L", 33, 14, 42},
    Result{"2951-2", "Sodium [Moles/volume] in Serum or Plasma", "mmol/L", 1360, 80, 1400},
    Result{"17861-6", "Calcium [Mass/volume] in Serum or Plasma", "mg/dL", 88, 12, 95},
    Result{"19123-9", "Magnesium [Mass/volume] in Serum or Plasma", "mg/dL", 17, 6, 21},
    Result{"2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 9, 8, 8},
    Result{"98979-8", "Glomerular filtration rate/1.73 sq M.predicted", "mL/min/{1.73_m2}", 520,
           300, 950},
    Result{"4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", 60, 25, 53},
    Result{"3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", "m[IU]/L", 10, 40, 20},
    Result{"2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", 800, 900, 900},
    Result{"718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 120, 40, 140},
    Result{"8480-6", "Systolic blood pressure", "mm[Hg]", 1150, 400, 1180},
    Result{"29463-7", "Body weight", "kg", 700, 200, 700},
};

class Maker {
 public:
  Maker(Case of, base::Instant now) : of_(of), now_(now) {}

  Value patient() const {
    return Value::object()
        .set("resourceType", "Patient")
        .set("id", "bench")
        .set("gender", "female")
        .set("birthDate", of_ == Case::kBenign ? "1990-05-06" : "1954-05-06");
  }

  bool has(const Fact& fact) const {
    if (of_ == Case::kBenign) return fact.benign;
    return of_ == Case::kTreated || !fact.cramp;
  }

  Value fact(const Fact& fact, std::size_t index) const {
    Value resource = start(fact.type, index);
    const bool drug = fact.type == "MedicationRequest";
    if (drug) {
      resource.set("status", "active")
          .set("intent", "order")
          .set("authoredOn", time(fact.days_ago));
    } else {
      resource.set("clinicalStatus",
                   concept_of("http://terminology.hl7.org/CodeSystem/condition-clinical", "active",
                              "Active"));
      resource.set("onsetDateTime", time(fact.days_ago));
    }
    return resource.set(drug ? "medicationCodeableConcept" : "code",
                        concept_of(fact.system, fact.code, fact.display));
  }

  Value result(std::size_t index) const {
    const Result& result = kResults[index % kResults.size()];
    const auto turn = static_cast<int>(index / kResults.size());
    const int tenths = of_ == Case::kBenign ? result.normal_tenths
                                            : result.low_tenths + turn * 7 % result.range_tenths;
    Value quantity;
    quantity.set("value", Value::Number{fmt::format("{}.{}", tenths / 10, tenths % 10)})
        .set("unit", result.unit)
        .set("system", "http://unitsofmeasure.org")
        .set("code", result.unit);
    Value category = Value::array().push(concept_of(
        "http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"));
    return start("Observation", index)
        .set("status", "final")
        .set("category", std::move(category))
        .set("code", concept_of(kLoinc, result.code, result.display))
        .set("encounter", Value::object().set("reference", fmt::format("Encounter/e{}", turn)))
        .set("effectiveDateTime", time(5 + turn * 9))
        .set("issued", time(5 + turn * 9))
        .set("valueQuantity", std::move(quantity));
  }

 private:
  std::string time(int days_ago) const {
    const auto seconds =
        std::chrono::time_point_cast<std::chrono::seconds>(now_ - std::chrono::days(days_ago));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}+00:00",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
  }

  static Value start(std::string_view type, std::size_t index) {
    return Value::object()
        .set("resourceType", type)
        .set("id", fmt::format("{}-{}", type, index))
        .set("subject", Value::object().set("reference", "Patient/bench"));
  }

  static Value concept_of(std::string_view system, std::string_view code,
                          std::string_view display) {
    Value coding;
    coding.set("system", system).set("code", code).set("display", display);
    return Value::object()
        .set("coding", Value::array().push(std::move(coding)))
        .set("text", display);
  }

  Case of_;
  base::Instant now_;
};

}  // namespace

std::vector<Value> make_patient(Case of, std::size_t bytes, base::Instant now) {
  const Maker maker(of, now);
  std::vector<Value> resources{maker.patient()};
  for (const Fact& fact : kFacts) {
    if (maker.has(fact)) resources.push_back(maker.fact(fact, resources.size()));
  }
  std::size_t written = 0;
  for (const Value& resource : resources) written += json::write(resource).size();
  for (std::size_t index = 0; written < bytes; ++index) {
    resources.push_back(maker.result(index));
    written += json::write(resources.back()).size();
  }
  return resources;
}

}  // namespace cramp::bench
