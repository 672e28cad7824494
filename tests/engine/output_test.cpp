// The two JSON forms of values.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "engine/support.hpp"
#include "json/writer.hpp"

namespace cramp::engine {
namespace {

class Output : public testing::Test {
 protected:
  static std::string printed(const Value& value) {
    std::string text;
    write_json(text, value);
    return text;
  }
  static std::string fhir(const Value& value) { return json::write(to_fhir(value)); }
  static num::Decimal number(std::string_view text) { return *num::Decimal::parse(text); }
  json::View element(std::string text) {
    documents_.push_back(std::move(*json::parse(std::move(text))));
    return documents_.back().root();
  }

  base::Arena arena_;
  Context context_{arena_, test::noon(), nullptr, {}};
  std::vector<json::Document> documents_;
};

TEST_F(Output, Simple) {
  EXPECT_EQ(printed({}), "null");
  EXPECT_EQ(printed(Value::boolean(true)), "true");
  EXPECT_EQ(printed(Value::integer(-7)), "-7");
  EXPECT_EQ(printed(Value::long_integer(9'000'000'000)), "9000000000");
  EXPECT_EQ(printed(context_.decimal(number("3.40"))), "3.4");
  EXPECT_EQ(printed(context_.decimal(number("2"))), "2.0");
  EXPECT_EQ(printed(Value::string("a\"b\n")), R"("a\"b\n")");
  EXPECT_EQ(fhir({}), "null");
  EXPECT_EQ(fhir(Value::boolean(false)), "false");
  EXPECT_EQ(fhir(Value::integer(5)), "5");
  EXPECT_EQ(fhir(context_.decimal(number("2"))), "2");
  EXPECT_EQ(fhir(context_.decimal(number("0.5"))), "0.5");
}

TEST_F(Output, Temporal) {
  const auto date = context_.date(*time::parse_date("2020-02"));
  const auto datetime =
      context_.datetime(*time::parse_datetime("2020-02-03T04:05:06.007+01:00", 0));
  const auto time = context_.time(*time::parse_time("10:30"));
  EXPECT_EQ(printed(date), R"("2020-02")");
  EXPECT_EQ(printed(datetime), R"("2020-02-03T04:05:06.007+01:00")");
  EXPECT_EQ(printed(time), R"("10:30")");
  EXPECT_EQ(fhir(date), R"("2020-02")");
  EXPECT_EQ(fhir(datetime), R"("2020-02-03T04:05:06.007+01:00")");
}

TEST_F(Output, Quantities) {
  const auto mass = context_.quantity(number("3.5"), "mg");
  EXPECT_EQ(printed(mass), R"({"value":3.5,"unit":"mg"})");
  EXPECT_EQ(fhir(mass),
            R"({"value":3.5,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"})");
  EXPECT_EQ(fhir(context_.quantity(number("2"), "days")),
            R"({"value":2,"unit":"days","system":"http://unitsofmeasure.org","code":"d"})");
  EXPECT_EQ(fhir(context_.quantity(number("2"), "1")), R"({"value":2})");
  const Ratio ratio{mass.as_quantity(), {number("1"), "mL"}};
  EXPECT_EQ(printed(Value::ratio(&ratio)),
            R"({"numerator":{"value":3.5,"unit":"mg"},"denominator":{"value":1.0,"unit":"mL"}})");
}

TEST_F(Output, Codes) {
  const Code code{"c", "s", {}, "shown"};
  const Code bare{"c", {}, {}, {}};
  const std::array<Code, 2> codes = {code, bare};
  const Concept all{codes, "text"};
  EXPECT_EQ(printed(Value::code(&code)), R"({"code":"c","system":"s","display":"shown"})");
  EXPECT_EQ(printed(Value::code(&bare)), R"({"code":"c","system":null})");
  EXPECT_EQ(fhir(Value::code(&code)), R"({"system":"s","code":"c","display":"shown"})");
  EXPECT_EQ(printed(Value::concept_(&all)),
            R"({"codes":[{"code":"c","system":"s","display":"shown"},{"code":"c","system":null}],)"
            R"("display":"text"})");
  EXPECT_EQ(fhir(Value::concept_(&all)),
            R"({"coding":[{"system":"s","code":"c","display":"shown"},{"code":"c"}],)"
            R"("text":"text"})");
}

TEST_F(Output, Structures) {
  const std::array<Value, 2> items = {Value::integer(1), Value()};
  const Value list = context_.list(items);
  EXPECT_EQ(printed(list), "[1,null]");
  EXPECT_EQ(fhir(list), "[1]");
  const std::array<std::string_view, 2> names = {"a", "b"};
  const Tuple tuple{names, items};
  EXPECT_EQ(printed(Value::tuple(&tuple)), R"({"a":1,"b":null})");
  EXPECT_EQ(fhir(Value::tuple(&tuple)), R"({"a":1})");
  const auto range = context_.interval(Value::integer(1), true, Value(), false);
  EXPECT_EQ(printed(range), R"({"low":1,"high":null,"lowClosed":true,"highClosed":false})");
  const auto period =
      context_.interval(context_.date(*time::parse_date("2020")), true, Value(), true);
  EXPECT_EQ(fhir(period), R"({"start":"2020"})");
}

TEST_F(Output, Elements) {
  const fhir::TypeId concept_type = fhir::find_type("CodeableConcept");
  const Value value =
      Value::element(element(R"({"text":"x","coding":[{"code":"1.50"}]})"), concept_type);
  EXPECT_EQ(printed(value), R"({"text":"x","coding":[{"code":"1.50"}]})");
  EXPECT_EQ(fhir(value), printed(value));
  const fhir::TypeId string_type = fhir::find_type("string");
  const Value joined = Value::element(element(R"({"value":"v","extension":[]})"), string_type);
  EXPECT_EQ(printed(joined), R"("v")");
  EXPECT_EQ(fhir(joined), R"("v")");
  const Value only_extension = Value::element(element(R"({"extension":[]})"), string_type);
  EXPECT_EQ(printed(only_extension), "null");
}

TEST_F(Output, Instances) {
  const std::array<std::string_view, 1> names = {"value"};
  const std::array<Value, 1> values = {Value::string("v")};
  const Tuple parts{names, values};
  EXPECT_EQ(fhir(Value::instance(&parts, fhir::find_type("string"))), R"("v")");
  EXPECT_EQ(fhir(Value::instance(&parts, fhir::find_type("Quantity"))), R"({"value":"v"})");
}

TEST_F(Output, InstancesOfResourcesAndChoices) {
  const std::array<std::string_view, 1> value_name = {"value"};
  const std::array<Value, 1> draft = {Value::string("draft")};
  const std::array<Value, 1> moment = {context_.datetime(*time::parse_datetime("2024-03-01", 0))};
  const Tuple status{value_name, draft};
  const Tuple date_time{value_name, moment};
  const Value start = Value::instance(&date_time, fhir::find_type("dateTime"));
  const std::array<std::string_view, 1> period_names = {"start"};
  const std::array<Value, 1> period_values = {start};
  const Tuple period{period_names, period_values};

  const std::array<std::string_view, 3> names = {"status", "occurrence", "note"};
  std::array<Value, 3> values = {Value::instance(&status, fhir::find_type("ServiceRequestStatus")),
                                 Value::instance(&period, fhir::find_type("Period")), Value()};
  const Tuple parts{names, values};
  const Value order = Value::instance(&parts, fhir::find_type("ServiceRequest"));
  EXPECT_EQ(printed(order), R"({"resourceType":"ServiceRequest","status":"draft",)"
                            R"("occurrencePeriod":{"start":"2024-03-01"}})");
  EXPECT_EQ(fhir(order), printed(order));
  values[1] = start;
  EXPECT_EQ(printed(order), R"({"resourceType":"ServiceRequest","status":"draft",)"
                            R"("occurrenceDateTime":"2024-03-01"})");
}

}  // namespace
}  // namespace cramp::engine
