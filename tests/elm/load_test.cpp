#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "elm/library.hpp"

namespace cramp::elm {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

struct Loaded {
  Library library;
  std::vector<std::string> faults;
};

Loaded load_text(std::string text) {
  auto document = json::parse(std::move(text), json_limits());
  EXPECT_TRUE(document.ok());
  base::Faults faults;
  Loaded result{load(std::move(*document), faults), {}};
  for (const base::Error& fault : faults) {
    EXPECT_EQ(fault.code, base::Code::kContent);
    result.faults.push_back(base::describe(fault));
  }
  return result;
}

/// A library with one definition, whose expression is given.
Loaded load_expression(const std::string& expression) {
  return load_text(R"({"library":{"identifier":{"id":"L","version":"1"},
    "statements":{"def":[{"name":"D","locator":"5:1-9:9","expression":)" +
                   expression + "}]}}}");
}

TEST(Load, ReadsEverySection) {
  const Loaded loaded = load_text(R"({"library": {
    "identifier": {"id": "Main", "version": "1.2"},
    "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
    "usings": {"def": [{"localIdentifier": "FHIR", "uri": "http://hl7.org/fhir", "version": "4.0.1"}]},
    "includes": {"def": [{"localIdentifier": "H", "path": "org/FHIRHelpers", "version": "4.0.1", "locator": "3:1-3:9"}]},
    "parameters": {"def": [{"name": "P", "accessLevel": "Public",
      "parameterTypeSpecifier": {"type": "NamedTypeSpecifier", "name": "{urn:hl7-org:elm-types:r1}Integer"},
      "default": {"type": "Literal", "valueType": "{urn:hl7-org:elm-types:r1}Integer", "value": "3"}}]},
    "codeSystems": {"def": [{"name": "LOINC", "id": "http://loinc.org", "version": "2.7"}]},
    "valueSets": {"def": [{"name": "V", "id": "http://v"}]},
    "codes": {"def": [{"name": "C", "id": "1-2", "display": "one", "codeSystem": {"name": "LOINC"}}]},
    "concepts": {"def": [{"name": "K", "code": [{"name": "C", "libraryName": "H"}]}]},
    "statements": {"def": [
      {"name": "A", "context": "Patient", "accessLevel": "Private", "expression": {"type": "Null"}},
      {"type": "FunctionDef", "name": "F", "expression": {"type": "OperandRef", "name": "x"},
       "operand": [{"name": "x", "operandType": "{urn:hl7-org:elm-types:r1}String"}]},
      {"type": "FunctionDef", "name": "X", "external": true}]}}})");
  EXPECT_THAT(loaded.faults, ElementsAre());
  const Library& library = loaded.library;
  EXPECT_TRUE(library.complete);
  EXPECT_EQ(library.name, "Main");
  EXPECT_EQ(library.version, "1.2");
  EXPECT_EQ(library.usings.at(0).uri, "http://hl7.org/fhir");
  EXPECT_EQ(library.includes.at(0).alias, "H");
  EXPECT_EQ(library.includes.at(0).library, "FHIRHelpers");
  EXPECT_EQ(library.includes.at(0).locator.line, 3U);
  EXPECT_EQ(library.parameters.at(0).type.specifier->attribute("name"),
            "{urn:hl7-org:elm-types:r1}Integer");
  EXPECT_EQ(library.parameters.at(0).default_value->name(), "Literal");
  EXPECT_EQ(library.code_systems.at(0).version, "2.7");
  EXPECT_EQ(library.value_sets.at(0).id, "http://v");
  EXPECT_EQ(library.codes.at(0).system.name, "LOINC");
  EXPECT_EQ(library.concepts.at(0).codes.at(0).library, "H");
  ASSERT_THAT(library.statements, SizeIs(3));
  EXPECT_FALSE(library.statements[0].is_public);
  EXPECT_FALSE(library.statements[0].is_function);
  EXPECT_TRUE(library.statements[1].is_function);
  EXPECT_EQ(library.statements[1].operands.at(0).type.name, "{urn:hl7-org:elm-types:r1}String");
  EXPECT_TRUE(library.statements[2].is_external);
}

TEST(Load, TakesALibraryWithoutWrapper) {
  const Loaded loaded = load_text(R"({"identifier": {"id": "Bare"}})");
  EXPECT_THAT(loaded.faults, ElementsAre());
  EXPECT_EQ(loaded.library.name, "Bare");
}

TEST(Load, RefusesWhatIsNotALibrary) {
  for (const char* text :
       {"{}", "[]", "7", R"({"library":[]})", R"({"library":{"identifier":7}})"}) {
    EXPECT_THAT(load_text(text).faults, ElementsAre(HasSubstr("not an ELM library"))) << text;
  }
}

TEST(Load, RefusesErrorsOfTheTranslatorAndPassesWarnings) {
  const Loaded loaded = load_text(R"({"library":{"identifier":{"id":"L"},"annotation":[
    {"type":"CqlToElmError","errorSeverity":"error","message":"no such unit","startLine":12},
    {"type":"CqlToElmError","errorSeverity":"warning","message":"hidden name","startLine":13}]}})");
  EXPECT_THAT(loaded.faults, ElementsAre(AllOf(HasSubstr("L:12"), HasSubstr("no such unit"))));
  EXPECT_FALSE(loaded.library.complete);
}

TEST(Load, KeepsPlacesAndInheritsThem) {
  const Loaded loaded = load_expression(
      R"({"type":"Not","operand":{"type":"IsNull","locator":"7:3-7:20","operand":{"type":"Null","locator":"8:4"}}})");
  const Expression* node = loaded.library.statements.at(0).body;
  EXPECT_EQ(node->locator.line, 5U);
  const Expression* inner = node->child("operand");
  EXPECT_EQ(inner->locator.line, 7U);
  EXPECT_EQ(inner->locator.end_column, 20U);
  EXPECT_EQ(inner->child("operand")->locator.column, 4U);
  EXPECT_EQ(inner->child("operand")->locator.end_line, 8U);
}

TEST(Load, GivesChildrenBySlot) {
  const Loaded loaded = load_expression(
      R"({"type":"Case","caseItem":[{"when":{"type":"Null"},"then":{"type":"Null"}},
          {"when":{"type":"Null"},"then":{"type":"Null"}}],"else":{"type":"Today"}})");
  EXPECT_THAT(loaded.faults, ElementsAre());
  const Expression* node = loaded.library.statements.at(0).body;
  EXPECT_THAT(node->all("caseItem"), SizeIs(2));
  EXPECT_EQ(node->all("caseItem")[1].node->name(), "CaseItem");
  EXPECT_EQ(node->child("comparand"), nullptr);
  EXPECT_TRUE(node->child("else")->is("Today"));
}

TEST(Load, ReportsEveryFaultWithItsLine) {
  const Loaded loaded = load_expression(
      R"({"type":"And","operand":[{"type":"Levitate","locator":"6:1-6:2"},
          {"type":"Less","locator":"7:1-7:2","operand":[{"type":"Null"}]}]})");
  EXPECT_THAT(loaded.faults, ElementsAre(AllOf(HasSubstr("L:6"), HasSubstr("Levitate")),
                                         AllOf(HasSubstr("L:7"), HasSubstr("Less"))));
}

TEST(Load, ChecksOperandsAndNames) {
  const auto fault_of = [](const char* expression) { return load_expression(expression).faults; };
  EXPECT_THAT(fault_of(R"({"type":"Not"})"), ElementsAre(HasSubstr("Not without operand")));
  EXPECT_THAT(fault_of(R"({"type":"Not","operand":[{"type":"Null"},{"type":"Null"}]})"),
              ElementsAre(HasSubstr("2 of operand")));
  EXPECT_THAT(fault_of(R"({"type":"If","then":{"type":"Null"}})"),
              ElementsAre(HasSubstr("If without condition")));
  EXPECT_THAT(fault_of(R"({"type":"AliasRef"})"), ElementsAre(HasSubstr("AliasRef without name")));
  EXPECT_THAT(fault_of(R"({"type":"Query","source":[{"expression":{"type":"Null"}}]})"),
              ElementsAre(HasSubstr("AliasedQuerySource without alias")));
  EXPECT_THAT(fault_of(R"({"type":"Query","source":[{"type":"Today"}]})"),
              ElementsAre(HasSubstr("Today where only AliasedQuerySource may stand")));
  EXPECT_THAT(fault_of(R"({})"), ElementsAre(HasSubstr("a node without a type")));
  EXPECT_THAT(fault_of(R"({"type":"Not","operand":"x"})"),
              ElementsAre(HasSubstr("Not without operand")));
}

std::string nested(std::size_t levels) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += R"({"type":"Not","operand":)";
  text += R"({"type":"Null"})";
  return text + std::string(levels, '}');
}

TEST(Load, BoundsTheDepthOfExpressions) {
  EXPECT_THAT(load_expression(nested(kMaxDepth)).faults, ElementsAre());
  EXPECT_THAT(load_expression(nested(kMaxDepth + 1)).faults,
              ElementsAre(HasSubstr("nested more than")));
  EXPECT_THAT(load_expression(nested(900)).faults, ElementsAre(HasSubstr("nested more than")));
}

TEST(Load, RefusesADefinitionWithoutNameOrExpression) {
  const Loaded loaded = load_text(R"({"library":{"identifier":{"id":"L"},"statements":{"def":[
    {"expression":{"type":"Null"},"locator":"3:1-3:2"},{"name":"D","locator":"4:1-4:2"}]}}})");
  EXPECT_THAT(loaded.faults, ElementsAre(AllOf(HasSubstr("L:3"), HasSubstr("without a name")),
                                         AllOf(HasSubstr("L:4"), HasSubstr("D without"))));
}

TEST(Load, ViewsStayValidWhenTheLibraryMoves) {
  Loaded loaded = load_expression(R"({"type":"Today"})");
  const Expression* body = loaded.library.statements.at(0).body;
  const Library moved = std::move(loaded.library);
  EXPECT_EQ(moved.statements.at(0).body, body);
  EXPECT_EQ(moved.name, "L");
  EXPECT_EQ(body->name(), "Today");
}

TEST(Qname, Splits) {
  EXPECT_EQ(qname("{urn:x}Integer").uri, "urn:x");
  EXPECT_EQ(qname("{urn:x}Integer").name, "Integer");
  EXPECT_EQ(qname("Integer").name, "Integer");
  EXPECT_EQ(qname("Integer").uri, "");
  EXPECT_EQ(qname("{broken").name, "{broken");
}

}  // namespace
}  // namespace cramp::elm
