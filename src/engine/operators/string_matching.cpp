// Regular expressions: RE2, so that no pattern takes more than linear time. CQL 1.5 recommends
// PCRE; RE2 has no look-around and no back-references, and such a pattern is an error of the
// content.

#include <re2/re2.h>

#include <vector>

#include "engine/operators/string_parts.hpp"

namespace cramp::engine {

namespace {

constexpr std::int64_t kPatternBytes = 1 << 20;

/// Case-sensitive, single line mode (a dot matches line ends too), as the specification asks.
class Pattern {
 public:
  explicit Pattern(std::string_view text) : expression_(text, options()) {
    if (!expression_.ok()) {
      Context::fail("the pattern '" + std::string(text) +
                    "' is not usable: " + expression_.error());
    }
  }
  const RE2& expression() const { return expression_; }

 private:
  static RE2::Options options() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_max_mem(kPatternBytes);
    return options;
  }

  RE2 expression_;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_literal(std::string& rewrite, char c) {
  if (c == '\\') rewrite += '\\';
  rewrite += c;
}

/// `$1` stands for a group of the pattern and `\$` for a dollar sign; RE2 writes `\1`.
std::string rewrite_of(std::string_view substitution, int groups) {
  std::string rewrite;
  for (std::size_t i = 0; i < substitution.size(); ++i) {
    const char c = substitution[i];
    const char next = i + 1 < substitution.size() ? substitution[i + 1] : '\0';
    if (c == '$' && is_digit(next) && next - '0' <= groups) {
      rewrite += '\\';
      rewrite += next;
      ++i;
    } else if (c == '\\' && next != '\0') {
      append_literal(rewrite, next);
      ++i;
    } else {
      append_literal(rewrite, c);
    }
  }
  return rewrite;
}

}  // namespace

/// Anywhere in the string: `^` and `$` match it as a whole (CQL 1.5.3, FHIR-44826).
Value matches(Context&, Operands operands, const Attributes&) {
  if (!all_strings("Matches", operands)) return {};
  const Pattern pattern(operands[1].as_string());
  return Value::boolean(RE2::PartialMatch(operands[0].as_string(), pattern.expression()));
}

Value replace_matches(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("ReplaceMatches", operands)) return {};
  const Pattern pattern(operands[1].as_string());
  const RE2& expression = pattern.expression();
  std::string text(operands[0].as_string());
  RE2::GlobalReplace(&text, expression,
                     rewrite_of(operands[2].as_string(), expression.NumberOfCapturingGroups()));
  return context.string(text);
}

Value split_on_matches(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("SplitOnMatches", operands.first(1))) return {};
  if (!all_strings("SplitOnMatches", operands.subspan(1))) {
    return make_list(context, operands.first(1));
  }
  const Pattern pattern(operands[1].as_string());
  const std::string_view text = operands[0].as_string();
  std::vector<Value> items;
  std::size_t begin = 0;
  std::size_t search = 0;
  re2::StringPiece match;
  while (search <= text.size() &&
         pattern.expression().Match(text, search, text.size(), RE2::UNANCHORED, &match, 1)) {
    const auto at = static_cast<std::size_t>(match.data() - text.data());
    if (match.empty()) {  // splits nothing
      search = at + 1;
      continue;
    }
    items.push_back(Value::string(text.substr(begin, at - begin)));
    begin = search = at + match.size();
  }
  items.push_back(Value::string(text.substr(begin)));
  return make_list(context, items);
}

}  // namespace cramp::engine
