// Codes in value sets and code systems, as Codes, Concepts, strings and FHIR elements.

#include <gtest/gtest.h>

#include <deque>

#include "literals.hpp"

namespace cramp::engine {
namespace {

constexpr std::string_view kCramps = R"({
  "resourceType": "ValueSet", "url": "http://example.org/vs/cramps",
  "compose": {"include": [
    {"system": "http://snomed.info/sct",
     "concept": [{"code": "55300003", "display": "Cramp"}, {"code": "424647005"}]},
    {"system": "http://hl7.org/fhir/sid/icd-10-cm", "version": "2026",
     "concept": [{"code": "R25.2", "display": "Cramp and spasm"}]}]}})";
constexpr std::string_view kDiuretics = R"({
  "resourceType": "ValueSet", "url": "http://example.org/vs/diuretics",
  "compose": {"include": [
    {"system": "http://www.whocc.no/atc",
     "filter": [{"property": "concept", "op": "is-a", "value": "C03"}]}]}})";

class ClinicalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    base::Faults faults;
    for (const std::string_view set : {kCramps, kDiuretics}) {
      terminology_.add_value_set(document(std::string(set)), faults);
    }
    terminology_.freeze(faults);
    ASSERT_TRUE(faults.empty()) << base::describe(faults.front());
    cramps_ = value_set("http://example.org/vs/cramps");
    diuretics_ = value_set("http://example.org/vs/diuretics");
  }

  json::View document(std::string text) {
    auto parsed = json::parse(std::move(text));
    EXPECT_TRUE(parsed.ok());
    documents_.push_back(std::move(parsed).value());
    return documents_.back().root();
  }

  Value value_set(std::string_view url) {
    const auto id = terminology_.find(url);
    EXPECT_TRUE(id) << url;
    return Value::value_set(
        arena_.make<ValueSetRef>(id.value_or(0), url, std::string_view(), std::string_view()));
  }

  Value code_system(std::string_view url) {
    return Value::code_system(
        arena_.make<CodeSystemRef>(url, std::string_view(), std::string_view()));
  }

  Value literal(std::string_view text) { return cases::Reader(text, context_).value(); }

  Value element(std::string_view type, std::string json) {
    return Value::element(document(std::move(json)), fhir::find_type(type));
  }

  std::string call(std::string_view name, const std::vector<Value>& operands) {
    for (const Operator& candidate : clinical_operators()) {
      if (candidate.name != name) continue;
      try {
        return cases::text(candidate.function(context_, operands, {}));
      } catch (const EvaluationError& error) {
        return "error: " + error.text;
      }
    }
    return "no such operator";
  }

  std::string in_cramps(const Value& code) { return call("InValueSet", {code, cramps_}); }

  base::Arena arena_;
  terminology::Terminology terminology_;
  std::deque<json::Document> documents_;
  Context context_{arena_, *time::parse_datetime("2026-01-15T12:00:00.000Z", 0), &terminology_, {}};
  Value cramps_, diuretics_;
};

/// Of a code without a system that one of the systems of the set has.
constexpr std::string_view kAmbiguous =
    "error: the value set http://example.org/vs/cramps has codes of several systems, and the code "
    "comes without its system";

struct Membership {
  std::string_view code, in_cramps, in_diuretics;
};
constexpr Membership kMemberships[] = {
    {"null", "false", "false"},
    {"Code{'55300003', 'http://snomed.info/sct', null, null}", "true", "false"},
    {"Code{'55300003', 'http://snomed.info/sct', '2020', 'Any text'}", "true", "false"},
    {"Code{'55300003', 'http://loinc.org', null, null}", "false", "false"},
    {"Code{'55300003', null, null, null}", "false", "false"},
    {"Code{null, 'http://snomed.info/sct', null, null}", "false", "false"},
    {"Code{'55300004', 'http://snomed.info/sct', null, null}", "false", "false"},
    {"Code{'C03CA01', 'http://www.whocc.no/atc', null, null}", "false", "true"},
    {"Code{'C10AA05', 'http://www.whocc.no/atc', null, null}", "false", "false"},
    {"Concept{'x', Code{'1', 's', null, null}, Code{'424647005', 'http://snomed.info/sct', null, "
     "null}}",
     "true", "false"},
    {"Concept{'x', Code{'1', 's', null, null}}", "false", "false"},
    {"Concept{'x'}", "false", "false"},
    {"'55300003'", kAmbiguous, "false"},
    {"'R25.2'", kAmbiguous, "false"},
    {"'C03CA01'", "false", "true"},
    {"'1'", "false", "false"},
    {"{}", "false", "false"},
    {"{null}", "false", "false"},
    {"{null, Code{'1', 's', null, null}, Code{'55300003', 'http://snomed.info/sct', null, null}}",
     "true", "false"},
    {"{'1', '55300003'}", kAmbiguous, "false"},
    {"{Concept{'x', Code{'C03', 'http://www.whocc.no/atc', null, null}}}", "false", "true"},
};

TEST_F(ClinicalTest, CodesAreInValueSetsBySystemAndCode) {
  for (const auto& row : kMemberships) {
    const Value code = literal(row.code);
    EXPECT_EQ(call("InValueSet", {code, cramps_}), row.in_cramps) << row.code;
    EXPECT_EQ(call("AnyInValueSet", {code, cramps_}), row.in_cramps) << row.code;
    EXPECT_EQ(call("InValueSet", {code, diuretics_}), row.in_diuretics) << row.code;
  }
}

TEST_F(ClinicalTest, FhirElementsAreTakenAsTheyAre) {
  const std::string cramp = R"({"system": "http://snomed.info/sct", "code": "55300003"})";
  const std::string other = R"({"system": "http://snomed.info/sct", "code": "1"})";
  EXPECT_EQ(in_cramps(element("Coding", cramp)), "true");
  EXPECT_EQ(in_cramps(element("Coding", other)), "false");
  EXPECT_EQ(in_cramps(element("Coding", R"({"code": "55300003"})")), "false");
  EXPECT_EQ(in_cramps(element("CodeableConcept", R"({"coding": [)" + other + "," + cramp + "]}")),
            "true");
  EXPECT_EQ(in_cramps(element("CodeableConcept", R"({"coding": [)" + other + "]}")), "false");
  EXPECT_EQ(in_cramps(element("CodeableConcept", R"({"text": "cramp"})")), "false");
  EXPECT_EQ(in_cramps(element("CodeableConcept", R"({"coding": "55300003"})")), "false");
  EXPECT_EQ(in_cramps(element("code", R"("55300003")")), kAmbiguous);
  EXPECT_EQ(in_cramps(element("Coding", R"({"system": 5, "code": {"a": 1}})")), "false");
}

TEST_F(ClinicalTest, TheValueSetMayComeTwice) {
  const Value code = literal("Code{'55300003', 'http://snomed.info/sct', null, null}");
  EXPECT_EQ(call("InValueSet", {code, cramps_, diuretics_}), "false");
  EXPECT_EQ(call("InValueSet", {code, diuretics_, cramps_}), "true");
  EXPECT_EQ(call("InValueSet", {code, cramps_, Value()}), "true");
}

TEST_F(ClinicalTest, WhatIsNoCodeOrNoKnownValueSetFails) {
  EXPECT_TRUE(in_cramps(literal("5")).starts_with("error: ")) << in_cramps(literal("5"));
  EXPECT_TRUE(in_cramps(literal("{5}")).starts_with("error: "));
  EXPECT_TRUE(call("InValueSet", {literal("'1'"), Value()}).starts_with("error: "));
  EXPECT_TRUE(call("InValueSet", {literal("'1'"), literal("'1'")}).starts_with("error: "));
  const Value unknown = Value::value_set(arena_.make<ValueSetRef>(
      terminology::ValueSetId{2}, std::string_view("http://example.org/vs/none"),
      std::string_view(), std::string_view()));
  EXPECT_EQ(call("InValueSet", {literal("'1'"), unknown}),
            "error: the value set http://example.org/vs/none is not known");
  context_.terminology = nullptr;
  EXPECT_TRUE(in_cramps(literal("'55300003'")).starts_with("error: "));
}

TEST_F(ClinicalTest, ExpansionListsTheCodes) {
  EXPECT_EQ(call("ExpandValueSet", {Value()}), "null");
  EXPECT_EQ(call("ExpandValueSet", {cramps_}),
            "{Code{'55300003', 'http://snomed.info/sct', null, 'Cramp'}, "
            "Code{'424647005', 'http://snomed.info/sct', null, null}, "
            "Code{'R25.2', 'http://hl7.org/fhir/sid/icd-10-cm', '2026', 'Cramp and spasm'}}");
  EXPECT_EQ(call("ExpandValueSet", {diuretics_}),
            "error: the value set http://example.org/vs/diuretics has codes by filter and cannot "
            "be expanded");
  EXPECT_TRUE(call("ExpandValueSet", {literal("'1'")}).starts_with("error: "));
}

TEST_F(ClinicalTest, CodesAreInTheirCodeSystem) {
  const Value snomed = code_system("http://snomed.info/sct");
  const struct {
    std::string_view code, expected;
  } rows[] = {
      {"null", "false"},
      {"Code{'1', 'http://snomed.info/sct', null, null}", "true"},
      {"Code{'1', 'http://loinc.org', null, null}", "false"},
      {"Code{'1', null, null, null}", "false"},
      {"Concept{'x', Code{'1', 's', null, null}, Code{'2', 'http://snomed.info/sct', null, null}}",
       "true"},
      {"{}", "false"},
      {"{Code{'1', 's', null, null}, Code{'1', 'http://snomed.info/sct', null, null}}", "true"},
      {"'1'", "null"},
      {"{'1', Code{'1', 'http://snomed.info/sct', null, null}}", "true"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(call("InCodeSystem", {literal(row.code), snomed}), row.expected) << row.code;
    EXPECT_EQ(call("AnyInCodeSystem", {literal(row.code), snomed}), row.expected) << row.code;
  }
  EXPECT_TRUE(call("InCodeSystem", {literal("'1'"), cramps_}).starts_with("error: "));
  EXPECT_TRUE(call("InCodeSystem", {literal("1"), snomed}).starts_with("error: "));
}

}  // namespace
}  // namespace cramp::engine
