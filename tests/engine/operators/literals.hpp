#pragma once
// Values written as text, for operator cases:
//   null true 1 1L 1.5 'it\'s' 5 'mg' 3 days @2014-01 @2014-01-01T10:00:00.000Z @T10:30
//   {1, 2} Tuple{id: 1, name: null} Interval[1, 5) Interval<Integer>(null, null) Uncertain[1, 5]
//   Code{'code', 'system', 'version', 'display'} Concept{'display', Code{...}, ...}
//   Ratio{1 'mg', 2 'mL'} ValueSet{'url'} CodeSystem{'url'}

#include <string>
#include <string_view>
#include <vector>

#include "engine/operator.hpp"

namespace cramp::engine::cases {

/// Reads literals one after the other; throws std::runtime_error where the text is none.
class Reader {
 public:
  Reader(std::string_view text, Context& context) : rest_(text), context_(context) {}

  Value value();
  /// Letters, digits and dots.
  std::string_view word();
  /// Skips spaces, then takes `token` if it is next.
  bool take(std::string_view token);
  void expect(std::string_view token);
  std::string_view rest() const { return rest_; }

 private:
  void skip_spaces();
  Value named(std::string_view name);
  Value number();
  Value temporal();
  std::string_view quoted();
  Value interval(bool uncertain);
  Value tuple();
  std::vector<Value> items(std::string_view end);

  std::string_view rest_;
  Context& context_;
};

/// The value in the form above: equal texts are the same value of the same type.
std::string text(const Value& value);

}  // namespace cramp::engine::cases
