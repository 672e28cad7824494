#include <gtest/gtest.h>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace cramp::json {
namespace {

TEST(Value, BuildsInOrder) {
  Value value;
  value.set("b", "text").set("a", true).set("n", Value::number(-5)).set("d", Value::Number{"1.20"});
  value.set("b", std::string("other"));
  value.set("list", Value().push("x").push(Value::object()));
  EXPECT_EQ(write(value), R"({"b":"other","a":true,"n":-5,"d":1.20,"list":["x",{}]})");
  ASSERT_NE(value.find("a"), nullptr);
  EXPECT_TRUE(*value.find("a")->boolean());
  EXPECT_EQ(value.find("missing"), nullptr);
  EXPECT_EQ(Value("text").find("a"), nullptr);
  EXPECT_TRUE(value.erase("a"));
  EXPECT_FALSE(value.erase("a"));
  EXPECT_EQ(value.find("a"), nullptr);
}

TEST(Value, SetAndPushLeaveOtherKindsAlone) {
  EXPECT_EQ(write(Value("text").set("a", true)), R"("text")");
  EXPECT_EQ(write(Value::object().push(true)), "{}");
}

TEST(Value, LeavesEmptyElementsOut) {  // CH-005, CH-006, CH-007
  Value value = Value::object();
  value.set_unless_empty("null", Value())
      .set_unless_empty("text", "")
      .set_unless_empty("list", Value::array())
      .set_unless_empty("object", Value::object())
      .set_unless_empty("false", false)
      .set_unless_empty("zero", Value::number(0))
      .set_unless_empty("space", " ");
  EXPECT_EQ(write(value), R"({"false":false,"zero":0,"space":" "})");
}

TEST(Value, CopiesAView) {
  const std::string text = R"({"a":[1.20,null,true,"x\"y"],"b":{"c":{}}})";
  auto document = parse(text);
  ASSERT_TRUE(document.ok());
  const Value value(document->root());
  *document = Document();
  EXPECT_EQ(write(value), text);
}

}  // namespace
}  // namespace cramp::json
