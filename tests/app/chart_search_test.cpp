#include "app/chart_search.hpp"

#include <gtest/gtest.h>

namespace cramp::app {
namespace {

bool found(std::string_view query, const char* resource) {
  const auto document = json::parse(resource);
  return is_found_by(query, document->root());
}

constexpr const char* kPotassium = R"({
  "resourceType": "Observation", "status": "final",
  "category": [{"coding": [{"system": "http://c", "code": "laboratory"}]}],
  "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}, {"system": "http://x", "code": "K"}]}})";

TEST(ChartSearch, TokensMatchBySystemAndCodeOrByCodeAlone) {
  EXPECT_TRUE(found("Observation?patient=p&code=http://loinc.org|2823-3", kPotassium));
  EXPECT_TRUE(found("Observation?patient=p&code=http://loinc.org|1,http://x|K", kPotassium));
  EXPECT_TRUE(found("Observation?code=http://loinc.org%7C2823-3", kPotassium));
  EXPECT_TRUE(found("Observation?code=2823-3", kPotassium));
  EXPECT_FALSE(found("Observation?code=http://x|2823-3", kPotassium));
  EXPECT_FALSE(found("Observation?code=2823", kPotassium));
}

TEST(ChartSearch, EveryParameterMustMatch) {
  EXPECT_TRUE(found("Observation?category=laboratory&status=final,amended", kPotassium));
  EXPECT_FALSE(found("Observation?category=laboratory&status=amended", kPotassium));
  EXPECT_FALSE(found("Observation?category=vital-signs&status=final", kPotassium));
}

TEST(ChartSearch, WhatIsNotSaidDoesNotExclude) {
  EXPECT_TRUE(found("Observation?category=laboratory", R"({"resourceType": "Observation"})"));
  EXPECT_TRUE(found("Patient/{{context.patientId}}", kPotassium));
  EXPECT_TRUE(found("Observation?date=ge2020-01-01&_count=5", kPotassium));
}

}  // namespace
}  // namespace cramp::app
