#include "form_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

namespace cramp::engine::cases {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string literal(std::string_view type, std::string_view value) {
  return fmt::format(
      R"({{"type":"Literal","valueType":"{{urn:hl7-org:elm-types:r1}}{}","value":"{}"}})", type,
      value);
}

class Parser {
 public:
  explicit Parser(std::string_view& rest) : rest_(rest) {}

  std::string value() {
    skip();
    if (rest_.empty()) fail("a value");
    switch (rest_[0]) {
      case '"':
        return "\"" + quoted('"') + "\"";
      case '\'':
        return literal("String", quoted('\''));
      case '[':
        return array('[', ']');
      case '{':
        return members("", '{', '}');
      case '@':
        return temporal();
      case '$':
        return qualified("{urn:hl7-org:elm-types:r1}");
      case '%':
        return qualified("{http://hl7.org/fhir}");
      default:
        return is_digit(rest_[0]) || rest_[0] == '-' ? number() : node();
    }
  }

 private:
  [[noreturn]] void fail(std::string_view wanted) {
    throw std::runtime_error(fmt::format("expected {} at: {}", wanted, rest_));
  }
  void skip() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }
  bool take(char c) {
    skip();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  template <class Test>
  std::string_view while_(Test test) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), test);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string quoted(char quote) {
    rest_.remove_prefix(1);
    const std::string text(while_([quote](char c) { return c != quote; }));
    if (!take(quote)) fail("the end of a text");
    return text;
  }

  std::string qualified(std::string_view space) {
    rest_.remove_prefix(1);
    return fmt::format("\"{}{}\"", space, while_(is_letter));
  }

  std::string number() {
    const auto digits =
        while_([](char c) { return is_digit(c) || c == '.' || c == '-' || c == 'L'; });
    if (digits.back() == 'L') return literal("Long", digits.substr(0, digits.size() - 1));
    if (rest_.starts_with(" '")) {
      rest_.remove_prefix(1);
      return fmt::format(R"({{"type":"Quantity","value":{},"unit":"{}"}})", digits, quoted('\''));
    }
    return literal(digits.find('.') == digits.npos ? "Integer" : "Decimal", digits);
  }

  std::string temporal() {
    rest_.remove_prefix(1);
    const auto text = while_([](char c) {
      return is_digit(c) || c == ':' || c == '-' || c == '+' || c == '.' || c == 'T' || c == 'Z';
    });
    if (text.starts_with('T')) return literal("Time", text);
    return literal(text.find('T') == text.npos ? "Date" : "DateTime", text);
  }

  std::string array(char begin, char end) {
    if (!take(begin)) fail("a list");
    std::string items;
    while (!take(end)) {
      items += (items.empty() ? "" : ",") + value();
      take(',');
    }
    return "[" + items + "]";
  }

  std::string node() {
    const std::string_view name = while_(is_letter);
    if (name.empty()) fail("a node");
    if (name == "true" || name == "false") return literal("Boolean", name);
    if (name == "yes") return "true";
    if (name == "no") return "false";
    if (name == "null") return R"({"type":"Null"})";
    if (name == "L") return R"({"type":"List","element":)" + array('[', ']') + "}";
    return members(name, '(', ')');
  }

  std::string members(std::string_view type, char begin, char end) {
    if (!take(begin)) fail("members");
    std::string named = type.empty() ? "" : fmt::format(R"("type":"{}")", type);
    std::string operands;
    for (int count = 0; !take(end); take(',')) {
      const std::string key = member_name();
      if (key.empty()) {
        operands += (count++ == 0 ? "" : ",") + value();
      } else {
        named += fmt::format("{}\"{}\":{}", named.empty() ? "" : ",", key, value());
      }
    }
    if (!operands.empty()) named += R"(,"operand":[)" + operands + "]";
    return "{" + named + "}";
  }

  /// What stands before a colon, if anything does.
  std::string member_name() {
    skip();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_letter);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    if (size == 0 || end == rest_.end() || *end != ':') return "";
    std::string name(rest_.substr(0, size));
    rest_.remove_prefix(size + 1);
    return name;
  }

  std::string_view& rest_;
};

}  // namespace

std::string take_elm(std::string_view& text) {
  return Parser(text).value();
}

}  // namespace cramp::engine::cases
