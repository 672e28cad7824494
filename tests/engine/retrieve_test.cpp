// Filters of Retrieve that ELM has and no CQL is translated to, contexts, and paths of aggregates.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support.hpp"

namespace cramp::engine {
namespace {

using test::define;
using test::library;
using testing::HasSubstr;

constexpr std::string_view kBundle = R"({"resourceType":"Bundle","type":"collection","entry":[
  {"resource":{"resourceType":"Patient","id":"p"}},
  {"resource":{"resourceType":"Encounter","id":"e1","status":"finished",
    "class":{"system":"urn:class","code":"AMB"},"subject":{"reference":"Patient/p"},
    "participant":[{"individual":{"reference":"Practitioner/d1"}}],
    "period":{"start":"2025-03-01T08:00:00Z","end":"2025-03-01T09:00:00Z"}}},
  {"resource":{"resourceType":"Encounter","id":"e2","status":"planned",
    "class":{"system":"urn:class","code":"IMP"},"subject":{"reference":"Patient/p"},
    "participant":[{"individual":{"reference":"https://a.example/fhir/Practitioner/d2/_history/3"}}],
    "period":{"start":"2026-01-10T08:00:00Z","end":"2026-01-20T09:00:00Z"}}},
  {"resource":{"resourceType":"Encounter","id":"e3","status":"finished",
    "class":{"system":"urn:class","code":"AMB"},"subject":{"reference":"Patient/p"}}},
  {"resource":{"resourceType":"Practitioner","id":"d1"}}]})";

std::string text(std::string_view value) {
  return fmt::format(
      R"({{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}String","value":"{}"}})",
      value);
}

std::string moment(std::string_view value) {
  return fmt::format(R"({{"type":"ToDateTime","operand":{}}})", text(value));
}

std::string retrieve(std::string_view type, std::string_view filters) {
  return fmt::format(R"({{"type":"Retrieve","dataType":"{{http://hl7.org/fhir}}{}"{}{}}})", type,
                     filters.empty() ? "" : ",", filters);
}

/// The ids of the encounters that these filters leave.
std::string encounters(std::string_view filters) {
  return fmt::format(
      R"({{"type":"Query","source":[{{"alias":"E","expression":{}}}],
          "return":{{"distinct":false,"expression":{{"type":"Property","path":"id","scope":"E"}}}}}})",
      retrieve("Encounter", filters));
}

class Retrieving : public testing::Test {
 protected:
  std::string value(const std::string& expression, std::string_view others = {}) {
    test::Linked linked;
    linked.add(library("L", define("D", expression) + std::string(others),
                       R"("codeSystems":{"def":[{"name":"C","id":"urn:class"}]},)"));
    const Program* program = linked.link();
    if (program == nullptr) return testing::PrintToString(linked.faults());
    auto document = json::parse(std::string(kBundle));
    fhir::PatientData data("");
    data.add(document->root());
    Evaluation evaluation(*program, data, test::noon());
    return test::evaluate(evaluation, *program, "L", "D");
  }
};

TEST_F(Retrieving, ById) {
  EXPECT_EQ(value(encounters(R"("id":)" + text("e2"))), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("id":)" + text("Encounter/e2"))), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("id":)" + text("p") + R"(,"idProperty":"subject")")),
            R"(["e1","e2","e3"])");
  EXPECT_EQ(value(encounters(R"("id":)" + text("gone"))), "[]");
  EXPECT_EQ(value(encounters(R"("id":{"type":"Null"})")), "[]");
}

TEST_F(Retrieving, ByContext) {
  const std::string doctor =
      fmt::format(R"({{"type":"First","source":{}}})", retrieve("Practitioner", ""));
  EXPECT_EQ(value(encounters(R"("context":)" + doctor)), R"(["e1"])");
  EXPECT_EQ(value(encounters(R"("context":)" + text("d2"))), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("contextProperty":"participant.individual","context":)" + doctor)),
            R"(["e1"])");
  EXPECT_EQ(value(encounters(R"("context":{"type":"Null"})")), "[]");
}

TEST_F(Retrieving, ByCodes) {
  const std::string codes = R"("codeProperty":"class","codeComparator":"in","codes":)";
  EXPECT_EQ(value(encounters(codes + R"({"type":"CodeSystemRef","name":"C"})")),
            R"(["e1","e2","e3"])");
  EXPECT_EQ(value(encounters(codes + text("IMP"))), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("codeProperty":"class.code","codes":)" + text("IMP"))),
            R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("codeProperty":"subject","codes":)" + text("p"))),
            R"(["e1","e2","e3"])");
  EXPECT_THAT(value(encounters(R"("codeProperty":"class.code","codeComparator":"<","codes":)" +
                               text("IMP"))),
              HasSubstr("codes are not compared by <"));
  const std::string unknown =
      R"({"type":"Instance","classType":"{urn:hl7-org:elm-types:r1}ValueSet",
          "element":[{"name":"id","value":)" +
      text("urn:gone") + "}]}";
  EXPECT_THAT(value(encounters(codes + unknown)), HasSubstr("urn:gone is not known"));
}

TEST(RetrievingByValueSet, TheSameCodeOfAnotherSystemIsAnotherCode) {
  const auto observation = [](std::string_view id, std::string_view coding) {
    return fmt::format(R"({{"resource":{{"resourceType":"Observation","id":"{}",
                         "code":{{"coding":[{{{}}}]}}}}}})",
                       id, coding);
  };
  const std::string cramp = R"("system":"http://snomed.info/sct","code":"449917004")";
  const std::string bundle =
      R"({"resourceType":"Bundle","type":"collection","entry":[)" + observation("o1", cramp) + "," +
      observation("o2", R"("system":"urn:other","code":"449917004")") + "," +
      observation("o3", R"("code":"449917004")") + "," + observation("o4", cramp) + "," +
      observation("o5", R"("system":"http://snomed.info/sct","code":"4603")") + "," +
      observation("o6", R"("system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"4603")") +
      "]}";
  const std::string retrieved =
      retrieve("Observation", R"("codeProperty":"code","codes":{"type":"ValueSetRef","name":"V"})");
  test::Linked linked;
  linked.add(library(
      "L",
      define("D", R"({"type":"Query","source":[{"alias":"O","expression":)" + retrieved +
                      R"(}],"return":{"expression":{"type":"Property","path":"id","scope":"O"}}})"),
      R"("valueSets":{"def":[{"name":"V","id":"http://example.org/ValueSet/cramp"}]},)"));
  linked.add_value_set(test::read_json(test::data_folder() / "valuesets/cramp.json"));
  const Program* program = linked.link();
  ASSERT_NE(program, nullptr) << testing::PrintToString(linked.faults());
  const auto document = json::parse(bundle);
  fhir::PatientData data("");
  data.add(document->root());
  Evaluation evaluation(*program, data, test::noon());
  EXPECT_EQ(test::evaluate(evaluation, *program, "L", "D"), R"(["o1","o4","o6"])");
}

TEST_F(Retrieving, ByDates) {
  const std::string range = fmt::format(R"({{"type":"Interval","low":{},"high":{}}})",
                                        moment("2026-01-01"), moment("2026-02-01"));
  EXPECT_EQ(value(encounters(R"("dateProperty":"period","dateRange":)" + range)), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("dateLowProperty":"period.start","dateHighProperty":"period.end",
                          "dateRange":)" +
                             range)),
            R"(["e2"])");
  EXPECT_EQ(
      value(encounters(R"("dateFilter":[{"property":"period.start","value":)" + range + "}]")),
      R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("dateFilter":[{"property":"period.start","value":
                                {"type":"Quantity","value":10,"unit":"days"}}])")),
            R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("dateFilter":[{"property":"period.start","value":
                                {"type":"Quantity","value":2,"unit":"days"}}])")),
            "[]");
  EXPECT_EQ(value(encounters(R"("dateProperty":"period","dateRange":{"type":"Null"})")), "[]");
}

TEST_F(Retrieving, AllFiltersMustHold) {
  const std::string ambulatory =
      R"({"property":"class","comparator":"in","value":)" + text("AMB") + "}";
  const auto status = [](std::string_view comparator, std::string_view wanted) {
    return fmt::format(R"({{"property":"status","comparator":"{}","value":{}}})", comparator,
                       text(wanted));
  };
  EXPECT_EQ(value(encounters(R"("codeFilter":[)" + ambulatory + "]")), R"(["e1","e3"])");
  EXPECT_EQ(value(encounters(R"("otherFilter":[)" + status("=", "planned") + "]")), R"(["e2"])");
  EXPECT_EQ(value(encounters(R"("codeFilter":[)" + ambulatory + R"(],"otherFilter":[)" +
                             status("=", "planned") + "]")),
            "[]");
  EXPECT_THAT(value(encounters(R"("otherFilter":[)" + status("like", "x") + "]")),
              HasSubstr("no comparator like"));
  EXPECT_THAT(value(encounters(R"("codeFilter":[{"comparator":"in","value":)" + text("x") + "}]")),
              HasSubstr("without a property"));
}

TEST_F(Retrieving, WhatItDoesNotFilterByIsAFault) {
  EXPECT_THAT(
      value(encounters(R"("include":[{"relatedDataType":"{http://hl7.org/fhir}Patient"}])")),
      HasSubstr("`include` is not supported"));
  EXPECT_THAT(value(encounters(R"("valueSetProperty":"x")")), HasSubstr("`valueSetProperty`"));
  EXPECT_THAT(value(encounters(R"("dateFilter":[{"search":"date","value":{"type":"Null"}}])")),
              HasSubstr("`search` is not supported"));
}

TEST_F(Retrieving, FromTheUnfilteredContextAPatientsDefinitionIsAList) {
  const auto in = [](std::string_view context, std::string_view name, std::string_view expression) {
    return fmt::format(R"(,{{"name":"{}","context":"{}","expression":{}}})", name, context,
                       expression);
  };
  const std::string count =
      fmt::format(R"({{"type":"Count","source":{}}})", retrieve("Encounter", ""));
  const std::string ids = encounters("");
  const std::string reference = R"({"type":"ExpressionRef","name":"X"})";
  const std::string outer = R"({"type":"ExpressionRef","name":"Outer"})";
  EXPECT_EQ(value(outer, in("Patient", "X", count) + in("Unfiltered", "Outer", reference)), "[3]");
  EXPECT_EQ(value(outer, in("Patient", "X", ids) + in("Unfiltered", "Outer", reference)),
            R"(["e1","e2","e3"])");
  EXPECT_EQ(value(outer, in("Unfiltered", "X", count) + in("Population", "Outer", reference)), "3");
  EXPECT_EQ(value(outer, in("Unfiltered", "X", count) + in("Patient", "Outer", reference)), "3");
  EXPECT_EQ(value(outer, in("Patient", "X", count) + in("Patient", "Outer", reference)), "3");
}

TEST_F(Retrieving, AggregatesOverAPath) {
  const auto count = [](std::string_view path) {
    return fmt::format(R"({{"type":"Count","path":"{}","source":{}}})", path,
                       retrieve("Encounter", ""));
  };
  EXPECT_EQ(value(count("id")), "3");
  EXPECT_EQ(value(count("period.start")), "2");
  EXPECT_THAT(value(count("a..b")), HasSubstr("an ill-formed path"));
}

}  // namespace
}  // namespace cramp::engine
