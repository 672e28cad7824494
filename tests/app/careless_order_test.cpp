// Draft orders as real clients send them, through the whole pipeline with the shipped content
// (CH-193, CH-194, CH-198).

#include <gtest/gtest.h>

#include "app/pipeline.hpp"

namespace cramp::app {
namespace {

std::shared_ptr<const cdshooks::Catalog> content() {
  static const auto catalog = [] {
    base::Faults faults;
    return cdshooks::load(CRAMP_SOURCE_DIR, faults);
  }();
  return catalog;
}

constexpr std::string_view kHctz =
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
    R"("code":"310798"}]},)";

/// The answer to order-select for a patient of 45 with a leg cramp and this one draft; no
/// encounterId, Bundle without type.
std::string answer_to(std::string_view draft_members) {
  const std::string body =
      R"({"hook":"order-select","hookInstance":"b0a1d5f2-54f5-4f0e-9a55-1f4b9e5a7c10",)"
      R"("context":{"userId":"Practitioner/u","patientId":"p","selections":["MedicationRequest/d"],)"
      R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":)"
      R"("MedicationRequest","id":"d",)" +
      std::string(draft_members) +
      R"("subject":{"reference":"Patient/p"}}}]}},"prefetch":{)"
      R"("patient":{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1981-01-15"},)"
      R"("conditions":{"resourceType":"Bundle","type":"searchset","entry":[{"resource":)"
      R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"code":{"coding":)"
      R"([{"system":"http://snomed.info/sct","code":"449918009"}]},"onsetDateTime":"2026-02-20"}}]}}})";
  CallRecord record;
  const auto found = answer({.catalog = content(), .rules = {}}, "leg-cramp-order-select", body,
                            *time::parse_datetime("2026-03-01T12:00:00.000+00:00", 0), record);
  EXPECT_TRUE(found);
  EXPECT_TRUE(record.failures.empty());
  return found ? *found : std::string();
}

TEST(CarelessOrder, WithoutMedicationAndIntentIsPassedOver) {
  EXPECT_EQ(answer_to(R"("status":"draft","category":{"text":"community"},)"), R"({"cards":[]})");
}

TEST(CarelessOrder, CategoryMayBeAnObjectAndStatusAndIntentMissing) {
  const std::string body = answer_to(std::string(kHctz) + R"("category":{"text":"community"},)");
  EXPECT_NE(body.find(R"("org.cramp-cds.rules":["draft-diuretic"])"), std::string::npos) << body;
}

TEST(CarelessOrder, WhatIsCancelledIsNoDraft) {
  EXPECT_EQ(answer_to(std::string(kHctz) + R"("status":"cancelled",)"), R"({"cards":[]})");
}

}  // namespace
}  // namespace cramp::app
