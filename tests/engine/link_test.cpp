// What a Program refuses to link, and how it says so.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support.hpp"

namespace cramp::engine {
namespace {

using test::define;
using test::library;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> faults_of(std::initializer_list<std::string> libraries) {
  test::Linked linked;
  for (const std::string& text : libraries) linked.add(text);
  const Program* program = linked.link();
  EXPECT_EQ(program == nullptr, !linked.faults().empty());
  return linked.faults();
}

std::vector<std::string> faults_of_expression(std::string_view expression) {
  return faults_of({library("L", define("D", expression, 7))});
}

TEST(Link, NamesLibraryLineDefinitionAndNode) {
  EXPECT_THAT(faults_of_expression(R"({"type":"ExpressionRef","name":"Gone"})"),
              ElementsAre("L:7: D: ExpressionRef: \"Gone\" does not resolve"));
}

TEST(Link, ReportsAllFaultsOfAllLibraries) {
  const std::string gone = R"({"type":"ParameterRef","name":"Gone"})";
  EXPECT_THAT(faults_of({library("L", define("A", gone, 1) + "," + define("B", gone, 2)),
                         library("M", define("C", gone, 3))}),
              ElementsAre(HasSubstr("L:1"), HasSubstr("L:2"), HasSubstr("M:3")));
}

TEST(Link, RefusesWhatDoesNotResolve) {
  for (const char* node : {"ParameterRef", "AliasRef", "QueryLetRef", "OperandRef", "IdentifierRef",
                           "CodeRef", "ConceptRef", "CodeSystemRef", "ValueSetRef"}) {
    EXPECT_THAT(faults_of_expression(std::string(R"({"type":")") + node + R"(","name":"x"})"),
                ElementsAre(AllOf(HasSubstr(node), HasSubstr("\"x\" does not resolve"))));
  }
  EXPECT_THAT(faults_of_expression(R"({"type":"FunctionRef","name":"f"})"),
              ElementsAre(HasSubstr("no function f of 0 operands")));
  EXPECT_THAT(faults_of_expression(R"({"type":"ExpressionRef","name":"D","libraryName":"X"})"),
              ElementsAre(HasSubstr("does not resolve")));
  EXPECT_THAT(faults_of_expression(R"({"type":"Current"})"), ElementsAre(HasSubstr("scope")));
  EXPECT_THAT(faults_of_expression(R"({"type":"Property","path":"x","scope":"y"})"),
              ElementsAre(HasSubstr("no source")));
}

TEST(Link, NamesAValueSetThatIsNotLoadedOnce) {
  const std::string terms =
      R"("valueSets":{"def":[{"name":"V","id":"http://example.org/v","accessLevel":"Public"}]},)";
  const std::string use = R"({"type":"ValueSetRef","name":"V"})";
  EXPECT_THAT(faults_of({library("L", define("A", use, 1) + "," + define("B", use, 2), terms)}),
              ElementsAre("L:1: A: ValueSetRef: value set \"V\" is not loaded: "
                          "http://example.org/v"));
}

TEST(Link, RefusesAnIncludeThatIsNotThere) {
  const std::string includes =
      R"("includes":{"def":[{"localIdentifier":"H","path":"H","version":"2","locator":"3:1-3:2"}]},)";
  const std::string main = library("L", define("D", R"({"type":"Null"})"), includes);
  EXPECT_THAT(faults_of({main}), ElementsAre("L:3: included library H version 2 is not there"));
  EXPECT_THAT(faults_of({main, library("H", "")}), ElementsAre(HasSubstr("H version 2")));
  const std::string same_version = R"({"identifier":{"id":"H","version":"2"}})";
  EXPECT_THAT(faults_of({main, same_version}), IsEmpty());
}

TEST(Link, EachIncludeGetsItsVersion) {
  const auto shared = [](std::string_view version, std::string_view value) {
    return fmt::format(
        R"({{"identifier":{{"id":"H","version":"{}"}},"statements":{{"def":[{}]}}}})", version,
        define("V", fmt::format(R"({{"type":"Literal","value":"{}",
                                     "valueType":"{{urn:hl7-org:elm-types:r1}}String"}})",
                                value)));
  };
  const auto user = [](std::string_view name, std::string_view version) {
    return library(name,
                   define("D", R"({"type":"ExpressionRef","name":"V","libraryName":"Alias"})"),
                   fmt::format(R"("includes":{{"def":[{{"localIdentifier":"Alias","path":"org/H",
                                  "version":"{}"}}]}},)",
                               version));
  };
  test::Linked linked;
  for (const std::string& text :
       {shared("1", "old"), shared("2", "new"), user("A", "1"), user("B", "2")}) {
    linked.add(text);
  }
  const Program* program = linked.link();
  ASSERT_NE(program, nullptr) << testing::PrintToString(linked.faults());
  const fhir::PatientData none("");
  Evaluation evaluation(*program, none, test::noon());
  EXPECT_EQ(test::evaluate(evaluation, *program, "A", "D"), R"("old")");
  EXPECT_EQ(test::evaluate(evaluation, *program, "B", "D"), R"("new")");
}

TEST(Link, RefusesTheSameLibraryTwice) {
  EXPECT_THAT(faults_of({library("L", ""), library("L", "")}), ElementsAre(HasSubstr("twice")));
}

TEST(Link, RefusesTypesOfOtherModels) {
  EXPECT_THAT(
      faults_of_expression(
          R"({"type":"As","operand":{"type":"Null"},"asType":"{http://hl7.org/fhir/us/core}Patient"})"),
      ElementsAre(HasSubstr("a type that the engine does not have")));
  EXPECT_THAT(
      faults_of_expression(R"({"type":"Retrieve","dataType":"{http://hl7.org/fhir}Gremlin"})"),
      ElementsAre(HasSubstr("no resource type Gremlin")));
}

TEST(Link, RefusesWhatItCannotRun) {
  const std::string external = R"({"type":"FunctionDef","name":"F","external":true})";
  EXPECT_THAT(faults_of({library("L", external)}), IsEmpty());
  EXPECT_THAT(faults_of({library(
                  "L", external + "," + define("D", R"({"type":"FunctionRef","name":"F"})", 4))}),
              ElementsAre("L:4: D: FunctionRef: the external function F is not there"));
  EXPECT_THAT(faults_of_expression(R"({"type":"Search","path":"x","source":{"type":"Null"}})"),
              ElementsAre(HasSubstr("Search: not supported")));
  EXPECT_THAT(
      faults_of_expression(
          R"({"type":"Retrieve","dataType":"{http://hl7.org/fhir}Patient","codeSearch":"code"})"),
      ElementsAre(HasSubstr("`codeSearch` is not supported")));
}

TEST(Link, RefusesCodesWhereThereAreNone) {
  for (const char* property : {"effective", "gone", ""}) {
    EXPECT_THAT(
        faults_of_expression(
            std::string(
                R"({"type":"Retrieve","dataType":"{http://hl7.org/fhir}Observation",
                                  "codes":{"type":"List"},"codeProperty":")") +
            property + "\"}"),
        ElementsAre(HasSubstr(std::string("no codes to compare in Observation.") + property)));
  }
}

TEST(Link, RefusesALibraryWithFaultsOfItsOwn) {
  EXPECT_THAT(faults_of({library("L", define("D", R"({"type":"Not"})"))}),
              ElementsAre(HasSubstr("Not without operand"), HasSubstr("could not be read")));
}

TEST(Link, ListsRetrievesAndParameters) {
  test::Linked linked;
  linked.add(library(
      "L",
      define(
          "D",
          R"({"type":"Retrieve","locator":"9:1-9:2","dataType":"{http://hl7.org/fhir}Observation",
              "codeProperty":"code","codes":{"type":"List","element":[]}})"),
      R"("parameters":{"def":[{"name":"P","parameterTypeSpecifier":{"type":"NamedTypeSpecifier",
         "name":"{urn:hl7-org:elm-types:r1}Integer"}}]},)"));
  const Program* program = linked.link();
  ASSERT_NE(program, nullptr);
  ASSERT_EQ(program->retrieves().size(), 1U);
  EXPECT_EQ(program->retrieves()[0].library, "L");
  EXPECT_EQ(program->retrieves()[0].line, 9U);
  EXPECT_EQ(program->retrieves()[0].resource_type, "Observation");
  EXPECT_EQ(program->retrieves()[0].code_property, "code");
  EXPECT_EQ(program->retrieves()[0].value_set, "");
  EXPECT_THAT(program->parameters(), ElementsAre("P"));
  EXPECT_EQ(program->find("L", "Gone"), std::nullopt);
}

}  // namespace
}  // namespace cramp::engine
