#include <gtest/gtest.h>

#include "fhir/reference.hpp"

namespace cramp::fhir {
namespace {

TEST(Reference, TypeAndId) {
  for (const auto* text : {"Patient/p-1", "http://a.b/fhir/Patient/p-1", "Patient/p-1/_history/3",
                           "https://a/Patient/p-1/_history/1"}) {
    const ReferenceParts parts = parse_reference(text);
    EXPECT_EQ(parts.type, "Patient") << text;
    EXPECT_EQ(parts.id, "p-1") << text;
    EXPECT_FALSE(parts.urn || parts.contained) << text;
  }
}

TEST(Reference, UrnAndContained) {
  const ReferenceParts urn = parse_reference("urn:uuid:8c1f");
  EXPECT_TRUE(urn.urn);
  EXPECT_EQ(urn.id, "8c1f");
  EXPECT_TRUE(urn.type.empty());
  const ReferenceParts contained = parse_reference("#med");
  EXPECT_TRUE(contained.contained);
  EXPECT_EQ(contained.id, "med");
}

TEST(Reference, NothingElse) {
  for (const auto* text :
       {"", "/", "p-1", "Patient", "Patient/", "/p-1", "Patient?identifier=a|b",
        "Practitioner?identifier=http://x/Patient/1", "http://a.b/c", "patient/1"}) {
    const ReferenceParts parts = parse_reference(text);
    EXPECT_TRUE(parts.type.empty() && parts.id.empty()) << text;
  }
}

}  // namespace
}  // namespace cramp::fhir
