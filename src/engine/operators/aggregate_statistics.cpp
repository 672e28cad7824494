#include <algorithm>
#include <cmath>

#include "engine/operators/aggregate_parts.hpp"
#include "engine/operators/element_index.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

/// Rounded half away from zero, as a division of Decimals is.
Decimal average(const Numbers& numbers) {
  const __int128 sum = numbers.scaled_sum();
  const auto count = static_cast<__int128>(numbers.values.size());
  return Decimal::from_scaled((sum + (sum < 0 ? -count : count) / 2) / count);
}

/// Half the sum, rounded away from zero; the sum itself may be past the limits.
Decimal midpoint(Decimal a, Decimal b) {
  const __int128 sum = a.scaled() + b.scaled();
  return Decimal::from_scaled(sum / 2 + sum % 2);
}

/// Sum of the squared deviations from the mean over n (`population`) or n - 1, in binary floating
/// point: its 15 digits are more than a sum of rounded squares would keep. Not a number of too few.
double variance(const Numbers& numbers, bool population) {
  const auto size = static_cast<double>(numbers.values.size());
  double mean = 0;
  for (const Decimal value : numbers.values) mean += num::to_double(value) / size;
  double squares = 0;
  for (const Decimal value : numbers.values) {
    const double deviation = num::to_double(value) - mean;
    squares += deviation * deviation;
  }
  return squares / (population ? size : size - 1);
}

Value spread(Context& context, std::string_view operator_name, Operands operands, bool population,
             bool root) {
  const auto numbers = numbers_of(context, operator_name, operands);
  if (!numbers) return {};
  const double result = variance(*numbers, population);
  return numbers->real(context, num::from_double(root ? std::sqrt(result) : result));
}

}  // namespace

Value avg_operator(Context& context, Operands operands, const Attributes&) {
  const auto numbers = numbers_of(context, "Avg", operands);
  return numbers ? numbers->real(context, average(*numbers)) : Value();
}

Value median_operator(Context& context, Operands operands, const Attributes&) {
  auto numbers = numbers_of(context, "Median", operands);
  if (!numbers) return {};
  std::vector<Decimal>& values = numbers->values;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return numbers->real(context, values[middle]);
  return numbers->real(context, midpoint(values[middle - 1], values[middle]));
}

/// Of several values that are as frequent, the one that comes first.
Value mode_operator(Context& context, Operands operands, const Attributes&) {
  const std::vector<Value> items = present_elements(context, "Mode", operands);
  if (items.empty()) return {};
  ElementComparer comparer(context);
  ElementIndex index(comparer, items.size());
  std::vector<std::size_t> counts(items.size(), 0);
  for (const Value& item : items) ++counts[index.insert(item)];
  const auto most = std::max_element(counts.begin(), counts.end());
  return index.elements()[static_cast<std::size_t>(most - counts.begin())];
}

/// Power(Product(X), 1 / Count(X)); null where that is no real number.
Value geometric_mean_operator(Context& context, Operands operands, const Attributes&) {
  const auto numbers = numbers_of(context, "GeometricMean", operands);
  if (!numbers) return {};
  bool negative = false;
  double logarithms = 0;
  Decimal least = Decimal::max();
  Decimal most;
  for (const Decimal value : numbers->values) {
    if (value == Decimal()) return numbers->real(context, Decimal());
    const Decimal magnitude = value < Decimal() ? num::negate(value) : value;
    negative = negative != (value < Decimal());
    least = std::min(least, magnitude);
    most = std::max(most, magnitude);
    logarithms += std::log(num::to_double(magnitude));
  }
  // The first root of a negative number is itself, the others are not real.
  if (negative && numbers->values.size() > 1) return {};
  if (negative) return numbers->real(context, numbers->values[0]);
  const auto size = static_cast<double>(numbers->values.size());
  const auto mean = num::from_double(std::exp(logarithms / size));
  // A mean lies among its values, whatever binary floating point makes of those at the limits.
  return numbers->real(context, std::clamp(mean.value_or(most), least, most));
}

Value variance_operator(Context& context, Operands operands, const Attributes&) {
  return spread(context, "Variance", operands, false, false);
}

Value std_dev_operator(Context& context, Operands operands, const Attributes&) {
  return spread(context, "StdDev", operands, false, true);
}

Value population_variance_operator(Context& context, Operands operands, const Attributes&) {
  return spread(context, "PopulationVariance", operands, true, false);
}

Value population_std_dev_operator(Context& context, Operands operands, const Attributes&) {
  return spread(context, "PopulationStdDev", operands, true, true);
}

}  // namespace cramp::engine
