#include <gtest/gtest.h>

#include <fmt/format.h>

#include "json/document.hpp"

namespace cramp::json {
namespace {

using base::Code;

std::string fault_of(std::string text, const Limits& limits = {}) {
  const auto document = parse(std::move(text), limits);
  if (document.ok()) return "none";
  EXPECT_EQ(document.error().code, Code::kMalformed);
  return document.error().where;
}

Document parsed(std::string text) {
  auto document = parse(std::move(text));
  EXPECT_TRUE(document.ok()) << (document.ok() ? "" : document.error().where);
  return document.ok() ? std::move(*document) : Document();
}

TEST(Parse, EveryKindOfValue) {
  const Document document =
      parsed(R"( {"n":null,"t":true,"f":false,"i":-12,"s":"a","l":[1,"x",[],{}],"o":{"k":"v"}} )");
  const View root = document.root();
  ASSERT_TRUE(root.is_object());
  EXPECT_EQ(root.size(), 7U);
  EXPECT_TRUE(root.find("n"));
  EXPECT_TRUE(root.find("n").is_null());
  EXPECT_TRUE(root.find("t").boolean());
  EXPECT_TRUE(root.find("f").is_boolean());
  EXPECT_FALSE(root.find("f").boolean());
  EXPECT_EQ(root.find("i").text(), "-12");
  EXPECT_EQ(root.string("s"), "a");
  EXPECT_EQ(root.find("l").size(), 4U);
  EXPECT_EQ(root.find("l").at(1).text(), "x");
  EXPECT_TRUE(root.find("l").at(2).is_array());
  EXPECT_EQ(root.find("o").string("k"), "v");
}

TEST(Parse, RootMayBeAScalar) {
  EXPECT_EQ(parsed("12").root().text(), "12");
  EXPECT_EQ(parsed("\"a\"").root().text(), "a");
  EXPECT_TRUE(parsed(" null ").root().is_null());
  EXPECT_TRUE(parsed(" null ").root());
}

TEST(Parse, IterationKeepsOrder) {
  const Document document = parsed(R"({"b":[3,1,2],"a":0})");
  std::string seen;
  for (const auto [name, value] : document.root().members()) {
    seen += name;
    for (const View item : value.items()) seen += item.text();
  }
  EXPECT_EQ(seen, "b312a");
}

TEST(Parse, AccessorsAreSafeOnEveryKind) {
  const View nothing;
  EXPECT_FALSE(nothing);
  EXPECT_TRUE(nothing.is_null());
  EXPECT_FALSE(nothing.find("a").find("b").at(3));
  EXPECT_TRUE(nothing.text().empty());
  const Document document = parsed(R"({"s":"text","n":1,"l":[1]})");
  const View root = document.root();
  EXPECT_FALSE(root.find("s").find("x"));
  EXPECT_FALSE(root.find("s").at(0));
  EXPECT_EQ(root.find("s").size(), 0U);
  EXPECT_TRUE(root.string("n").empty());
  EXPECT_FALSE(root.find("l").at(1));
  EXPECT_FALSE(root.at(0));
  EXPECT_TRUE(root.text().empty());
  for (const View item : root.items()) FAIL() << item.text();
  for (const auto [name, value] : root.find("l").members()) FAIL() << name << value.text();
}

TEST(Parse, NumbersKeepTheirText) {
  for (const std::string number :
       {"0", "-0", "1.20", "0.10", "-1.500", "1e2", "1E+2", "2.0e-7", "9007199254740993",
        "123456789012345678901234567890.123456789012345678901234567890"}) {
    EXPECT_EQ(parsed(number).root().text(), number);
    const Document document = parsed(fmt::format("{{\"a\":{0},\"b\":[{0},{0}]}}", number));
    EXPECT_EQ(document.root().find("a").text(), number);
    EXPECT_EQ(document.root().find("b").at(1).text(), number);
  }
}

TEST(Parse, Escapes) {
  EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t")").root().text(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(parsed(R"("\u00e4\u20AC\uD83D\uDE00x")").root().text(), "ä€😀x");
  EXPECT_EQ(parsed(R"("a\u0000b")").root().text(), std::string_view("a\0b", 3));
  const Document document = parsed(R"({"a\nb":"c\td","e":1.50})");
  EXPECT_EQ(document.root().string("a\nb"), "c\td");
  EXPECT_EQ(document.root().find("e").text(), "1.50");
}

TEST(Parse, RefusesWhatIsNotJson) {  // CH-004, CH-060
  const std::pair<std::string, std::string> cases[] = {
      {"", "offset 0"},
      {"   ", "offset 3"},
      {R"({"a":1,})", "offset 7"},
      {"[1,]", "offset 3"},
      {"/* */ 1", "offset 0"},
      {"1 // x", "offset 2"},
      {R"({"a":1} x)", "offset 8"},
      {"NaN", "offset 0"},
      {"[Infinity]", "offset 1"},
      {R"({"a":1)", "offset 6"},
      {R"({"a")", "offset 4"},
      {R"({"a)", "offset 3"},
      {"{a:1}", "offset 1"},
      {"{'a':1}", "offset 1"},
      {"[1 2]", "offset 3"},
      {R"({"a" 1})", "offset 5"},
      {"tru", "offset 3"},
      {"01", "offset 1"},
      {"1.", "offset 2"},
      {"1e", "offset 2"},
      {"1e999", "offset 0"},
      {"+1", "offset 0"},
      {".5", "offset 0"},
      {"-", "offset 1"},
      {R"("\x")", "offset 1"},
      {"\"a\nb\"", "offset 2"},
      {"1 2", "offset 2"},
      {"]", "offset 0"},
      {"{}}", "offset 2"},
      {"\xEF\xBB\xBF{}", "offset 0"},
  };
  for (const auto& [text, where] : cases) EXPECT_EQ(fault_of(text), where) << text;
}

TEST(Parse, RefusesEveryTruncation) {  // CH-060
  const std::string text = R"({"a":[1.5,true,null,"x\u00e4"],"b":{"c":false}})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_NE(fault_of(text.substr(0, length)), "none") << length;
  }
}

TEST(Parse, RefusesNulAndControlCharacters) {
  EXPECT_EQ(fault_of(std::string("{}\0", 3)), "offset 2");
  EXPECT_EQ(fault_of(std::string("{}\0{}", 5)), "offset 2");
  EXPECT_EQ(fault_of(std::string("\0", 1)), "offset 0");
  EXPECT_EQ(fault_of(std::string("\"a\0b\"", 5)), "offset 2");
  for (char c = 1; c < 0x20; ++c) {
    // Both before and within the part that is scanned 16 bytes at a time.
    for (const std::size_t before : {std::size_t{0}, std::size_t{40}, std::size_t{200}}) {
      const std::string text = '"' + std::string(before, 'a') + c + std::string(100, 'b') + '"';
      EXPECT_EQ(fault_of(text), fmt::format("offset {}", before + 1)) << int{c};
    }
  }
}

TEST(Parse, RefusesInvalidUtf8) {
  const std::string_view bad[] = {
      "\x80",         "\xC0\xAF",         "\xC1\xBF",         "\xE0\x9F\xBF",     "\xED\xA0\x80",
      "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
      "\xE2\x82",     "\xF0\x9F\x98"};
  for (const std::string_view sequence : bad) {
    for (const std::size_t before : {std::size_t{0}, std::size_t{61}, std::size_t{130}}) {
      const std::string text =
          '"' + std::string(before, 'a') + std::string(sequence) + std::string(before, 'b') + '"';
      EXPECT_EQ(fault_of(text), fmt::format("offset {}", before + 1)) << sequence;
    }
  }
}

TEST(Parse, TakesValidUtf8AtEveryPlace) {
  for (const std::string text :
       {"\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFF", "\U00010000", "\U0010FFFF"}) {
    for (std::size_t before = 0; before < 70; ++before) {
      const std::string whole = std::string(before, 'a') + text + std::string(70 - before, 'b');
      EXPECT_EQ(parsed('"' + whole + '"').root().text(), whole);
    }
  }
}

TEST(Parse, RefusesLoneSurrogates) {
  EXPECT_NE(fault_of(R"("\uD800")"), "none");
  EXPECT_NE(fault_of(R"("\uD800\u0041")"), "none");
  EXPECT_NE(fault_of(R"("\uD800x")"), "none");
  EXPECT_NE(fault_of(R"("\uDC00")"), "none");
  EXPECT_NE(fault_of(R"("\udfff and on")"), "none");
  EXPECT_NE(fault_of(R"({"\uDC00":1})"), "none");
  EXPECT_NE(fault_of(R"("\uDC00)"), "none");
  EXPECT_NE(fault_of(R"("\uDC00\uD800")"), "none");
  EXPECT_EQ(fault_of(R"("\uD7FF\uE000\uDBFF\uDFFF")"), "none");
}

TEST(Parse, RefusesDuplicateMembers) {  // CH-063
  EXPECT_EQ(fault_of(R"({"patientId":"a","x":1,"patientId":"b"})"), "offset 24");
  EXPECT_EQ(fault_of(R"([{"a":{"":1,"":2}}])"), "offset 13");
  EXPECT_NE(fault_of(R"({"a":1,"\u0061":2})"), "none");
  EXPECT_EQ(fault_of(R"({"a":{"a":1},"b":{"a":1}})"), "none");
  EXPECT_EQ(fault_of(R"({"ab":1,"ba":2,"a":3,"b":4,"aab":5,"abb":6})"), "none");
}

TEST(Parse, RefusesDuplicateMembersOfLargeObjects) {  // CH-063
  for (const int count : {20, 24, 25, 26, 1000, 50000}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += fmt::format("\"key-{:06}\":{},", i, i);
    const std::size_t repeated = text.size() + 1;
    EXPECT_EQ(fault_of(text + "\"other\":0}"), "none") << count;
    EXPECT_EQ(fault_of(text + fmt::format("\"key-{:06}\":0}}", count / 2)),
              fmt::format("offset {}", repeated));
  }
}

TEST(Parse, LimitsDepth) {  // CH-064
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_EQ(fault_of(nested(64)), "none");
  EXPECT_EQ(fault_of(nested(65)), "offset 64");
  EXPECT_EQ(fault_of(nested(3), {.depth = 3}), "none");
  EXPECT_EQ(fault_of(R"({"a":{"b":[1]}})", {.depth = 2}), "offset 10");
  EXPECT_EQ(fault_of(nested(1000), {.depth = 1'000'000}), "none");
  EXPECT_EQ(fault_of(nested(1001), {.depth = 1'000'000}), "offset 1000");
  std::string wide = "[";
  for (int i = 0; i < 1000; ++i) wide += "[[]],{\"a\":[]},";
  EXPECT_EQ(fault_of(wide + "0]", {.depth = 3}), "none");
}

TEST(Parse, TwoMillionBracketsAreRefused) {  // CH-064
  EXPECT_EQ(fault_of(std::string(2'000'000, '[')), "offset 64");
  std::string objects;
  for (int i = 0; i < 400'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(fault_of(objects), "offset 320");
}

TEST(Parse, LimitsSize) {  // CH-062, CH-064
  EXPECT_TRUE(parse("[1,2]", {.bytes = 5}).ok());
  const auto refused = parse("[1,22]", {.bytes = 5});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::kTooLarge);
}

TEST(Parse, ErrorsNeverQuoteTheContent) {  // CH-096
  for (const std::string text : {R"({"Smith":1,"Smith":2})", R"("Smith)", R"(["Smith" "Smith"])",
                                 "Smith", "\"Smith\xFF\"", R"({"Smith" 1})"}) {
    const auto document = parse(text);
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(base::describe(document.error()).find("Smith"), std::string::npos);
    EXPECT_FALSE(document.error().public_text.empty());
  }
}

TEST(Parse, TellsOfPrimitiveExtensions) {
  const Document document = parsed(R"({"a":{"x":1,"_x":{"id":"1"}},"b":{"x_":1},"c":{}})");
  EXPECT_TRUE(document.root().find("a").node()->has_underscore);
  EXPECT_FALSE(document.root().find("b").node()->has_underscore);
  EXPECT_FALSE(document.root().find("c").node()->has_underscore);
  EXPECT_FALSE(document.root().node()->has_underscore);
}

TEST(Parse, ViewsSurviveAMove) {
  for (const std::string text :
       {R"({"a":"short"})", R"({"a":"shorter","b":"and a longer text that is not inline"})"}) {
    auto first = parsed(text);
    const View root = first.root();
    const View member = root.find("a");
    const std::string before(member.text());
    Document second = std::move(first);
    Document third;
    third = std::move(second);
    EXPECT_EQ(third.root().node(), root.node());
    EXPECT_EQ(member.text(), before);
  }
}

TEST(Parse, GrowsBeyondTheFirstStack) {
  std::string text = "[";
  for (int i = 0; i < 20000; ++i) text += fmt::format("{},", i);
  const Document document = parsed(text + "[{}]]");
  ASSERT_EQ(document.root().size(), 20001U);
  for (std::size_t i = 0; i < 20000; ++i) {
    ASSERT_EQ(document.root().at(i).text(), std::to_string(i));
  }
  EXPECT_TRUE(document.root().at(20000).at(0).is_object());
}

}  // namespace
}  // namespace cramp::json
