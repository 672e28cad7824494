#pragma once
// The pieces of the string family; string.cpp has the table, string_matching.cpp what needs RE2.

#include <string>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// True when all operands are strings, false when one is null; fails for anything else.
bool all_strings(std::string_view operator_name, Operands operands);

/// A string under construction that never grows past the budget.
class TextBuilder {
 public:
  explicit TextBuilder(Context& context) : context_(context) {}
  void append(std::string_view text);
  Value value() const { return context_.string(text_); }

 private:
  Context& context_;
  std::string text_;
};

/// Of Matches, ReplaceMatches and SplitOnMatches.
std::unique_ptr<const Prepared> prepare_pattern(const Value& pattern);

Value matches(Context& context, Operands operands, const Attributes& attributes);
Value replace_matches(Context& context, Operands operands, const Attributes& attributes);
Value split_on_matches(Context& context, Operands operands, const Attributes& attributes);

}  // namespace cramp::engine
