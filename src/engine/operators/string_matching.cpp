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
class Pattern final : public Prepared {
 public:
  explicit Pattern(std::string_view text) : expression_(text, options()) {}
  bool ok() const { return expression_.ok(); }
  const RE2& expression() const {
    if (!ok()) {
      Context::fail("the pattern '" + expression_.pattern() +
                    "' is not usable: " + expression_.error());
    }
    return expression_;
  }

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

/// The pattern made at link, else one made of the operand now.
class PatternOf {
 public:
  PatternOf(const Value& operand, const Attributes& attributes) {
    if (attributes.prepared != nullptr) {
      pattern_ = static_cast<const Pattern*>(attributes.prepared);
    } else {
      own_ = std::make_unique<Pattern>(operand.as_string());
      pattern_ = own_.get();
    }
  }
  const RE2& expression() const { return pattern_->expression(); }

 private:
  std::unique_ptr<const Pattern> own_;
  const Pattern* pattern_;
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

std::unique_ptr<const Prepared> prepare_pattern(const Value& pattern) {
  if (!pattern.is(Kind::kString)) return nullptr;
  return std::make_unique<Pattern>(pattern.as_string());
}

/// Anywhere in the string: `^` and `$` match it as a whole (CQL 1.5.3, FHIR-44826).
Value matches(Context&, Operands operands, const Attributes& attributes) {
  if (!all_strings("Matches", operands)) return {};
  const PatternOf pattern(operands[1], attributes);
  return Value::boolean(RE2::PartialMatch(operands[0].as_string(), pattern.expression()));
}

Value replace_matches(Context& context, Operands operands, const Attributes& attributes) {
  if (!all_strings("ReplaceMatches", operands)) return {};
  const PatternOf pattern(operands[1], attributes);
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
Value split_on_matches(Context& context, Operands operands, const Attributes& attributes) {
  if (!all_strings("SplitOnMatches", operands.first(1))) return {};
  if (!all_strings("SplitOnMatches", operands.subspan(1))) {
    return make_list(context, operands.first(1));
  }
  const PatternOf pattern(operands[1], attributes);
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
