// Which resources a data requirement keeps: those that the search made of it would find.

#include "rules/data_requirement.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cramp::rules {
namespace {

class Keeps : public testing::Test {
 protected:
  Keeps() {
    base::Faults faults;
    const auto set = json::parse(
        R"({"resourceType":"ValueSet","url":"https://x.example/vs","compose":{"include":[{"system":"http://loinc.org",)"
        R"("concept":[{"code":"2823-3"}]}]}})");
    terminology_.add_value_set(set->root(), faults);
    terminology_.freeze(faults);
    EXPECT_TRUE(faults.empty());
  }

  bool keeps(std::string_view type, std::string_view path, const std::string& resource) const {
    DataRequirement requirement;
    requirement.type = type;
    if (!path.empty()) {
      requirement.code_filters.push_back(
          {std::string(path), "https://x.example/vs", *terminology_.find("https://x.example/vs")});
    }
    const auto document = json::parse(resource);
    return rules::keeps(requirement, document->root(), terminology_);
  }

  terminology::Terminology terminology_;
};

const std::string kYes = R"({"coding":[{"system":"http://loinc.org","code":"2823-3"}]})";
const std::string kNo = R"({"coding":[{"system":"http://loinc.org","code":"6298-4"}]})";

TEST_F(Keeps, ResourcesOfItsType) {
  EXPECT_TRUE(keeps("Observation", "", R"({"resourceType":"Observation"})"));
  EXPECT_FALSE(keeps("Observation", "", R"({"resourceType":"Condition"})"));
}

TEST_F(Keeps, ThoseWithACodeOfTheValueSet) {
  EXPECT_TRUE(
      keeps("Observation", "code", R"({"resourceType":"Observation","code":)" + kYes + "}"));
  EXPECT_FALSE(
      keeps("Observation", "code", R"({"resourceType":"Observation","code":)" + kNo + "}"));
  EXPECT_TRUE(keeps(
      "Observation", "code",
      R"({"resourceType":"Observation","code":{"coding":[{"code":"x"},{"system":"http://loinc.org","code":"2823-3"}]}})"));
  EXPECT_FALSE(keeps("Observation", "code",
                     R"({"resourceType":"Observation","code":{"text":"Potassium"}})"));
  EXPECT_FALSE(keeps("Observation", "code", R"({"resourceType":"Observation"})"));
}

TEST_F(Keeps, ListsAndCodingsAndChoices) {
  EXPECT_TRUE(keeps("Observation", "category",
                    R"({"resourceType":"Observation","category":[)" + kNo + "," + kYes + "]}"));
  EXPECT_FALSE(keeps("Observation", "category",
                     R"({"resourceType":"Observation","category":[)" + kNo + "]}"));
  EXPECT_TRUE(keeps(
      "Encounter", "class",
      R"({"resourceType":"Encounter","class":{"system":"http://loinc.org","code":"2823-3"}})"));
  EXPECT_TRUE(
      keeps("MedicationRequest", "medication",
            R"({"resourceType":"MedicationRequest","medicationCodeableConcept":)" + kYes + "}"));
  EXPECT_FALSE(keeps(
      "MedicationRequest", "medication",
      R"({"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/m"}})"));
}

}  // namespace
}  // namespace cramp::rules
