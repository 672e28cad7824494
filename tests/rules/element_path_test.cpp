// Paths of dynamicValue and what is put there (CH-233).

#include "rules/element_path.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "json/writer.hpp"

namespace cramp::rules {
namespace {

using engine::Kind;
using engine::Value;

/// The JSON of a resource after one value was put at the path, or the error.
std::string set(std::string_view type, std::string_view path_text, const Value& value,
                std::string_view before = "{}") {
  const auto path = compile_path(path_text, fhir::find_type(type));
  if (!path) return path.error().internal_text;
  json::Value resource(json::parse(std::string(before))->root());
  const base::Status status = set_element(resource, *path, value);
  if (!status) {
    EXPECT_EQ(json::write(resource), before) << "an error changes nothing";
    return status.error().internal_text;
  }
  return json::write(resource);
}

std::string fault(std::string_view type, std::string_view path) {
  const auto compiled = compile_path(path, fhir::find_type(type));
  return compiled ? "" : compiled.error().internal_text;
}

const engine::Code kCode{"1", "http://x.example", {}, "One"};
const time::Temporal kDay = *time::parse_date("2026-03-01");
const time::Temporal kInstant = *time::parse_datetime("2026-03-01T10:00:00.000+00:00", 0);

TEST(ElementPath, SetsMembersAndWhatIsAboveThem) {
  EXPECT_EQ(set("ServiceRequest", "code.text", Value::string("x")), R"({"code":{"text":"x"}})");
  EXPECT_EQ(set("ServiceRequest", "code.text", Value::string("y"),
                R"({"code":{"text":"x"},"status":"draft"})"),
            R"({"code":{"text":"y"},"status":"draft"})");
  EXPECT_EQ(set("ServiceRequest", "code.coding[0].display", Value::string("d"),
                R"({"code":{"coding":[{"code":"1"}]}})"),
            R"({"code":{"coding":[{"code":"1","display":"d"}]}})");
  EXPECT_EQ(set("ServiceRequest", "code", Value::code(&kCode), R"({"code":"wrong"})"),
            R"({"code":{"coding":[{"system":"http://x.example","code":"1","display":"One"}]}})");
}

TEST(ElementPath, SetsItemsOfLists) {
  EXPECT_EQ(set("ServiceRequest", "note[0].text", Value::string("x")),
            R"({"note":[{"text":"x"}]})");
  EXPECT_EQ(set("ServiceRequest", "note[3].text", Value::string("x")),
            R"({"note":[{"text":"x"}]})");
  EXPECT_EQ(set("ServiceRequest", "note[1].text", Value::string("y"), R"({"note":[{"text":"x"}]})"),
            R"({"note":[{"text":"x"},{"text":"y"}]})");
  EXPECT_EQ(set("ServiceRequest", "note[0].text", Value::string("y"),
                R"({"note":[{"text":"x"},{"text":"z"}]})"),
            R"({"note":[{"text":"y"},{"text":"z"}]})");
  EXPECT_EQ(set("ServiceRequest", "instantiatesUri", Value::string("http://u")),
            R"({"instantiatesUri":["http://u"]})");
}

TEST(ElementPath, SetsWholeLists) {
  const std::array<Value, 3> items{Value::string("http://a"), Value(), Value::string("http://b")};
  const engine::List list{items};
  EXPECT_EQ(set("ServiceRequest", "instantiatesUri", Value::list(&list)),
            R"({"instantiatesUri":["http://a","http://b"]})");
  EXPECT_EQ(set("ServiceRequest", "code.text", Value::list(&list)),
            "a list cannot be put at text, which is one value");
  EXPECT_EQ(set("ServiceRequest", "instantiatesUri[0]", Value::list(&list)),
            "a list cannot be put at instantiatesUri, which is one value");
  const engine::List empty{};
  EXPECT_EQ(set("ServiceRequest", "instantiatesUri", Value::list(&empty)), "{}");
}

TEST(ElementPath, NullLeavesTheResourceAsItIs) {
  EXPECT_EQ(set("ServiceRequest", "note[0].text", Value()), "{}");
  EXPECT_EQ(set("ServiceRequest", "code.text", Value(), R"({"code":{"text":"x"}})"),
            R"({"code":{"text":"x"}})");
}

TEST(ElementPath, ChoicesTakeTheTypeOfTheValue) {
  EXPECT_EQ(set("ServiceRequest", "occurrence", Value::temporal(Kind::kDate, &kDay)),
            R"({"occurrenceDateTime":"2026-03-01"})");
  EXPECT_EQ(
      set("ServiceRequest", "occurrenceDateTime", Value::temporal(Kind::kDateTime, &kInstant)),
      R"({"occurrenceDateTime":"2026-03-01T10:00:00.000+00:00"})");
  EXPECT_EQ(set("ServiceRequest", "asNeeded", Value::boolean(true),
                R"({"asNeededCodeableConcept":{"text":"x"}})"),
            R"({"asNeededBoolean":true})");
  EXPECT_EQ(
      set("ServiceRequest", "asNeeded", Value::code(&kCode)),
      R"({"asNeededCodeableConcept":{"coding":[{"system":"http://x.example","code":"1","display":"One"}]}})");
  EXPECT_EQ(set("ServiceRequest", "asNeeded", Value::string("x")),
            "a value of type String cannot be any type of this element");
}

TEST(ElementPath, ValuesFitTheElement) {
  EXPECT_EQ(set("ServiceRequest", "priority", Value::string("urgent")), R"({"priority":"urgent"})");
  EXPECT_EQ(set("ServiceRequest", "priority", Value::code(&kCode)), R"({"priority":"1"})");
  EXPECT_EQ(set("ServiceRequest", "doNotPerform", Value::boolean(true)),
            R"({"doNotPerform":true})");
  EXPECT_EQ(set("ServiceRequest", "authoredOn", Value::temporal(Kind::kDate, &kDay)),
            R"({"authoredOn":"2026-03-01"})");
  EXPECT_EQ(set("Task", "description", Value::string("x")), R"({"description":"x"})");
  EXPECT_EQ(set("ServiceRequest", "code.coding[0]", Value::code(&kCode)),
            R"({"code":{"coding":[{"system":"http://x.example","code":"1","display":"One"}]}})");
  EXPECT_EQ(set("MedicationRequest", "dispenseRequest.numberOfRepeatsAllowed", Value::integer(2)),
            R"({"dispenseRequest":{"numberOfRepeatsAllowed":2}})");
  for (const Value& wrong :
       {Value::integer(1), Value::boolean(true), Value::temporal(Kind::kTime, &kDay)}) {
    EXPECT_NE(set("ServiceRequest", "code.text", wrong).find("cannot be string"),
              std::string::npos);
  }
  EXPECT_NE(set("ServiceRequest", "code", Value::string("x"))
                .find("a value of type String cannot be CodeableConcept"),
            std::string::npos);
  EXPECT_NE(set("ServiceRequest", "subject", Value::code(&kCode)).find("cannot be Reference"),
            std::string::npos);
}

TEST(ElementPath, FaultyPathsSayWhatIsWrong) {
  EXPECT_EQ(fault("ServiceRequest", "reasonCode[0]"), "");
  EXPECT_EQ(fault("ServiceRequest", "quantityQuantity.value"), "");
  for (const std::string_view path :
       {"", ".", "code.", ".code", "code..text", "code[0", "code]0[", "note[x]", "note[-1]",
        "note[]", "note[100]", "%action.title", "code.text.exists()", "note[0]x", "no te"}) {
    EXPECT_NE(fault("ServiceRequest", path).find("steps are element names"), std::string::npos)
        << path;
  }
  EXPECT_NE(fault("ServiceRequest", "cod").find("ServiceRequest has no element cod in FHIR R4"),
            std::string::npos);
  EXPECT_NE(fault("ServiceRequest", "code.txt").find("CodeableConcept has no element txt"),
            std::string::npos);
  EXPECT_NE(fault("ServiceRequest", "code[0]").find("code is no list; leave out [0]"),
            std::string::npos);
  EXPECT_NE(fault("ServiceRequest", "reasonCode.text").find("reasonCode is a list"),
            std::string::npos);
  EXPECT_NE(fault("ServiceRequest", "quantity.value")
                .find("quantity is a choice; write it with its type"),
            std::string::npos);
  EXPECT_NE(fault("ServiceRequest", "occurrenceQuantity").find("no element occurrenceQuantity"),
            std::string::npos);
}

}  // namespace
}  // namespace cramp::rules
