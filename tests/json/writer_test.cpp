#include <gtest/gtest.h>

#include "json/writer.hpp"

namespace cramp::json {
namespace {

TEST(Writer, WritesAViewAsItWas) {
  const std::string text = R"([{"a":1.20,"b":[],"c":{},"d":null},true,false,"ä\\\n",1E+2])";
  const auto document = parse(text);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(write(document->root()), text);
  std::string out = "x";
  write_to(out, document->root().at(1));
  write_to(out, Value("y"));
  EXPECT_EQ(out, "xtrue\"y\"");
}

TEST(Writer, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(write(Value(std::string("\"\\/\b\f\n\r\t\x01\x1F\0\x7F", 12))),
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7F\"");
  EXPECT_EQ(write(Value::object().set("a\"b", "c")), R"({"a\"b":"c"})");
}

TEST(Writer, OutputIsAlwaysJsonForAStrictParser) {  // CH-004
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  bytes += "ok ä€😀 \xED\xA0\x80 \xF0\x9F";
  const auto document = parse(write(Value::object().set(bytes, bytes)));
  ASSERT_TRUE(document.ok()) << document.error().where;
  const std::string_view back = (*document->root().members().begin()).name;
  EXPECT_EQ(back.substr(0, 128), std::string_view(bytes).substr(0, 128));
  EXPECT_NE(back.find("\uFFFD"), std::string_view::npos);
  EXPECT_NE(back.find("ok ä€😀 "), std::string_view::npos);
}

TEST(Writer, IndentsForPeople) {
  Value value;
  value.set("a", Value().push(Value::number(1)).push("x")).set("b", Value::object());
  value.set("c", Value::array()).set("d", Value::object().set("e", true));
  EXPECT_EQ(write_pretty(value), R"({
  "a": [
    1,
    "x"
  ],
  "b": {},
  "c": [],
  "d": {
    "e": true
  }
})");
  EXPECT_EQ(write_pretty(Value()), "null");
}

}  // namespace
}  // namespace cramp::json
