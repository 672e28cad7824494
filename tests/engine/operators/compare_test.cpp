// What the comparison operators do not show: the order for sorting, values of FHIR JSON, budgets.

#include "engine/compare.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/scalar.hpp"
#include "literals.hpp"

namespace cramp::engine {
namespace {

class CompareTest : public ::testing::Test {
 protected:
  Value literal(std::string_view text) { return cases::Reader(text, context_).value(); }

  /// A list literal, sorted.
  std::string sorted(std::string_view list) {
    const auto items = literal(list).as_list().items;
    std::vector<Value> copy(items.begin(), items.end());
    std::stable_sort(copy.begin(), copy.end(),
                     [this](const Value& a, const Value& b) { return order(context_, a, b) < 0; });
    std::string result;
    for (const Value& item : copy) result += (result.empty() ? "" : " ") + cases::text(item);
    return result;
  }

  /// The element of that FHIR type whose JSON this is.
  Value element(std::string_view type, std::string json) {
    auto parsed = json::parse(std::move(json));
    if (!parsed) {
      ADD_FAILURE() << parsed.error().internal_text;
      return {};
    }
    documents_.push_back(std::move(parsed).value());
    return Value::element(documents_.back().root(), fhir::find_type(type));
  }

  std::string scalar_text(std::string_view type, std::string json) {
    return cases::text(scalar(context_, element(type, std::move(json))));
  }

  Value call(std::string_view name, std::vector<Value> operands) {
    for (const Operator& entry : string_operators()) {
      if (entry.name == name) return entry.function(context_, operands, {});
    }
    ADD_FAILURE() << name;
    return {};
  }

  base::Arena arena_;
  Context context_{arena_, *time::parse_datetime("2026-01-15T12:00:00.000Z", 0), nullptr, {}};
  std::vector<json::Document> documents_;
};

TEST_F(CompareTest, SortsNullsFirst) {
  EXPECT_EQ(sorted("{3, null, 1, 2.5, null, -1L}"), "null null -1L 1 2.5 3");
  EXPECT_EQ(sorted("{'b', 'a', null, 'B'}"), "null 'B' 'a' 'b'");
  EXPECT_EQ(sorted("{1 'g', 5 'mg', null, 1 'kg'}"), "null 5.0 'mg' 1.0 'g' 1.0 'kg'");
}

TEST_F(CompareTest, SortsImpreciseDatesAsTheirBeginning) {
  EXPECT_EQ(sorted("{@2012-03, @2012, @2011-12-31, @2012-02-28, @2012-01-01}"),
            "@2011-12-31 @2012 @2012-01-01 @2012-02-28 @2012-03");
  EXPECT_EQ(sorted("{@2012-01-01T10:00:00.000Z, @2012-01-01T11:00:00.000+02:00}"),
            "@2012-01-01T11:00:00.000+02:00 @2012-01-01T10:00:00.000+00:00");
}

TEST_F(CompareTest, KeepsThePlaceOfQuantitiesThatAreNotComparable) {
  EXPECT_EQ(sorted("{2 'cm', 1 'g'}"), "2.0 'cm' 1.0 'g'");
  EXPECT_EQ(sorted("{1 'g', 2 'cm'}"), "1.0 'g' 2.0 'cm'");
}

TEST_F(CompareTest, RefusesToOrderWhatHasNoOrder) {
  EXPECT_THROW(compare(context_, literal("true"), literal("false")), EvaluationError);
  EXPECT_THROW(order(context_, literal("{1}"), literal("{2}")), EvaluationError);
  EXPECT_THROW(order(context_, literal("1"), literal("'a'")), EvaluationError);
}

TEST_F(CompareTest, ReadsFhirPrimitivesAsSystemValues) {
  EXPECT_EQ(scalar_text("boolean", "true"), "true");
  EXPECT_EQ(scalar_text("integer", "5"), "5");
  EXPECT_EQ(scalar_text("positiveInt", "5"), "5");
  EXPECT_EQ(scalar_text("decimal", "1.20"), "1.2");
  EXPECT_EQ(scalar_text("code", "\"final\""), "'final'");
  EXPECT_EQ(scalar_text("date", "\"2012-03\""), "@2012-03");
  EXPECT_EQ(scalar_text("dateTime", "\"2012-03-01T10:00:00+02:00\""),
            cases::text(literal("@2012-03-01T10:00:00+02:00")));
  EXPECT_EQ(scalar_text("time", "\"10:30:00\""), cases::text(literal("@T10:30:00")));
  EXPECT_EQ(scalar_text("decimal", R"({"value": 1.5, "extension": []})"), "1.5");
}

TEST_F(CompareTest, ReadsNothingFromPrimitivesThatAreNotOfTheirType) {
  EXPECT_EQ(scalar_text("date", "\"2012-02-30\""), "null");
  EXPECT_EQ(scalar_text("integer", "1.5"), "null");
  EXPECT_EQ(scalar_text("boolean", "\"true\""), "null");
  EXPECT_EQ(scalar_text("string", "5"), "null");
  EXPECT_EQ(scalar_text("dateTime", R"({"extension": []})"), "null");
}

TEST_F(CompareTest, LeavesComplexElementsAlone) {
  EXPECT_EQ(scalar_text("Coding", R"({"code": "a"})"), "<Element>");
  EXPECT_EQ(scalar_text("Coding", "[]"), "<Element>");
}

TEST_F(CompareTest, ComparesPrimitivesWithSystemValues) {
  EXPECT_EQ(equal(context_, element("decimal", "1.20"), literal("1.2")), true);
  EXPECT_EQ(equal(context_, element("integer", "2"), literal("1")), false);
  EXPECT_EQ(equal(context_, element("dateTime", "\"2012\""), literal("@2012-01-01")), std::nullopt);
  EXPECT_EQ(equal(context_, element("code", "\"final\""), literal("'final'")), true);
  EXPECT_TRUE(equivalent(context_, element("string", "\"Final\""), literal("'final'")));
  EXPECT_FALSE(equivalent(context_, element("string", "\"Final\""), literal("'finale'")));
  EXPECT_EQ(compare(context_, element("decimal", "7.4"), literal("7.5")), -1);
  EXPECT_EQ(compare(context_, element("date", "\"2012-13\""), literal("@2012")), std::nullopt);
}

TEST_F(CompareTest, ComparesElementsByStructure) {
  const std::string coding = R"({"system": "s", "code": "a", "n": [1, 2.50, null, true]})";
  const Value a = element("Coding", coding);
  EXPECT_EQ(equal(context_, a, a), true);
  EXPECT_EQ(equal(context_, a, element("Coding", coding)), true);
  // The order of members and the writing of numbers do not count.
  EXPECT_EQ(
      equal(context_, a,
            element("Coding", R"({"code": "a", "system": "s", "n": [1.0, 2.5, null, true]})")),
      true);
  const std::vector<std::string> others = {
      R"({"system": "s", "code": "b", "n": [1, 2.50, null, true]})",
      R"({"system": "s", "code": "a", "n": [2.50, 1, null, true]})",
      R"({"system": "s", "code": "a", "n": [1, 2.50, null]})",
      R"({"system": "s", "code": "a", "n": [1, 2.50, null, false]})",
      R"({"system": "s", "code": "a", "n": [1, 2.50, 0, true]})",
      R"({"system": "s", "code": "a", "m": [1, 2.50, null, true]})",
      R"({"system": "s", "code": "a"})"};
  for (const std::string& other : others) {
    EXPECT_EQ(equal(context_, a, element("Coding", other)), false) << other;
    EXPECT_FALSE(equivalent(context_, a, element("Coding", other))) << other;
  }
  EXPECT_EQ(equal(context_, a, literal("Code{'a', 's'}")), false);
  EXPECT_TRUE(equivalent(context_, a, element("Coding", coding)));
}

TEST_F(CompareTest, ComparesInstancesOfOneType) {
  const Tuple& code_a = literal("Tuple{value: 'a'}").as_tuple();
  const Tuple& code_b = literal("Tuple{value: 'b'}").as_tuple();
  const fhir::TypeId code = fhir::find_type("code");
  const fhir::TypeId uri = fhir::find_type("uri");
  EXPECT_EQ(equal(context_, Value::instance(&code_a, code), Value::instance(&code_a, code)), true);
  EXPECT_EQ(equal(context_, Value::instance(&code_a, code), Value::instance(&code_b, code)), false);
  EXPECT_EQ(equal(context_, Value::instance(&code_a, code), Value::instance(&code_a, uri)), false);
  EXPECT_TRUE(equivalent(context_, Value::instance(&code_a, code), Value::instance(&code_a, code)));
  EXPECT_FALSE(equivalent(context_, Value::instance(&code_a, code), Value::instance(&code_a, uri)));
}

TEST_F(CompareTest, ComparesReferencesToVocabularyByUrlAndVersion) {
  const ValueSetRef one = {.id = 1, .url = "u", .version = "1", .name = "n"};
  const ValueSetRef same = {.id = 2, .url = "u", .version = "1", .name = "other"};
  const ValueSetRef newer = {.id = 3, .url = "u", .version = "2", .name = "n"};
  EXPECT_EQ(equal(context_, Value::value_set(&one), Value::value_set(&same)), true);
  EXPECT_EQ(equal(context_, Value::value_set(&one), Value::value_set(&newer)), false);
  const CodeSystemRef system = {.url = "u", .version = "1", .name = "n"};
  const CodeSystemRef other = {.url = "v", .version = "1", .name = "n"};
  EXPECT_EQ(equal(context_, Value::code_system(&system), Value::code_system(&system)), true);
  EXPECT_EQ(equal(context_, Value::code_system(&system), Value::code_system(&other)), false);
  EXPECT_EQ(equal(context_, Value::code_system(&system), Value::value_set(&one)), false);
}

TEST_F(CompareTest, KeepsStringsAndListsWithinTheBudget) {
  context_.budget.string_bytes = 3;
  EXPECT_EQ(context_.string("abc").as_string(), "abc");
  EXPECT_THROW(context_.string("abcd"), EvaluationError);
  context_.budget.list_items = 2;
  const std::vector<Value> items(3);
  EXPECT_EQ(context_.list(std::span(items).first(2)).as_list().items.size(), 2U);
  EXPECT_THROW(context_.list(items), EvaluationError);
}

TEST_F(CompareTest, StopsStringOperatorsAtTheBudget) {
  context_.budget.string_bytes = 8;
  const Value four = literal("'aaaa'");
  EXPECT_EQ(cases::text(call("Concatenate", {four, four})), "'aaaaaaaa'");
  EXPECT_THROW(call("Concatenate", {four, four, literal("'b'")}), EvaluationError);
  EXPECT_EQ(cases::text(call("Combine", {literal("{'aaaa', 'aaaa'}")})), "'aaaaaaaa'");
  EXPECT_THROW(call("Combine", {literal("{'aaaa', 'aaaa'}"), literal("'-'")}), EvaluationError);
  EXPECT_EQ(cases::text(call("ReplaceMatches", {four, literal("'a'"), literal("'bb'")})),
            "'bbbbbbbb'");
  EXPECT_THROW(call("ReplaceMatches", {four, literal("'a'"), literal("'bbb'")}), EvaluationError);
  context_.budget.list_items = 2;
  EXPECT_THROW(call("Split", {literal("'a,b,c'"), literal("','")}), EvaluationError);
}

TEST_F(CompareTest, StringsOutliveTheirSource) {
  std::string source = "abc";
  const Value value = context_.string(source);
  source = "xyz";
  EXPECT_EQ(value.as_string(), "abc");
  EXPECT_EQ(cases::text(context_.string("")), "''");
}

TEST_F(CompareTest, TakesEmptyStringsThatPointNowhere) {
  const Value empty = Value::string(std::string_view());
  const Value a = literal("'a'");
  EXPECT_EQ(cases::text(call("Concatenate", {empty, a})), "'a'");
  EXPECT_EQ(cases::text(call("Split", {empty, a})), "{''}");
  EXPECT_EQ(cases::text(call("Split", {a, empty})), "{'a'}");
  EXPECT_EQ(cases::text(call("Length", {empty})), "0");
  EXPECT_EQ(cases::text(call("Upper", {empty})), "''");
  EXPECT_EQ(cases::text(call("PositionOf", {empty, a})), "0");
  EXPECT_EQ(cases::text(call("Substring", {empty, literal("0")})), "''");
  EXPECT_EQ(cases::text(call("Matches", {empty, empty})), "true");
  EXPECT_EQ(cases::text(call("Matches", {empty, a})), "false");
  EXPECT_EQ(cases::text(call("ReplaceMatches", {empty, empty, a})), "'a'");
  EXPECT_EQ(cases::text(call("SplitOnMatches", {empty, a})), "{''}");
  EXPECT_EQ(equal(context_, empty, literal("''")), true);
  EXPECT_TRUE(equivalent(context_, empty, literal("''")));
  EXPECT_EQ(compare(context_, empty, a), -1);
}

TEST(KindNames, AreThoseOfCql) {
  EXPECT_EQ(name(Kind::kNull), "Null");
  EXPECT_EQ(name(Kind::kInteger), "Integer");
  EXPECT_EQ(name(Kind::kDateTime), "DateTime");
  EXPECT_EQ(name(Kind::kCodeSystem), "CodeSystem");
  EXPECT_EQ(name(Kind::kUncertain), "Uncertain");
  EXPECT_EQ(name(Kind::kInstance), "Instance");
}

}  // namespace
}  // namespace cramp::engine
