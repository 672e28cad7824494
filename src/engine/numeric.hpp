#pragma once
// Integer, Long and Decimal as one family: ELM inserts the conversions between them, and where a
// library leaves them out, Integer is promoted to Long and both to Decimal.

#include <algorithm>

#include "engine/operator.hpp"

namespace cramp::engine {

constexpr bool is_whole(Kind kind) {
  return kind == Kind::kInteger || kind == Kind::kLong;
}
constexpr bool is_number(Kind kind) {
  return is_whole(kind) || kind == Kind::kDecimal;
}

/// Of any number.
inline num::Decimal to_decimal(const Value& number) {
  return is_whole(number.kind()) ? num::Decimal::from_integer(number.as_long())
                                 : number.as_decimal();
}

/// Digits after the point, trailing zeroes not counted: a Decimal does not keep them.
inline int fraction_digits(num::Decimal value) {
  __int128 rest = value.scaled() % num::Decimal::kOne;
  if (rest == 0) return 0;
  int digits = num::Decimal::kScale;
  for (; rest % 10 == 0; rest /= 10) --digits;
  return digits;
}

/// CQL Equivalent of Decimals: equal when rounded to the digits of the less precise of the two.
inline bool equivalent_decimals(num::Decimal a, num::Decimal b) {
  const int digits = std::min(fraction_digits(a), fraction_digits(b));
  return num::round(a, digits) == num::round(b, digits);
}

}  // namespace cramp::engine
