#pragma once
// Units of quantities: UCUM, with the calendar words of CQL beside it (CQL 1.5 Author's Guide,
// Quantities; Appendix B, Equal and Equivalent). A week, day, hour, minute, second and millisecond
// are the same in both; a calendar year or month has no fixed length, so it compares with 'a', 'mo'
// or days by Equivalent only.

#include <optional>
#include <string_view>

#include "engine/value.hpp"

namespace cramp::engine {

struct DurationUnit {
  std::string_view singular, plural;  ///< calendar words
  std::string_view ucum;
  time::Precision precision;
  std::int64_t milliseconds;  ///< by the calendar factors: a year of 365 days, a month of 30
};

/// By calendar word; nullptr for anything else.
const DurationUnit* calendar_unit(std::string_view unit);
/// By UCUM code ("a", "mo", "wk", "d", "h", "min", "s", "ms"); nullptr for anything else.
const DurationUnit* definite_unit(std::string_view unit);

/// True for a calendar year or month, which have no fixed length.
bool is_variable_length(std::string_view unit);

/// "1" for no unit, the UCUM code of a calendar word, all else as it is.
std::string_view ucum_unit(std::string_view unit);

/// -1, 0, 1; nothing when the units are not comparable or not known. Two unknown units of one text
/// are comparable.
std::optional<int> compare_quantities(const Quantity& a, const Quantity& b);

/// The same amount after conversion to the smaller unit, by the rule for Decimals: in the larger
/// one 500 mg would be half a gram, which rounds to 1 g.
bool equivalent_quantities(const Quantity& a, const Quantity& b);

/// `value` in `from` expressed in `to`; years and months count as 365 and 30 days against the rest.
std::optional<num::Decimal> convert_units(num::Decimal value, std::string_view from,
                                          std::string_view to);

/// The smaller of two comparable units, in which they are added; empty when not comparable.
std::string_view common_unit(std::string_view a, std::string_view b);

}  // namespace cramp::engine
