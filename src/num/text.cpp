// Decimal from text and to text.

#include <array>

#include "num/decimal.hpp"
#include "num/powers.hpp"

namespace cramp::num {

namespace {

using Unsigned = unsigned __int128;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads the parts of a number: sign, digits, point, exponent.
struct Scanner {
  std::string_view rest;
  Unsigned digits = 0;  // the first kMaxPower significant digits
  int significant = 0;
  std::int64_t exponent = 0;  // value = digits * 10^exponent

  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }

  /// One or more digits; `step` is what each of them adds to the exponent when it is kept.
  bool scan_digits(int step) {
    if (rest.empty() || !is_digit(rest.front())) return false;
    for (; !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1)) {
      if (significant == kMaxPower) {  // past what a Decimal can hold: only its place counts
        exponent += step + 1;
        continue;
      }
      digits = digits * 10 + static_cast<Unsigned>(rest.front() - '0');
      if (digits != 0) ++significant;
      exponent += step;
    }
    return true;
  }

  bool scan_exponent() {
    constexpr std::int64_t kFar = 1'000'000;  // far outside, and far from overflow
    const bool negative = take('-');
    if (!negative) take('+');
    if (rest.empty()) return false;
    std::int64_t power = 0;
    for (; !rest.empty(); rest.remove_prefix(1)) {
      if (!is_digit(rest.front())) return false;
      if (power < kFar) power = power * 10 + (rest.front() - '0');
    }
    exponent += negative ? -power : power;
    return true;
  }
};

/// digits * 10^exponent in counts of 10^-8; nothing when out of range.
std::optional<Unsigned> to_scaled(Unsigned digits, std::int64_t exponent) {
  const std::int64_t shift = exponent + Decimal::kScale;
  const auto limit = static_cast<Unsigned>(Decimal::max().scaled());
  if (digits == 0) return 0;
  if (shift >= 0) {
    if (shift > kMaxPower || digits > limit / power_of_ten(static_cast<int>(shift))) {
      return std::nullopt;
    }
    return digits * power_of_ten(static_cast<int>(shift));
  }
  if (-shift > kMaxPower) return 0;
  const Unsigned divisor = power_of_ten(static_cast<int>(-shift));
  const Unsigned quotient = digits / divisor + (digits % divisor >= divisor / 2 ? 1 : 0);
  if (quotient > limit) return std::nullopt;
  return quotient;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Scanner scanner{.rest = text};
  const bool negative = scanner.take('-');
  if (!negative) scanner.take('+');
  if (!scanner.scan_digits(0)) return std::nullopt;
  if (scanner.take('.') && !scanner.scan_digits(-1)) return std::nullopt;
  if ((scanner.take('e') || scanner.take('E')) && !scanner.scan_exponent()) return std::nullopt;
  if (!scanner.rest.empty()) return std::nullopt;
  const auto magnitude = to_scaled(scanner.digits, scanner.exponent);
  if (!magnitude) return std::nullopt;
  const auto scaled = static_cast<__int128>(*magnitude);
  return from_scaled(negative ? -scaled : scaled);
}

std::string Decimal::text() const {
  std::array<char, 40> buffer;
  char* const end = buffer.data() + buffer.size();
  char* out = end;
  auto rest = static_cast<Unsigned>(scaled_ < 0 ? -scaled_ : scaled_);
  for (int place = 0; place < kScale; ++place, rest /= 10) {
    const char digit = static_cast<char>('0' + static_cast<int>(rest % 10));
    const bool last = place == kScale - 1;
    if (out != end || digit != '0' || last) *--out = digit;
  }
  *--out = '.';
  do {
    *--out = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (scaled_ < 0) *--out = '-';
  return std::string(out, end);
}

}  // namespace cramp::num
