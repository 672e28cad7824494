// Context resources as data (CH-194, CH-207, CH-223, CH-225).

#include "cdshooks/context_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The context of a checked request of this hook, and what is collected from it.
struct Collected {
  Collected(std::string_view hook, const std::string& context)
      : body(R"({"hook":")" + std::string(hook) +
             R"(","hookInstance":"b0a1d5f2-54f5-4f0e-9a55-1f4b9e5a7c10",)"
             R"("context":{"userId":"Practitioner/u","patientId":"p",)" +
             context + "}}"),
        data("p") {
    const Hook& definition = *find_hook(hook);
    auto read = read_request(body, definition);
    EXPECT_TRUE(read) << (read ? "" : read.error().public_text);
    if (!read) return;
    request = std::move(read).value();
    found = collect_context(definition, request, data);
  }

  Json body;
  Request request;
  fhir::PatientData data;
  ContextData found;
};

TEST(ContextData, DraftsBecomeDataAndAreNamed) {  // CH-194, CH-225
  // As the public sandbox sends it: no Bundle.type, category as an object, neither medication nor
  // intent, no encounterId.
  const Collected one(
      "order-select",
      R"("selections":["MedicationRequest/d"],"draftOrders":{"resourceType":"Bundle",)"
      R"("entry":[{"resource":{"resourceType":"MedicationRequest","id":"d",)"
      R"("status":"draft","category":{"text":"x"}}},{"resource":{)"
      R"("resourceType":"ServiceRequest","id":"s"}}]})");
  EXPECT_THAT(one.found.resources, ElementsAre("MedicationRequest/d", "ServiceRequest/s"));
  EXPECT_THAT(one.found.selections, ElementsAre("MedicationRequest/d"));
  EXPECT_EQ(one.data.of_type("MedicationRequest").size(), 1U);
  EXPECT_THAT(one.request.warnings, IsEmpty());
}

TEST(ContextData, NewConditionsBecomeData) {  // CH-207
  const Collected one("problem-list-item-create",
                      R"("conditions":{"resourceType":"Bundle","entry":[{"resource":{"resource":)"
                      R"({"resourceType":"Condition","id":"c"}}}]})");
  EXPECT_THAT(one.found.resources, ElementsAre("Condition/c"));
  EXPECT_EQ(one.data.of_type("Condition").size(), 1U);
}

TEST(ContextData, AResourceWithoutAnIdIsDataButHasNoName) {
  const Collected one("order-sign",
                      R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)"
                      R"({"resourceType":"MedicationRequest"}}]})");
  EXPECT_THAT(one.found.resources, IsEmpty());
  EXPECT_EQ(one.data.of_type("MedicationRequest").size(), 1U);
  EXPECT_EQ(one.request.warnings.size(), 1U);
}

TEST(ContextData, AnotherPatientsOrderIsDropped) {
  const Collected one(
      "order-sign",
      R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)"
      R"({"resourceType":"MedicationRequest","id":"d","subject":{"reference":"Patient/q"}}}]})");
  EXPECT_EQ(one.data.of_type("MedicationRequest").size(), 0U);
  EXPECT_EQ(one.data.dropped(), 1U);
}

TEST(ContextData, TheDraftStandsBeforeTheChart) {
  Collected one("order-sign",
                R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)"
                R"({"resourceType":"MedicationRequest","id":"d","status":"draft"}}]})");
  const Json chart(R"({"resourceType":"MedicationRequest","id":"d","status":"active"})");
  one.data.add(chart);
  ASSERT_EQ(one.data.of_type("MedicationRequest").size(), 1U);
  EXPECT_EQ(one.data.of_type("MedicationRequest")[0].string("status"), "draft");
}

TEST(ContextData, ListsOfResourcesAreReadUnderBothNames) {  // CH-202, CH-203
  const std::string order =
      R"("dispatchedOrders":["ServiceRequest/s"],"performer":"Practitioner/x",)";
  const Collected now("order-dispatch",
                      order + R"("fulfillmentTasks":[{"resourceType":"Task","id":"t"}])");
  EXPECT_THAT(now.found.resources, ElementsAre("Task/t"));
  const Collected before("order-dispatch", order + R"("task":{"resourceType":"Task","id":"t"})");
  EXPECT_THAT(before.found.resources, ElementsAre("Task/t"));
}

}  // namespace
}  // namespace cramp::cdshooks
