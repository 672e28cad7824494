// SMART scopes of both versions (CH-084).

#include "app/fetch/scopes.hpp"

#include <gtest/gtest.h>

namespace cramp::app {
namespace {

constexpr const char* kRead = "Patient/p";
constexpr const char* kSearch = "Condition?patient=p";

bool grants(const char* scopes, const char* query) {
  return Scopes(scopes).grant(query);
}

TEST(Scopes, VersionOne) {
  for (const char* scope :
       {"patient/*.read", "user/*.*", "system/*.read", "launch patient/*.read"}) {
    EXPECT_TRUE(grants(scope, kRead)) << scope;
    EXPECT_TRUE(grants(scope, kSearch)) << scope;
  }
  EXPECT_TRUE(grants("patient/Patient.read patient/Condition.*", kSearch));
  EXPECT_TRUE(grants("patient/Patient.read patient/Condition.*", kRead));
  EXPECT_FALSE(grants("patient/Patient.read", kSearch));
  for (const char* scope : {"", "launch", "openid", "patient/*.write", "patient/Condition",
                            "patient/Conditions.read", "other/*.read", "*.read", "patient/*"}) {
    EXPECT_FALSE(grants(scope, kSearch)) << scope;
  }
}

TEST(Scopes, VersionTwo) {
  EXPECT_TRUE(grants("patient/*.rs", kRead));
  EXPECT_TRUE(grants("patient/*.rs", kSearch));
  EXPECT_TRUE(grants("patient/Condition.cruds", kSearch));
  EXPECT_FALSE(grants("patient/Condition.r", kSearch));
  EXPECT_FALSE(grants("patient/Patient.s", kRead));
  EXPECT_FALSE(grants("patient/*.cud", kSearch));
  EXPECT_FALSE(grants("patient/*.xs", kSearch));
}

TEST(Scopes, ANarrowedScopeGrantsAQueryThatIsNarrowedAlike) {
  constexpr const char* kLabs =
      "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/"
      "observation-category|laboratory";
  EXPECT_TRUE(grants(kLabs, "Observation?patient=p&category=laboratory"));
  EXPECT_TRUE(grants(kLabs,
                     "Observation?patient=p&category=http%3A//terminology.hl7.org/CodeSystem/"
                     "observation-category%7Claboratory"));
  EXPECT_FALSE(grants(kLabs, "Observation?patient=p&code=1"));
  EXPECT_FALSE(grants(kLabs, "Observation?patient=p&category=vital-signs"));
  EXPECT_FALSE(grants(kLabs, "Observation/o")) << "who knows its category";
  EXPECT_FALSE(grants("patient/Observation.rs?category=laboratory&status=final",
                      "Observation?patient=p&category=laboratory"));
}

}  // namespace
}  // namespace cramp::app
