// Regular expressions: RE2, so that no pattern takes more than linear time. CQL 1.5 recommends
// PCRE; RE2 has no look-around and no back-references, and such a pattern is an error of the
// content.

#include <re2/re2.h>

#include <array>
#include <vector>

#include "engine/operators/string_parts.hpp"
#include "engine/text.hpp"

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

/// The whole match and the groups that a substitution can name.
using Groups = std::array<re2::StringPiece, 10>;

/// Calls `found(position, groups)` for each match from left to right; they do not overlap, and
/// after an empty one the search goes on behind the next character.
template <class Found>
void for_each_match(const RE2& expression, std::string_view text, Found found) {
  const int count = std::min(expression.NumberOfCapturingGroups() + 1, 10);
  Groups groups;
  std::size_t search = 0;
  while (search <= text.size() &&
         expression.Match(text, search, text.size(), RE2::UNANCHORED, groups.data(), count)) {
    const auto at = static_cast<std::size_t>(groups[0].data() - text.data());
    found(at, groups);
    search = at + groups[0].size();
    if (!groups[0].empty()) continue;
    search += search < text.size() ? code_point_bytes(text.substr(search)) : 1;
  }
}

/// `$1` stands for a group of the pattern, `$0` for the match, `\$` for a dollar sign.
void append_replacement(TextBuilder& result, std::string_view substitution, const RE2& expression,
                        const Groups& groups) {
  for (std::size_t i = 0; i < substitution.size(); ++i) {
    const char c = substitution[i];
    const char next = i + 1 < substitution.size() ? substitution[i + 1] : '\0';
    if (c == '$' && is_digit(next) && next - '0' <= expression.NumberOfCapturingGroups()) {
      const re2::StringPiece& group = groups[static_cast<std::size_t>(next - '0')];
      result.append({group.data(), group.size()});
      ++i;
    } else {
      if (c == '\\' && next != '\0') ++i;
      result.append(substitution.substr(i, 1));
    }
  }
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
  const std::string_view text = operands[0].as_string();
  TextBuilder result(context);
  std::size_t begin = 0;
  for_each_match(expression, text, [&](std::size_t at, const Groups& groups) {
    result.append(text.substr(begin, at - begin));
    append_replacement(result, operands[2].as_string(), expression, groups);
    begin = at + groups[0].size();
  });
  result.append(text.substr(begin));
  return result.value();
}

/// An empty match separates nothing.
Value split_on_matches(Context& context, Operands operands, const Attributes&) {
  if (!all_strings("SplitOnMatches", operands.first(1))) return {};
  if (!all_strings("SplitOnMatches", operands.subspan(1))) {
    return make_list(context, operands.first(1));
  }
  const Pattern pattern(operands[1].as_string());
  const std::string_view text = operands[0].as_string();
  std::vector<Value> items;
  std::size_t begin = 0;
  for_each_match(pattern.expression(), text, [&](std::size_t at, const Groups& groups) {
    if (groups[0].empty()) return;
    items.push_back(Value::string(text.substr(begin, at - begin)));
    begin = at + groups[0].size();
  });
  items.push_back(Value::string(text.substr(begin)));
  return make_list(context, items);
}

}  // namespace cramp::engine
