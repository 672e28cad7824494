#pragma once
// The pieces of the aggregate family; aggregate.cpp has the table.

#include <vector>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// The elements of the list operand that are not null, FHIR primitives as System values; none for a
/// null list.
std::vector<Value> present_elements(Context& context, std::string_view operator_name,
                                    Operands operands);

/// Numbers or quantities brought to one type: Integer, Long, Decimal, or Quantity in the unit of
/// the first.
struct Numbers {
  Kind kind = Kind::kInteger;
  std::string_view unit;  ///< of quantities
  std::vector<num::Decimal> values;

  /// In counts of 10^-8; of a list within the budget it always fits.
  __int128 scaled_sum() const;

  /// A result of the same type; null when there is none or it does not fit.
  Value same_type(Context& context, std::optional<num::Decimal> value) const;
  /// A Decimal, or a Quantity of the same unit.
  Value real(Context& context, std::optional<num::Decimal> value) const;
};

/// Nothing when there are no elements, when one is only known to lie in a range, or when units
/// cannot be converted into the first. Fails for elements that are no numbers.
std::optional<Numbers> numbers_of(Context& context, std::string_view operator_name,
                                  Operands operands);

// Statistics, in aggregate_statistics.cpp.
Value avg_operator(Context& context, Operands operands, const Attributes&);
Value geometric_mean_operator(Context& context, Operands operands, const Attributes&);
Value median_operator(Context& context, Operands operands, const Attributes&);
Value mode_operator(Context& context, Operands operands, const Attributes&);
Value population_std_dev_operator(Context& context, Operands operands, const Attributes&);
Value population_variance_operator(Context& context, Operands operands, const Attributes&);
Value std_dev_operator(Context& context, Operands operands, const Attributes&);
Value variance_operator(Context& context, Operands operands, const Attributes&);

}  // namespace cramp::engine
